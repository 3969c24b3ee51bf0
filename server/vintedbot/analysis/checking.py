"""A provider's look held against what it was shown: what does not hold becomes unknown, never something else.

A brand or size must stand in the words read for it, and those of a hint in the hint; a size is never known by its look; shares
stay within 0 and 1, photos among those that were sent; words that give orders are no fact. Where an order stands on a photo no
word and no judgement of that look is believed: a model that obeys need not repeat it.
"""

import msgspec

from vintedbot.listings.service import reference
from vintedbot.photos.service import Box

from .commands import is_order
from .facts import NOTHING, Flaw, Look, Reading

SURE_ENOUGH = 0.5
"""Below it a reading fills nothing in."""
_VALUE_MOST, _READ_MOST, _LINES_MOST, _LINE_MOST, _FLAWS_MOST, _FEATURES_MOST = 80, 200, 60, 300, 12, 12
_LEAST_SIDE = 0.02


def checked(look: Look, photos: int, hint: str) -> Look:
    """The look with nothing in it that does not hold. `photos`: how many were sent."""

    is_ordered = is_order(" ".join(look.transcript))

    def held(reading: Reading) -> Reading:
        return NOTHING if is_ordered and reading.source == "label" else _held(reading, photos, hint)

    return msgspec.structs.replace(
        look,
        category=held(look.category),
        brand=_verbatim(held(look.brand)),
        size=NOTHING if look.size.source == "look" else _verbatim(held(look.size)),
        material=held(look.material),
        condition="unknown" if is_ordered else look.condition,
        condition_sure=_share(look.condition_sure),
        parcel="unknown" if is_ordered else look.parcel,
        parcel_sure=_share(look.parcel_sure),
        colours=[kept for each in look.colours[:2] if (kept := held(each)).value],
        flaws=[_flaw(each, photos) for each in look.flaws[:_FLAWS_MOST]],
        features=[each[:60] for each in look.features[:_FEATURES_MOST] if not is_order(each)],
        transcript=[line[:_LINE_MOST].replace("\0", "") for line in look.transcript[:_LINES_MOST]],
    )


def _held(reading: Reading, photos: int, hint: str) -> Reading:
    value = (reading.value or "").strip().replace("\0", "")[:_VALUE_MOST]
    read = reading.read.strip().replace("\0", "")[:_READ_MOST]
    if not value or reading.source == "unknown" or is_order(value) or is_order(read):
        return NOTHING
    photo = reading.photo if reading.photo is not None and 1 <= reading.photo <= photos else None
    if reading.source == "label" and (photo is None or not read):
        return NOTHING
    if reading.source == "hint" and not _stands_in(read, hint):
        return NOTHING
    box = _box(reading.box) if photo is not None else None
    return Reading(value, reading.source, read, photo, box, _share(reading.sure))


def _verbatim(reading: Reading) -> Reading:
    """A brand or a size is spelled as it was read; what is not in those words was made up."""
    made_up = reading.source in ("label", "hint") and not _stands_in(reading.value or "", reading.read)
    return NOTHING if made_up else reading


def _stands_in(value: str, text: str) -> bool:
    """Every word of the value stands in the text."""
    words, whole = reference.folded(value).split(), reference.folded(text)
    return bool(words) and bool(whole) and all(word in whole for word in words)


def _flaw(flaw: Flaw, photos: int) -> Flaw:
    photo = flaw.photo if flaw.photo is not None and 1 <= flaw.photo <= photos else None
    return msgspec.structs.replace(flaw, photo=photo, box=_box(flaw.box) if photo else None, sure=_share(flaw.sure))


def _box(box: Box | None) -> Box | None:
    """Within the photo; one too small to be seen, or the wrong way round, is none."""
    if box is None:
        return None
    left, top = _share(box.left), _share(box.top)
    width, height = min(_share(box.width), 1 - left), min(_share(box.height), 1 - top)
    return Box(left, top, width, height) if min(width, height) >= _LEAST_SIDE else None


def _share(value: float) -> float:
    return min(max(value, 0.0), 1.0) if value == value else 0.0
