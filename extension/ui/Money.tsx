// An amount with its currency, always both.
import type { Money as Amount } from "../../shared-schemas/wire";
import { formatMoney } from "./format";

export function Money({ amount }: { amount: Amount }) {
  return <data value={`${amount.amount} ${amount.currency}`}>{formatMoney(amount)}</data>;
}
