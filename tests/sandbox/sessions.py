"""Who a browser is: the cookies of CONTRACT §6.4, signing in and out, refresh, and the member behind a request.

A session is shared by all tabs of one browser; `switch` changes its member under all of them.
"""

import base64
import secrets
import time
import uuid

import msgspec

from .http import Answer, Headers, Refused, Request, access_denied, failure, invalid_token, json_answer
from .state import Member, Session, World

ACCESS_SECONDS = 7200
REFRESH_SECONDS = 7 * 24 * 3600


def _token(session: Session, seconds: int) -> str:
    """A token shaped like a JWT. Its `account_id` is deliberately not the member id (CONTRACT §6.1)."""

    def part(data: object) -> str:
        return base64.urlsafe_b64encode(msgspec.json.encode(data)).decode().rstrip("=")

    account = str(500_000_000 + (session.member or 0) % 1_000_000)
    identity = {"account_id": account, "sub": account, "anid": session.anon_id, "sid": session.sid}
    claims = identity | {"exp": int(time.time()) + seconds}
    return f"{part({'alg': 'RS256', 'typ': 'JWT'})}.{part(claims)}.{secrets.token_urlsafe(24)}"


def issue(world: World, session: Session) -> dict[str, str]:
    """New access and refresh tokens; those issued before no longer count."""
    for tokens in (world.access, world.refresh):
        for token in [token for token, owner in tokens.items() if owner is session]:
            del tokens[token]
            if tokens is world.refresh:
                world.spent[token] = session
    session.access_until = time.time() + world.switches.access_seconds
    access, refresh = _token(session, ACCESS_SECONDS), _token(session, REFRESH_SECONDS)
    world.access[access] = world.refresh[refresh] = session
    return {"access_token": access, "refresh_token": refresh}


def begin(world: World, site: str, member: int | None = None) -> Session:
    session = Session(str(uuid.uuid4()), site, str(uuid.uuid4()), member)
    world.sessions[session.sid] = session
    return session


def cookies(world: World, session: Session, tokens: dict[str, str]) -> list[dict[str, object]]:
    """The cookies of a session as a browser keeps them: name, value, path, domain, http_only."""
    member = "" if session.member is None else str(session.member)
    has_tokens = bool(member) or world.switches.visitor_token
    rows = [
        ("access_token_web", tokens["access_token"], True, ACCESS_SECONDS if has_tokens else 0),
        ("refresh_token_web", tokens["refresh_token"], True, REFRESH_SECONDS if has_tokens else 0),
        (f"_vinted_{session.site.rpartition('.')[2]}_session", secrets.token_urlsafe(12), True, ACCESS_SECONDS),
        ("anon_id", session.anon_id, False, 10 * REFRESH_SECONDS),
        ("v_sid", session.sid, False, REFRESH_SECONDS),
        ("v_uid", member, False, REFRESH_SECONDS if member else 0),
        ("datadome", secrets.token_urlsafe(24), False, REFRESH_SECONDS),
    ]
    return [
        {"name": name, "value": value, "domain": f".{session.site}", "path": "/", "http_only": http_only, "max_age": age}
        for name, value, http_only, age in rows
    ]


def set_cookie_headers(world: World, session: Session, tokens: dict[str, str]) -> Headers:
    return tuple(
        (
            "set-cookie",
            f"{c['name']}={c['value']}; Domain={c['domain']}; Path=/; Max-Age={c['max_age']}; Secure; SameSite=Lax"
            + ("; HttpOnly" if c["http_only"] else ""),
        )
        for c in cookies(world, session, tokens)
    )


def of(world: World, request: Request) -> Session | None:
    """The session a request's access token stands for, expired or not; a session belongs to one market."""
    session = world.access.get(request.cookies.get("access_token_web", ""))
    return session if session and session.site == request.site and not session.over else None


def member_of(world: World, session: Session | None) -> Member | None:
    return world.members.get(session.member or 0) if session and not session.expired else None


def sign_in(world: World, session: Session, login: str) -> Headers | None:
    """Makes the browser's session that member's; None when nobody has this login."""
    member = next((m for m in world.members.values() if m.login == login), None)
    if member is None:
        return None
    session.member = member.id
    return set_cookie_headers(world, session, issue(world, session))


def switch(world: World, session: Session, member: int) -> Headers:
    """What signing in as another member in another tab does to a session, without new tokens."""
    session.member = member
    return (("set-cookie", f"v_uid={member}; Domain=.{session.site}; Path=/; Max-Age={REFRESH_SECONDS}; Secure; SameSite=Lax"),)


def refresh(world: World, request: Request) -> Answer:
    """`POST /web/api/auth/refresh`: rotates the single-use token; a spent one ends the session (CONTRACT §6.5)."""
    sent = request.cookies.get("refresh_token_web", "")
    session = world.refresh.get(sent)
    if session is None:
        spent = world.spent.get(sent)
        if spent is None:
            return Answer(400)
        spent.over = True
        return failure(401, 100, "Jeton d'authentification non valide", "invalid_authentication_token")
    tokens = issue(world, session)
    body = {**tokens, "token_type": "Bearer", "expires_in": ACCESS_SECONDS, "scope": "user"}
    return json_answer(body, headers=set_cookie_headers(world, session, tokens))


def sign_out(world: World, session: Session | None) -> Answer:
    if session is None:
        return json_answer({"code": 0})
    session.member = None
    return json_answer({"code": 0}, headers=set_cookie_headers(world, session, issue(world, session)))


def current_refusal(world: World) -> Answer:
    """What `users/current` says to a signed-out browser, in the variant switched on."""
    if world.switches.users_current_variant == 403:
        return access_denied()
    return invalid_token(errors=[], payload={})


def need_member(world: World, session: Session | None) -> Member:
    member = member_of(world, session)
    if member is None:
        raise Refused(invalid_token())
    return member
