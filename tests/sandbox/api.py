"""The gate before the routes of `www/api/v2`: session, origin, CSRF token, restriction (CONTRACT §4–§6)."""

import inspect

from . import listings, sessions
from .http import (
    Answer,
    Refused,
    Request,
    access_denied,
    action_restricted,
    invalid_token,
    login_required,
    not_found,
)
from .routes import Call, Route, find
from .state import Member, World


def _gate(world: World, request: Request, route: Route) -> Member | None:
    """The signed-in member, or None for a visitor; raises `Refused` for whom the route is closed."""
    if route.gate == "none":
        return None
    session = sessions.of(world, request)
    if session is None or session.expired:
        if session and world.switches.expired_session_variant == "empty" and "/wardrobe/" in request.path:
            raise Refused(listings.empty_list(request))
        if request.path == "/api/v2/users/current":
            raise Refused(sessions.current_refusal(world))
        raise Refused(invalid_token())
    member = sessions.member_of(world, session)
    if route.gate == "read":
        return member
    strict = world.switches.write_gate
    if strict and request.headers.get("x-csrf-token") != world.csrf:
        raise Refused(access_denied())
    if route.gate == "attributes":
        return member
    if strict and request.headers.get("origin") != request.origin:
        raise Refused(access_denied())
    if member is None:
        raise Refused(login_required())
    if route.gate == "write" and member.restricted:
        raise Refused(action_restricted())
    return member


async def answer(world: World, request: Request) -> tuple[Answer, bool]:
    """Vinted's answer to a call of the core API, and whether it changed anything."""
    found = find(request)
    if found is None:
        return not_found(), False
    route, ids = found
    try:
        given = route.handle(Call(world, request, _gate(world, request, route), ids))
        done = await given if inspect.isawaitable(given) else given
    except Refused as refusal:
        return refusal.answer, False
    return done, route.effect and done.status < 300
