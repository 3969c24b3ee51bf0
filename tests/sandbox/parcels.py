"""The parcel of an order: instructions, label in its forms, journey, deadline, marking as shipped (CONTRACT §16.4, §16.5).

Also the host that labels are downloaded from, which knows signed addresses only and gives no CORS headers.
"""

import base64
import time
from typing import Any
from urllib.parse import urlencode

from . import images, rules, shapes
from .bodies import Body
from .http import Answer, Refused, Request, access_denied, json_answer, not_found
from .limits import within
from .markets import LABEL_HOST
from .orders import DAY, actions_of, advance, own_order, tracking_code
from .state import Member, World
from .trade import Shipment, Transaction

EXTENSIONS = {"3": 3, "5": 5}
# label orders closer together than this are "several in a row"
IN_A_ROW_SECONDS = 60
DELIVERY_TYPE = 2


def _own_shipment(world: World, member: Member, shipment_id: int) -> tuple[Transaction, Shipment]:
    for transaction in world.transactions.values():
        if transaction.shipment and transaction.shipment.id == shipment_id:
            return own_order(world, member, transaction.id)
    raise Refused(not_found())


def _sent_by(member: Member, transaction: Transaction) -> None:
    """Only the seller handles a parcel, and only until it is on its way."""
    if transaction.seller != member.id or transaction.state != "paid":
        raise Refused(access_denied())


# ---------------------------------------------------------------- reading


def instructions(world: World, request: Request, member: Member, transaction_id: int) -> Answer:
    _, shipment = own_order(world, member, transaction_id)
    carrier = {"name": shipment.carrier} if shipment.carrier else None
    return json_answer({"shipping_instructions": {"carrier": carrier, "steps": []}, "code": 0})


def shipment(world: World, request: Request, member: Member, shipment_id: int) -> Answer:
    _, found = _own_shipment(world, member, shipment_id)
    shape = {"id": found.id, "delivery_type": DELIVERY_TYPE, "status": found.status}
    return json_answer({"shipment": shape, "code": 0})


def journey(world: World, request: Request, member: Member, transaction_id: int) -> Answer:
    """What happened to the parcel, newest first; without a carrier there is no one to ask where it is."""
    transaction, shipment = own_order(world, member, transaction_id)
    code = "DEMO" if shipment.carrier else None
    steps = [("Colis livré", shipment.delivered_at, code), ("Colis pris en charge", shipment.shipped_at, code)]
    steps.append(("Bordereau créé", shipment.ordered_at, None))
    details = [
        {"message": text, "timestamp": shapes.moment(at), "carrier": carrier, "location": "Villexemple" if carrier else None}
        for text, at, carrier in steps
        if at is not None
    ]
    tracking = tracking_code(shipment)
    carriers = [{
        "code": code, "tracking_code": tracking, "is_current": True,
        "tracking_url": f"https://example.invalid/track/{tracking}" if tracking else None,
        "logo_url": "https://example.invalid/logo.png",
    }] if code else []  # fmt: skip
    summary = {
        "details": details, "actions": [], "carriers": carriers,
        "estimated_detail": {"time_period": "21 - 24 nov."} if transaction.state == "shipped" else None,
        "current_carrier": {"code": code} if code else None,
    }  # fmt: skip
    return json_answer({"journey_summary": summary, "code": 0})


def address(world: World, request: Request, member: Member) -> Answer:
    market = member.market
    shape = {
        "id": member.address, "user_id": member.id, "name": member.real_name or "Prénom Inventé", "line1": "1 rue de l'Exemple",
        "line2": None, "postal_code": "00000", "city": member.city, "country": market.title.strip(),
        "country_id": market.country_id, "is_default": 1,
    }  # fmt: skip
    return json_answer((shape if world.switches.address_answer == "bare" else {"user_address": shape}) | {"code": 0})


# ---------------------------------------------------------------- the label


def order_label(world: World, request: Request, member: Member, transaction_id: int) -> Answer:
    """Has the label made: once per parcel, and not many in a row."""
    transaction, shipment = own_order(world, member, transaction_id)
    sent = Body.sent(request)
    address_id = sent.need("seller_address_id", int)
    sent.need_key("drop_off_type", int, str)
    sent.need_key("label_type", int, str)
    _sent_by(member, transaction)
    if shipment.ordered_at is not None:
        raise Refused(access_denied())
    if address_id != member.address:
        rules.refuse(["seller_address_id"])
    limits = world.limits.label_orders
    if not within(limits, member.id, IN_A_ROW_SECONDS, world.switches.label_orders_allowed):
        raise Refused(access_denied())
    shipment.ordered_at = transaction.changed_at = time.time()
    return json_answer({"code": 0})


