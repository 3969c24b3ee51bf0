// Orders, transactions and labels, read tolerantly. Sentences are for people only; numbers and Vinted's own words decide.
import type { OrderWaits, SeenOrder, SeenTransaction } from "../../shared-schemas/wire";
import type { TransactionOffer, Turned } from "./calls";
import { idOf, idsOf, type Json, listOf, momentOf, moneyOf, numberOf, objectOf, textOf } from "./fields";
import { type Around, memberOf, nextPage } from "./inbox_readers";
import { codeOf, noteUnknown, shapeOf } from "./oddities";
import { photoUrl, Unreadable } from "./readers";

const WAITS: ReadonlySet<string> = new Set<OrderWaits>(["needs_action", "waiting", "completed", "failed"]);
const MOST_ORDERS = 100;

/** A page of the sales or the purchases. There is no item id in it. */
export function readOrders(
  json: Json,
  { side, page }: { side: SeenOrder["side"]; page: number },
  { note, currency }: Around,
): { orders: SeenOrder[] } & Turned {
  if (!Array.isArray(json["my_orders"])) throw new Unreadable("orders without their list");
  const rows = listOf(json["my_orders"]);
  const orders = rows.flatMap((row): SeenOrder[] => {
    noteUnknown(note, "order", row, "transaction_id conversation_id title price status date photo transaction_user_status");
    const id = idOf(row["transaction_id"]);
    if (id === null) {
      note("order.transaction_id", shapeOf(row["transaction_id"]));
      return [];
    }
    const status = textOf(row["transaction_user_status"]);
    const known = WAITS.has(status);
    if (!known) note("order.transaction_user_status", codeOf(row["transaction_user_status"]));
    return [
      {
        transaction_id: id,
        thread_id: idOf(row["conversation_id"]),
        side,
        title: textOf(row["title"]),
        price: moneyOf(row["price"], currency),
        status_text: textOf(row["status"]),
        waits: known ? (status as OrderWaits) : "unknown",
        at: momentOf(row["date"]),
        photo_url: photoUrl(objectOf(row["photo"])),
      },
    ];
  });
  return { orders: orders.slice(0, MOST_ORDERS), next: nextPage(json, page, rows.length) };
}

interface Read {
  transaction: SeenTransaction;
  offer: TransactionOffer | null;
}

const KNOWN_TRANSACTION =
  "id item_id item item_ids item_title removed_item_title items_count is_bundle status status_title status_updated_at transaction_user_status user_msg_thread_id msg_thread_id conversation_id buyer buyer_id seller seller_id offer order service_fee shipment debit_processed_at ship_by expire_at available_actions";

/** One transaction, in whichever of its variants it comes. */
export function readTransaction(json: Json, { transaction_id }: { transaction_id: number }, around: Around): Read {
  const row = objectOf(json["transaction"]);
  if (idOf(row["id"]) !== transaction_id) throw new Unreadable("a transaction without its id");
  const { note, currency, member_id } = around;
  noteUnknown(note, "transaction", row, KNOWN_TRANSACTION);
  const seller = objectOf(row["seller"]);
  const isMine = idOf(seller["id"]) === member_id || idOf(row["seller_id"]) === member_id;
  const ordered = listOf(objectOf(row["order"])["items"]).flatMap((item) => idOf(item["id"]) ?? []);
  const named = idsOf(row["item_ids"]);
  const single = idOf(row["item_id"]) ?? idOf(objectOf(row["item"])["id"]);
  const shipment = objectOf(row["shipment"]);
  const offer = objectOf(row["offer"]);
  const price = moneyOf(offer["price"], currency);
  if (Object.keys(offer).length > 0 && price === null) note("transaction.offer.price", shapeOf(offer["price"]));
  const status = numberOf(row["status"]);
  if (status === null) note("transaction.status", shapeOf(row["status"]));
  return {
    offer: Object.keys(offer).length > 0 ? { offer_id: idOf(offer["id"]), price } : null,
    transaction: {
      transaction_id,
      thread_id: idOf(row["user_msg_thread_id"]) ?? idOf(row["msg_thread_id"]) ?? idOf(row["conversation_id"]),
      item_ids: ordered.length > 0 ? ordered : named.length > 0 ? named : single === null ? [] : [single],
      other: memberOf(isMine ? objectOf(row["buyer"]) : seller, note, "transaction.other"),
      status: whole(status),
      price,
      shipment_id: idOf(shipment["id"]) ?? idOf(row["shipment_id"]),
      shipment_status: whole(numberOf(shipment["status"]) ?? numberOf(row["shipment_status"])),
      carrier: carrierOf(shipment),
      tracking_code: textOf(shipment["tracking_code"]) || null,
      ship_by: momentOf(row["ship_by"]),
      label: "unknown",
    },
  };
}

function whole(number: number | null): number | null {
  return number !== null && Number.isInteger(number) ? number : null;
}

/** The carrier comes as a name, as a text or as an object. */
function carrierOf(shipment: Json): string | null {
  const carrier = shipment["carrier"];
  const object = objectOf(carrier);
  return textOf(shipment["carrier_name"]) || textOf(carrier) || textOf(object["name"]) || textOf(object["code"]) || null;
}

export function readLabelAddress(json: Json, _: unknown, { note }: Around): { url: string | null } {
  const url = textOf(json["label_url"]);
  if (url === "" && json["label_url"] !== null) note("label_url", shapeOf(json["label_url"]));
  return { url: url || null };
}

export function readPdfLabel(json: Json): { base64: string | null } {
  return { base64: textOf(objectOf(json["file"])["label"]) || null };
}

/** A code for the drop-off: its field's name is not known, so any text or number beside the envelope counts. */
export function readDigitalLabel(json: Json): { has_code: boolean } {
  const { code: _code, message: _message, message_code: _messageCode, ...rest } = json;
  return { has_code: Object.values(rest).some((value) => value !== null && value !== "") };
}

/** Wrapped, or bare. */
export function readAddress(json: Json): { address_id: number } {
  const id = idOf(objectOf(json["user_address"])["id"]) ?? idOf(json["id"]);
  if (id === null) throw new Unreadable("an address without an id");
  return { address_id: id };
}

export function readJourney(json: Json): { carrier: string | null; tracking_code: string | null } {
  const carriers = listOf(objectOf(json["journey_summary"])["carriers"]);
  const current = carriers.find((carrier) => carrier["is_current"] === true) ?? carriers[0] ?? {};
  return { carrier: textOf(current["code"]) || null, tracking_code: textOf(current["tracking_code"]) || null };
}
