"""What a defect asks for: an honest sentence in each language, the best condition that is still true, and a lower price.

A table, not a model's opinion: the same stain costs the same for everybody, and the person decides.
"""

from collections.abc import Sequence
from typing import get_args
from uuid import UUID

from vintedbot_schemas.analysis import DefectSeverity, SeenDefect, TextLanguage

from .facts import Flaw
from .regions import region
from .words import sentence

LANGUAGES: tuple[TextLanguage, ...] = get_args(TextLanguage)
_CLOSE_UP_BELOW = 0.7
"""Less sure than this, a photo from near would settle it."""
_CONDITIONS: dict[DefectSeverity, int] = {"slight": 2, "visible": 3, "strong": 4}
"""The best of Vinted's conditions each allows: very good, good, satisfactory."""
_STEPS: dict[DefectSeverity, int] = {"slight": 5, "visible": 15, "strong": 30}
_ALSO_COSTLY = frozenset({"tear", "missing_button", "seam"})
_COSTLIER = 5
"""What has to be mended takes that much more off."""
_WORST_FIRST = [4, 3, 2, 1, 6]


def shown(flaw: Flaw, photo_ids: Sequence[UUID]) -> SeenDefect:
    """A flaw as people read it."""
    return SeenDefect(
        kind=flaw.kind,
        severity=flaw.severity,
        place=flaw.place,
        confidence=flaw.sure,
        photo_id=photo_ids[flaw.photo - 1] if flaw.photo else None,
        region=region(flaw.box),
        sentences={each: sentence(flaw.kind, flaw.severity, flaw.place, each) for each in LANGUAGES},
        condition_id=_CONDITIONS[flaw.severity],
        price_step=_STEPS[flaw.severity] + (_COSTLIER if flaw.kind in _ALSO_COSTLY else 0),
        close_up=flaw.sure < _CLOSE_UP_BELOW,
    )


def no_better_than(condition_id: int, defects: Sequence[SeenDefect]) -> int:
    """The condition, lowered to what the defects that are surely there allow."""
    true = [condition_id, *(each.condition_id for each in defects if not each.close_up)]
    return min(true, key=_WORST_FIRST.index)
