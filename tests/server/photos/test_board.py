"""The board's changes as rules: whatever is done, no photo is lost or doubled."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vintedbot.kit.errors import InvalidInput, NotFound
from vintedbot.photos import intake, likeness
from vintedbot.photos.board import MAX_PHOTOS, Board, Group, Proposed, clustered
from vintedbot.photos.edits import GroupFull, edited
from vintedbot_schemas.photos import Confirm, Cover, Merge, Move, Remove, Split


def board_of(sizes: list[int], loose: int = 0, touched: bool = False) -> Board:
    groups = [
        Group(id=uuid4(), lane="check", touched=touched, photo_ids=tuple(uuid4() for _ in range(size))) for size in sizes
    ]  # fmt: skip
    return Board(groups=tuple(groups), ungrouped=tuple(uuid4() for _ in range(loose)))


@st.composite
def boards(draw):
    return board_of(draw(st.lists(st.integers(1, MAX_PHOTOS), max_size=6)), draw(st.integers(0, 5)))


@st.composite
def edits(draw, board: Board):
    """Any change, right or wrong, of what is on this board."""
    photos, groups = board.photos() or [uuid4()], [g.id for g in board.groups] or [uuid4()]
    some = st.lists(st.sampled_from(photos), min_size=1, max_size=8)
    group = draw(st.sampled_from(groups))
    kind = draw(st.sampled_from(["merge", "split", "move", "cover", "confirm", "remove"]))
    match kind:
        case "merge":
            return Merge(group_id=group, from_ids=draw(st.lists(st.sampled_from(groups), min_size=1, max_size=3)))
        case "split":
            return Split(group_id=group, photo_ids=draw(some))
        case "move":
            return Move(photo_ids=draw(some), group_id=group, position=draw(st.integers(0, 20)))
        case "cover":
            return Cover(group_id=group, photo_id=draw(st.sampled_from(photos)))
        case "confirm":
            return Confirm(group_id=group)
        case _:
            return Remove(photo_ids=draw(some))


@settings(max_examples=300, deadline=None)
@given(st.data(), boards())
def test_no_change_loses_or_doubles_a_photo(data, board):
    for _ in range(4):
        edit = data.draw(edits(board))
        try:
            after = edited(board, edit, uuid4)
        except (NotFound, GroupFull, InvalidInput):
            continue
        gone = set(edit.photo_ids) if isinstance(edit, Remove) else set()
        assert sorted(after.photos()) == sorted(set(board.photos()) - gone)
        assert all(0 < len(group.photo_ids) <= MAX_PHOTOS for group in after.groups)
        assert len({group.id for group in after.groups}) == len(after.groups)
        board = after


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_clustering_takes_no_photo_out_of_any_group(data):
    board = board_of(data.draw(st.lists(st.integers(1, 6), max_size=5)), data.draw(st.integers(0, 8)))
    touched = data.draw(st.sets(st.sampled_from(board.groups) if board.groups else st.nothing()))
    board = Board(
        groups=tuple(Group(id=g.id, lane=g.lane, photo_ids=g.photo_ids, touched=g in touched) for g in board.groups),
        ungrouped=board.ungrouped,
    )
    chosen = data.draw(st.lists(st.sampled_from(board.ungrouped), unique=True) if board.ungrouped else st.just([]))

    def propose(photos: list[UUID]) -> list[Proposed]:
        """Any partition at all."""
        left, found = data.draw(st.permutations(photos)), []
        while left:
            size = data.draw(st.integers(1, min(len(left), MAX_PHOTOS)))
            found.append(Proposed(list(left[:size]), "check"))
            left = left[size:]
        return found

    after = clustered(board, chosen, propose, uuid4)
    assert sorted(after.photos()) == sorted(board.photos())
    assert set(after.ungrouped) == set(board.ungrouped) - set(chosen)
    now = {group.id: group for group in after.groups}
    for group in board.groups:
        assert set(group.photo_ids) <= set(now[group.id].photo_ids)
        assert now[group.id].photo_ids[0] == group.photo_ids[0]
        if group.touched:
            assert now[group.id] == group


def test_a_late_photo_finds_its_item():
    board = board_of([2], loose=1)
    [group], [late] = board.groups, board.ungrouped
    after = clustered(board, [late], lambda photos: [Proposed(photos, "sure")], uuid4)
    assert [(g.id, g.photo_ids) for g in after.groups] == [(group.id, (*group.photo_ids, late))]


def test_a_group_the_person_touched_is_sure():
    board = board_of([3])
    [group] = board.groups
    [now] = edited(board, Confirm(group_id=group.id), uuid4).groups
    assert (now.lane, now.touched, now.photo_ids) == ("sure", True, group.photo_ids)


def test_split_leaves_the_rest_and_stands_beside_it():
    board = board_of([3, 2])
    first, last = board.groups
    after = edited(board, Split(group_id=first.id, photo_ids=[first.photo_ids[2], first.photo_ids[0]]), uuid4)
    assert [g.photo_ids for g in after.groups] == [
        (first.photo_ids[1],),
        (first.photo_ids[0], first.photo_ids[2]),
        last.photo_ids,
    ]


def test_move_counts_the_place_without_the_moved():
    board = board_of([3])
    [group] = board.groups
    a, b, c = group.photo_ids
    [now] = edited(board, Move(photo_ids=[a], group_id=group.id, position=1), uuid4).groups
    assert now.photo_ids == (b, a, c)


def test_twenty_one_do_not_fit():
    board = board_of([20, 1])
    with pytest.raises(GroupFull):
        edited(board, Merge(group_id=board.groups[0].id, from_ids=[board.groups[1].id]), uuid4)


def test_the_shortlist_is_the_one_that_was_measured():
    assert intake.SHORTLIST_BITS == likeness.SHORTLIST_BITS
