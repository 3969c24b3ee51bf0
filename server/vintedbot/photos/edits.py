"""A person's changes of the board, as pure functions on values: nothing is stored here.

Whatever happens, each photo stays where it was or goes to exactly one other place, and no group holds more than 20.
"""

from collections.abc import Callable, Sequence
from typing import ClassVar, assert_never
from uuid import UUID

import msgspec
from vintedbot_schemas.errors import ErrorCode
from vintedbot_schemas.photos import Confirm, Cover, GroupEdit, Merge, Move, Remove, Split

from vintedbot.kit.errors import AppError, InvalidInput, NotFound

from .board import MAX_PHOTOS, Board, Group


class GroupFull(AppError):
    """Vinted takes 20 photos of an item. `photos`: how many there would be."""

    code: ClassVar[ErrorCode] = "group_full"
    status = 409
    title = "A group holds at most 20 photos"


def edited(board: Board, edit: GroupEdit, new_id: Callable[[], UUID]) -> Board:
    """The board after a person's change. Raises NotFound for what is not on it, GroupFull, InvalidInput."""
    match edit:
        case Merge():
            return _merged(board, edit)
        case Split():
            return _split(board, edit, new_id)
        case Move():
            return _moved(board, edit)
        case Cover():
            group = _group(board, edit.group_id)
            _hold(group.photo_ids, [edit.photo_id])
            rest = [photo for photo in group.photo_ids if photo != edit.photo_id]
            return _with(board, _touched(group, [edit.photo_id, *rest]))
        case Confirm():
            group = _group(board, edit.group_id)
            return _with(board, _touched(group, group.photo_ids))
        case Remove():
            _hold(board.photos(), edit.photo_ids)
            return _without(board, edit.photo_ids)
        case _:
            assert_never(edit)


def _merged(board: Board, edit: Merge) -> Board:
    if edit.group_id in edit.from_ids or len(set(edit.from_ids)) < len(edit.from_ids):
        raise InvalidInput("Name each group once.", field="from_ids")
    group = _group(board, edit.group_id)
    added = [photo for each in edit.from_ids for photo in _group(board, each).photo_ids]
    kept = Board(groups=tuple(g for g in board.groups if g.id not in edit.from_ids), ungrouped=board.ungrouped)
    return _with(kept, _touched(group, [*group.photo_ids, *added]))


def _split(board: Board, edit: Split, new_id: Callable[[], UUID]) -> Board:
    group = _group(board, edit.group_id)
    _hold(group.photo_ids, edit.photo_ids)
    taken = set(edit.photo_ids)
    rest = [photo for photo in group.photo_ids if photo not in taken]
    if not rest:
        raise InvalidInput("Leave at least one photo in the group.", field="photo_ids")
    new = Group(id=new_id(), lane="sure", touched=True, photo_ids=tuple(p for p in group.photo_ids if p in taken))
    place = board.groups.index(group)
    groups = (*board.groups[:place], _touched(group, rest), new, *board.groups[place + 1 :])
    return Board(groups=groups, ungrouped=board.ungrouped)


def _moved(board: Board, edit: Move) -> Board:
    _group(board, edit.group_id)
    _hold(board.photos(), edit.photo_ids)
    taken = set(edit.photo_ids)
    groups = []
    for group in board.groups:
        rest = [photo for photo in group.photo_ids if photo not in taken]
        if group.id == edit.group_id:
            groups.append(_touched(group, [*rest[: edit.position], *edit.photo_ids, *rest[edit.position :]]))
        elif len(rest) == len(group.photo_ids):
            groups.append(group)
        elif rest:
            groups.append(_touched(group, rest))
    return Board(groups=tuple(groups), ungrouped=tuple(photo for photo in board.ungrouped if photo not in taken))


def _without(board: Board, photo_ids: Sequence[UUID]) -> Board:
    gone = set(photo_ids)
    groups = []
    for group in board.groups:
        rest = tuple(photo for photo in group.photo_ids if photo not in gone)
        if len(rest) == len(group.photo_ids):
            groups.append(group)
        elif rest:
            # what was left out says nothing about the rest: its lane stays
            groups.append(msgspec.structs.replace(group, photo_ids=rest, revision=group.revision + 1))
    return Board(groups=tuple(groups), ungrouped=tuple(photo for photo in board.ungrouped if photo not in gone))


def _touched(group: Group, photo_ids: Sequence[UUID]) -> Group:
    if len(photo_ids) > MAX_PHOTOS:
        raise GroupFull(photos=len(photo_ids))
    return msgspec.structs.replace(group, photo_ids=tuple(photo_ids), lane="sure", touched=True, revision=group.revision + 1)


def _with(board: Board, changed: Group) -> Board:
    return msgspec.structs.replace(board, groups=tuple(changed if g.id == changed.id else g for g in board.groups))


def _group(board: Board, group_id: UUID) -> Group:
    found = next((group for group in board.groups if group.id == group_id), None)
    if found is None:
        raise NotFound
    return found


def _hold(there: Sequence[UUID], wanted: Sequence[UUID]) -> None:
    if len(set(wanted)) < len(wanted):
        raise InvalidInput("Name each photo once.", field="photo_ids")
    if not set(wanted) <= set(there):
        raise NotFound
