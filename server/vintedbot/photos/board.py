"""The board of groups, and what clustering may do to it, as pure functions on values: nothing is stored here.

Clustering takes no photo out of any group, and puts each into one. Light on imports: the image processes load it.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

import msgspec
from msgspec import Struct
from vintedbot_schemas.photos import Lane

MAX_PHOTOS = 20


class Group(Struct, frozen=True, kw_only=True):
    """Photos of one item, cover first. `touched`: the person had a hand in it, so no automatic step changes it."""

    id: UUID
    lane: Lane
    photo_ids: tuple[UUID, ...]
    touched: bool = False
    revision: int = 1


class Board(Struct, frozen=True, kw_only=True):
    """All open groups in order, and the ready photos in none."""

    groups: tuple[Group, ...] = ()
    ungrouped: tuple[UUID, ...] = ()

    def photos(self) -> list[UUID]:
        """Every photo on it."""
        return [*(photo for group in self.groups for photo in group.photo_ids), *self.ungrouped]


class Proposed(Struct, frozen=True):
    """A grouping to be applied."""

    photo_ids: list[UUID]
    lane: Lane


def clustered(
    board: Board, chosen: Sequence[UUID], propose: Callable[[list[UUID]], list[Proposed]], new_id: Callable[[], UUID]
) -> Board:
    """The board with the chosen ungrouped photos put into groups.

    Untouched groups take part, so that a photo that came late finds its item, but only to grow: one that the proposal would
    split or join with another stays as it is, and the others are proposed anew without it.
    """
    fixed: set[UUID] = {group.id for group in board.groups if group.touched}
    while True:
        free = [group for group in board.groups if group.id not in fixed]
        proposal = propose([*(photo for group in free for photo in group.photo_ids), *chosen])
        homes = {photo: place for place, group in enumerate(proposal) for photo in group.photo_ids}
        claims: dict[int, list[UUID]] = {}
        for group in free:
            for place in {homes[photo] for photo in group.photo_ids}:
                claims.setdefault(place, []).append(group.id)
        split = {group.id for group in free if len({homes[photo] for photo in group.photo_ids}) > 1}
        unfit = split | {owner for owners in claims.values() if len(owners) > 1 for owner in owners}
        if not unfit:
            break
        fixed |= unfit
    grown = {owners[0]: proposal[place] for place, owners in claims.items()}
    old = [_grown(group, grown[group.id]) if group.id in grown else group for group in board.groups]
    new = [
        Group(id=new_id(), lane=found.lane, photo_ids=tuple(found.photo_ids))
        for place, found in enumerate(proposal)
        if place not in claims
    ]
    taken = set(chosen)
    return Board(groups=(*old, *new), ungrouped=tuple(photo for photo in board.ungrouped if photo not in taken))


def _grown(group: Group, found: Proposed) -> Group:
    if set(found.photo_ids) == set(group.photo_ids):
        return group
    cover = group.photo_ids[0]
    order = (cover, *(photo for photo in found.photo_ids if photo != cover))
    return msgspec.structs.replace(group, photo_ids=order, lane=found.lane, revision=group.revision + 1)
