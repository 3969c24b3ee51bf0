// Where on Vinted's site a person does what only a person may do. Paths within a country's site; nothing here is fetched.
import type { OpenOnVinted } from "../../shared-schemas/wire";

/** The path of the page for this purpose. Without what it is about, the closest page of the member's own is opened. */
export function personPage(
  { purpose, item_id, thread_id, member_id }: Pick<OpenOnVinted, "purpose"> & Partial<OpenOnVinted>,
  memberId: number,
): string {
  const own = `/member/${memberId}`;
  const item = item_id ? `/items/${item_id}` : own;
  const thread = thread_id ? `/inbox/${thread_id}` : "/inbox";
  switch (purpose) {
    case "sign_in":
      return "/member/signup/select_type";
    case "solve_challenge":
      return "/";
    case "draft":
      return item_id ? `${item}/edit` : own;
    case "wardrobe":
      return own;
    // the owner's buttons for these stand on the listing's own page
    case "item":
    case "reserve":
    case "mark_sold":
    case "paid_bump":
      return item;
    case "thread":
      return thread;
    case "block":
      return member_id ? `/member/${member_id}` : thread;
    // an order has no page of its own but its conversation's
    case "order":
    case "feedback":
    case "dispute":
      return thread_id ? thread : "/my_orders?order_type=sold";
    default:
      throw purpose satisfies never;
  }
}
