// What the orders screen asks for and does.
import type { Dispute, Job, Order, ShipRequest } from "../../../shared-schemas/wire";
import type { LongSource, Result } from "../ports";

export interface OrderPort {
  orders: (closetId: string) => LongSource<Order>;
  ship: (closetId: string, transactionId: number, what: ShipRequest["what"]) => Promise<Result<Job>>;
  /** Shows a label that was fetched, ready to be printed. */
  openLabel: (closetId: string, transactionId: number) => Promise<Result<null>>;
  /** Opens Vinted's page, and answers with what to have at hand there. */
  dispute: (closetId: string, transactionId: number) => Promise<Result<Dispute>>;
}