def _need_label(world: World, member: Member, transaction: Transaction, shipment: Shipment, form: str) -> None:
    if transaction.seller != member.id:
        raise Refused(access_denied())
    made = shipment.ordered_at is not None and time.time() >= shipment.ordered_at + world.switches.label_seconds
    if not made or shipment.form != form:
        raise Refused(not_found())


def label_options(world: World, request: Request, member: Member, shipment_id: int) -> Answer:
    """The forms of label this parcel may have; a label that is an address counts as a PDF."""
    _, found = _own_shipment(world, member, shipment_id)
    return json_answer({"label_options": [{"type": "digital" if found.form == "digital" else "pdf"}], "code": 0})


def label_url(world: World, request: Request, member: Member, shipment_id: int) -> Answer:
    transaction, found = _own_shipment(world, member, shipment_id)
    _need_label(world, member, transaction, found, "url")
    return json_answer({"label_url": label_address(world, found), "code": 0})


def label_address(world: World, shipment: Shipment) -> str:
    """An address that works for some minutes."""
    lifetime = world.switches.label_url_seconds
    path = f"/{shipment.id}/label.pdf"
    until = str(int(time.time()) + lifetime)
    signature = images.sign(world.image_secret, f"{path}@{until}")
    query = urlencode({"X-Amz-Date": until, "X-Amz-Expires": lifetime, "X-Amz-Signature": signature})
    return f"https://{LABEL_HOST}{path}?{query}"


def pdf_label(world: World, request: Request, member: Member, transaction_id: int) -> Answer:
    transaction, found = own_order(world, member, transaction_id)
    _need_label(world, member, transaction, found, "pdf")
    file = {"label": base64.b64encode(label_pdf(found)).decode(), "filename": f"bordereau-{found.id}.pdf"}
    return json_answer({"file": file, "code": 0})


def digital_label(world: World, request: Request, member: Member, transaction_id: int) -> Answer:
    """A code to show at the counter; its shape is not recorded."""
    transaction, found = own_order(world, member, transaction_id)
    _need_label(world, member, transaction, found, "digital")
    return json_answer({"digital_label": {"code": f"{found.id % 10**8:08d}", "type": "qr"}, "code": 0})


def label_pdf(shipment: Shipment) -> bytes:
    """A label of one page whose text names the parcel, so that a mixed-up label is noticed."""
    text = f"BT /F1 24 Tf 40 250 Td (Parcel {shipment.id}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 283 425] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return bytes(out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end)


def label_file(world: World, request: Request) -> Answer:
    """The label host: 403 in XML for an address that is wrong or too old, never a CORS header."""
    until = request.query.get("X-Amz-Date", "")
    expected = images.sign(world.image_secret, f"{request.path}@{until}")
    shipments = {str(t.shipment.id): t.shipment for t in world.transactions.values() if t.shipment}
    found = shipments.get(request.path.strip("/").partition("/")[0])
    if request.method != "GET" or found is None or request.query.get("X-Amz-Signature") != expected or time.time() > int(until):
        return Answer(403, b"<Error><Code>AccessDenied</Code></Error>", "application/xml")
    return Answer(200, label_pdf(found), "application/pdf")


# ---------------------------------------------------------------- the deadline


def extension_options(world: World, request: Request, member: Member, shipment_id: int) -> Answer:
    _, found = _own_shipment(world, member, shipment_id)
    options = [] if found.extended_by else [{"key": key} for key in EXTENSIONS]
    return json_answer({"current_shipping_deadline": shapes.moment(found.ship_by), "options": options, "code": 0})


def extend(world: World, request: Request, member: Member, shipment_id: int) -> Answer:
    """Three or five days more, once."""
    transaction, found = _own_shipment(world, member, shipment_id)
    sent = Body(Body.sent(request).need("deadline_extension", dict))
    key, _ = sent.need("key", str), sent.need("reason", str)
    _sent_by(member, transaction)
    if found.extended_by:
        raise Refused(access_denied())
    if key not in EXTENSIONS:
        rules.refuse(["key"])
    found.extended_by = EXTENSIONS[key]
    found.ship_by += found.extended_by * DAY
    return json_answer({"code": 0})


def mark_as_shipped(world: World, request: Request, member: Member, transaction_id: int) -> Answer:
    """For parcels nobody tracks; the carrier says it of the others."""
    transaction, found = own_order(world, member, transaction_id)
    _sent_by(member, transaction)
    if found.tracked:
        raise Refused(access_denied())
    advance(world, transaction, "shipped")
    return json_answer({"code": 0})


def escrow_actions(world: World, request: Request, member: Member, transaction_id: int) -> dict[str, Any]:
    transaction, _ = own_order(world, member, transaction_id)
    return {"actions": actions_of(transaction, member.id)}
