"""What state an order is in, by Vinted's numbers. The localised sentence beside them is for people only. Pure."""

from vintedbot_schemas.orders import OrderSide, OrderState, OrderWaits

PAID, FINISHED, RELEASED = 230, 400, 450
"""Transaction: paid and to be shipped; finished in some way; completed, the money is released."""
CHECKOUT = 200
"""Below: an offer, or a checkout that was not finished."""
SHIPPED, DELIVERED = 200, 400
"""Shipment."""


def state_of(waits: OrderWaits, status: int | None, shipment_status: int | None) -> OrderState:
    """The state. A number nobody has described is `unknown`, unless the list says how the order ended."""
    if waits == "failed":
        return "cancelled"
    if waits == "completed" or (status is not None and status >= RELEASED):
        return "completed"
    if status is not None and FINISHED <= status < RELEASED:
        return "unknown"
    if shipment_status is not None and shipment_status >= DELIVERED:
        return "delivered"
    if shipment_status is not None and shipment_status >= SHIPPED:
        return "shipped"
    if status is None:
        return "unknown"
    if status >= PAID:
        return "paid"
    return "negotiating" if status < CHECKOUT else "unknown"


def is_to_ship(side: OrderSide, state: OrderState) -> bool:
    """Whether the seller has a parcel to hand over."""
    return side == "sold" and state == "paid"
