"""Members to one another: profiles, favourites, follows, feedback (CONTRACT §15). Toggles do not say which way they went."""

from typing import Any

from . import shapes
from .bodies import Body
from .http import Answer, Refused, Request, access_denied, failure, json_answer, not_found, rate_limited, server_error
from .notifications import tell
from .reference import fold
from .sessions import current_refusal
from .social import FOLLOW, LIKE, EntryLink, Feedback
from .state import Item, Member, World


def current(world: World, request: Request, member: Member | None) -> Answer:
    if member is None:
        return current_refusal(world)
    return json_answer({"user": shapes.member_own(world, member, request.site), "code": 0})


def profile(world: World, request: Request, viewer: Member | None, member_id: int) -> Answer:
    """Thirty quick reads pass, then one per second (CONTRACT §18.4)."""
    wait = world.limits.user_read(world.switches.user_reads_allowed)
    if wait is not None:
        return rate_limited(wait)
    member = world.member(member_id)
    if member is None:
        return not_found()
    return json_answer({"user": shapes.member_public(world, member, request.site, viewer.id if viewer else None), "code": 0})


def search(world: World, request: Request, viewer: Member | None) -> Answer:
    """Members by a part of their login."""
    wanted = fold(request.query.get("search_text", ""))
    found = [member for member in world.members.values() if wanted and wanted in fold(member.login) and not member.deleted]
    found, pagination = shapes.page_of(found, request.whole("page", 1), min(request.whole("per_page", 20), 100))
    rows = [shapes.member_public(world, member, request.site, viewer.id if viewer else None) for member in found]
    return json_answer({"users": rows, "pagination": pagination, "code": 0})


# ---------------------------------------------------------------- favourites


def like(
    world: World, member: Member, item: Item, at: float | None = None, link: EntryLink = "web", *, names_user: bool = True
) -> None:
    """Puts a listing among a member's favourites and tells its owner, again each time."""
    entry = tell(world, item.owner, LIKE, actor=member, item=item, at=at, link=link, names_user=names_user)
    world.ties.liked_by(member.id)[item.id] = entry.at
    item.favourites += 1


def unlike(world: World, member: Member, item: Item) -> None:
    del world.ties.liked_by(member.id)[item.id]
    item.favourites = max(0, item.favourites - 1)


def toggle_favourite(world: World, request: Request, member: Member) -> Answer:
    sent = Body.sent(request)
    if sent.need("type", str) != "item" or len(ids := sent.ids("user_favourites")) != 1:
        raise Refused(server_error())
    liked, item = world.ties.liked_by(member.id), world.item(ids[0])
    if item is None or (item.id not in liked and not item.is_live):
        raise Refused(not_found())
    if item.owner == member.id:
        raise Refused(access_denied())
    if item.id in liked:
        unlike(world, member, item)
    elif world.switches.favourite_toggle == "both":
        like(world, member, item)
    return json_answer({"code": 0, "message": "Ok", "message_code": "ok"})


def favourites(world: World, request: Request, member: Member, owner_id: int) -> Answer:
    """One's own favourites, the newest first; others' cannot be read."""
    if owner_id != member.id:
        raise Refused(access_denied())
    liked = sorted(world.ties.liked_by(member.id).items(), key=lambda pair: -pair[1])
    items = [item for item in (world.item(item_id) for item_id, _ in liked) if item]
    items, pagination = shapes.page_of(items, request.whole("page", 1), min(request.whole("per_page", 20), 96))
    rows = []
    for item in items:
        owner = shapes.member_brief(world, world.members[item.owner], request.site)
        rows.append(shapes.wardrobe_item(world, item, owner, request.site, member.id))
    return json_answer({"items": rows, "pagination": pagination, "code": 0})


# ---------------------------------------------------------------- follows


def follow(world: World, member: Member, other: Member, at: float | None = None) -> None:
    entry = tell(world, other.id, FOLLOW, actor=member, at=at)
    world.ties.followed_by(member.id)[other.id] = entry.at


def toggle_follow(world: World, request: Request, member: Member) -> Answer:
    """A burst is refused for a while, and following more than a certain number of members altogether (code 117)."""
    other = world.member(Body.sent(request).need("user_id", int))
    if other is None:
        raise Refused(not_found())
    if other is member:
        raise Refused(access_denied())
    switches, followed = world.switches, world.ties.followed_by(member.id)
    wait = world.limits.follow(member.id, switches.follows_allowed, switches.follow_rest_seconds)
    if wait is not None:
        raise Refused(rate_limited(wait))
    if other.id in followed:
        del followed[other.id]
    elif switches.followed_at_most is not None and len(followed) >= switches.followed_at_most:
        raise Refused(failure(400, 117, "Tu suis trop de membres", "following_limit_reached"))
    else:
        follow(world, member, other)
    return json_answer({"code": 0})


def followers(world: World, request: Request, viewer: Member | None, member_id: int) -> Answer:
    return _people(world, request, viewer, member_id, world.ties.followers_of(member_id))


def followed(world: World, request: Request, viewer: Member | None, member_id: int) -> Answer:
    """Under two spellings; either may be the only one that works."""
    spelling = request.path.rpartition("/")[2]
    if world.switches.following_route not in ("both", spelling):
        return not_found()
    return _people(world, request, viewer, member_id, list(world.ties.followed_by(member_id)))


def _people(world: World, request: Request, viewer: Member | None, member_id: int, ids: list[int]) -> Answer:
    if world.member(member_id) is None:
        return not_found()
    found = [member for member in map(world.member, ids) if member]
    found, pagination = shapes.page_of(found, request.whole("page", 1), min(request.whole("per_page", 20), 100))
    rows = [_row(world, member, request.site, viewer) for member in found]
    return json_answer({"users": rows, "pagination": pagination, "code": 0})


def _row(world: World, member: Member, site: str, viewer: Member | None) -> dict[str, Any]:
    public = shapes.member_public(world, member, site, viewer.id if viewer else None)
    more = ("item_count", "feedback_count", "feedback_reputation", "is_favourite", "path")
    return shapes.member_brief(world, member, site) | {name: public[name] for name in more}


# ---------------------------------------------------------------- feedback


def feedbacks(world: World, request: Request, viewer: Member | None) -> Answer:
    member_id = request.whole("user_id", 0)
    if world.member(member_id) is None:
        return not_found()
    left = sorted((f for f in world.ties.feedback if f.member == member_id), key=lambda feedback: -feedback.at)
    left, pagination = shapes.page_of(left, request.whole("page", 1), min(request.whole("per_page", 20), 100))
    rows = [_feedback(world, feedback, request.site) for feedback in left]
    return json_answer({"user_feedbacks": rows, "pagination": pagination, "code": 0})


def _feedback(world: World, feedback: Feedback, site: str) -> dict[str, Any]:
    return {
        "id": feedback.id, "created_at_ts": shapes.moment(feedback.at), "created_at": "il y a 3 semaines",
        "item_title": feedback.item_title, "item_id": feedback.item, "feedback": feedback.text, "rating": feedback.rating,
        "feedback_rate": (feedback.rating > 3) - (feedback.rating < 3), "feedback_user_id": feedback.by,
        "system_feedback": feedback.system, "is_system_comment": None, "comment": None, "user_id": feedback.member,
        "user": shapes.member_brief(world, world.members[feedback.by], site), "can_change": False, "can_delete": False,
        "can_comment": not feedback.system, "can_change_comment": False, "can_delete_comment": False, "localization": None,
        "feedback_url": "/member/feedback",
    }  # fmt: skip
