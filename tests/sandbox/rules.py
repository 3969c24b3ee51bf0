"""What a listing body must look like and hold: structure first (else 500, code 105), then fields (400, code 99).

Drafts are read by the same structure but checked loosely; the strict check comes with publishing (CONTRACT §10).
"""

import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from . import reference
from .bodies import Body
from .http import Refused, Request, invalid_fields, server_error
from .shapes import brand_title
from .state import Fields, Item, World

PRICE_RANGE = (Decimal(1), Decimal(30_000))
TITLE_MAX = 100
DESCRIPTION_MAX = 2000
PHOTOS_MAX = 20
DYNAMIC_HEADERS = (
    "x-enable-dynamic-attribute-condition",
    "x-enable-dynamic-attribute-size",
    "x-enable-dynamic-attribute-video-game-rating",
)
# roots of categories whose listings name brand and colour whatever the form's configuration says
WANT_BRAND = {1904, 5, 1193, 1918, 4332}
WANT_COLOUR = {1904, 5, 1193, 2994}
SENTENCES = {
    "title": "Indique un titre",
    "description": "Ajoute une description",
    "catalog": "Sélectionne une catégorie",
    "brand": "Sélectionne une marque",
    "size": "Sélectionne une taille",
    "condition": "Sélectionne un état",
    "color": "Sélectionne une couleur",
    "material": "Sélectionne une matière de la liste",
    "price": "Indique un prix",
    "package_size": "Sélectionne un format de colis",
    "photos": "Ajoute des photos",
}


@dataclass
class Sent:
    """A listing body that is structurally right."""

    fields: Fields
    brand_id: int | None
    brand: str
    photos: list[int]
    session: str
    push_up: bool
    id: int | None


def has_dynamic_headers(request: Request) -> bool:
    return all(request.headers.get(name) == "true" for name in DYNAMIC_HEADERS)


def read(request: Request, envelope: str, currency: str) -> Sent:
    """The body of a create, draft or edit call; raises `Refused` with 500, code 105 when the server would stumble."""
    body = Body(request.json())
    listing = Body(body.of(envelope, dict))
    session = body.of("upload_session_id", str)
    if not session or listing.of("temp_uuid", str) != session:
        raise Refused(server_error())
    attributes = {row.of("code", str): row.ids("ids") for row in listing.rows("item_attributes")}
    if attributes and not has_dynamic_headers(request):
        raise Refused(server_error())
    for code, older in (("size", "size_id"), ("condition", "status_id")):
        value = listing.of(older, int)
        if code not in attributes and value is not None:
            attributes[code] = [value]
    price = listing.of("price", int, float)
    fields = Fields(
        title=(listing.of("title", str) or "").strip(),
        description=(listing.of("description", str) or "").strip(),
        price=None if price is None else Decimal(str(price)),
        currency=listing.of("currency", str) or currency,
        catalog_id=listing.of("catalog_id", int),
        package_size_id=listing.of("package_size_id", int),
        color_ids=listing.ids("color_ids"),
        attributes=attributes,
        isbn=listing.of("isbn", str),
        is_unisex=bool(listing.of("is_unisex", bool, int)),
        measurement_length=listing.of("measurement_length", int, float),
        measurement_width=listing.of("measurement_width", int, float),
        video_game_rating_id=listing.of("video_game_rating_id", int),
        manufacturer=listing.of("manufacturer", str),
        manufacturer_labelling=listing.of("manufacturer_labelling", str),
    )
    photos = [row.of("id", int) for row in listing.rows("assigned_photos")]
    if None in photos or len(set(photos)) != len(photos):
        raise Refused(server_error())
    brand_id, brand = listing.of("brand_id", int), (listing.of("brand", str) or "").strip()
    return Sent(fields, brand_id, brand, photos, session, bool(body.of("push_up", bool)), listing.of("id", int))


def settle_brand(world: World, sent: Sent) -> None:
    """An id that exists, else the id of the brand typed; unknown ids become none."""
    known = sent.brand_id is not None and bool(brand_title(world, sent.brand_id))
    sent.fields.brand_id = sent.brand_id if known else world.custom_brand(sent.brand) if sent.brand else None


def unusable_photos(world: World, sent: Sent, owner: int, item: Item | None) -> bool:
    """Photos must be one's own, and either of this listing or uploaded under this body's session and not used elsewhere."""
    for photo_id in sent.photos:
        photo = world.photos.get(photo_id)
        if photo is None or photo.owner != owner or photo.dropped:
            return True
        if item is not None and photo_id in item.photos:
            continue
        if photo.item is not None or not photo.temp_uuid or photo.temp_uuid != sent.session:
            return True
    return len(sent.photos) > PHOTOS_MAX


def _text_faults(world: World, fields: Fields) -> list[str]:
    faults = []
    decorative = any(unicodedata.category(c) in ("So", "Sk", "Cn") for c in fields.title)
    if not 0 < len(fields.title) <= TITLE_MAX or (decorative and world.switches.refuse_decorative_titles):
        faults.append("title")
    if not 0 < len(fields.description) <= DESCRIPTION_MAX:
        faults.append("description")
    return faults


def _attribute_faults(fields: Fields, catalog_id: int) -> list[str]:
    faults = []
    sizes = reference.sizes_of(catalog_id)
    if sizes and fields.first("size") not in sizes:
        faults.append("size")
    if fields.first("condition") not in reference.CONDITIONS:
        faults.append("condition")
    for code in reference.special_codes(catalog_id):
        if fields.first(code) not in reference.CHOICES[code][1]:
            faults.append(code)
    materials = fields.attributes.get("material", [])
    if len(materials) > 3 or not set(materials) <= set(reference.MATERIALS):
        faults.append("material")
    return faults


def faults_of(world: World, fields: Fields, photo_count: int) -> list[str]:
    """The names of the fields that keep a listing from being published, in the form's order."""
    faults = ["photos"] if not photo_count else []
    faults += _text_faults(world, fields)
    if not reference.is_leaf(fields.catalog_id):
        faults.append("catalog")
    else:
        catalog_id = fields.catalog_id or 0
        root = reference.lineage(catalog_id)[-1].id
        if root in WANT_BRAND and fields.brand_id is None:
            faults.append("brand")
        faults += _attribute_faults(fields, catalog_id)
        if root in WANT_COLOUR and not fields.color_ids:
            faults.append("color")
        if fields.package_size_id not in reference.parcels_of(catalog_id):
            faults.append("package_size")
    if len(fields.color_ids) > 2 or not set(fields.color_ids) <= set(reference.COLOURS):
        faults.append("color")
    if fields.price is None or not PRICE_RANGE[0] <= fields.price <= PRICE_RANGE[1]:
        faults.append("price")
    return list(dict.fromkeys(faults))


def refuse(names: list[str]) -> None:
    """Raises the 400 that names these fields; does nothing for none."""
    if names:
        rows = [{"field": name, "value": SENTENCES.get(name, "Remplis ce champ")} for name in names]
        raise Refused(invalid_fields(rows))
