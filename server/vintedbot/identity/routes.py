"""The routes under /api/v1/auth. None keeps its answer for an Idempotency-Key, because nearly all of them hold a secret."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from vintedbot_schemas.identity import (
    AuthorizeAnswer,
    AuthorizePreview,
    AuthorizeRequest,
    DeviceList,
    LoginRequest,
    Me,
    RegisterRequest,
    TokenAnswer,
    TokenRequest,
    User,
)

from vintedbot.kit.errors import Forbidden, NotFound, NotSignedIn, RateLimited
from vintedbot.kit.http import client_address, delete, get, post
from vintedbot.kit.limits import limit, wait_ms

from . import devices, service, tokens
from .caller import (
    DEPENDENCIES as DEPENDENCIES,
)
from .caller import (
    REFRESH_COOKIE,
    Caller,
    FindCaller,
    from_our_pages,
    no_cookies,
    session_cookies,
    session_only,
    signed_in,
)

MIDDLEWARE = [FindCaller]
ONCE = {"idempotency": False}
AnyRequest = Request[Any, Any, Any]


@post(
    "/api/v1/auth/register",
    guards=[from_our_pages, limit("register", 30, per=3600)],
    opt=ONCE,
    raises=(service.EmailTaken, Forbidden),
)
async def register(data: JSONBody[RegisterRequest]) -> Response[Me]:
    """Creates an account and signs it in."""
    user, issued = await service.register(data)
    return Response(Me(user=user), status_code=201, cookies=session_cookies(issued))


@post(
    "/api/v1/auth/login",
    status_code=200,
    guards=[from_our_pages, limit("login-address", 60, per=60)],
    opt=ONCE,
    raises=(service.WrongCredentials, Forbidden),
)
async def login(request: AnyRequest, data: JSONBody[LoginRequest]) -> Response[Me]:
    """Signs in to the portal. Five tries a minute per machine and address, and fifty an hour per address from everywhere."""
    # the limiter's keys reach a disk: they name nobody
    email = tokens.digest(service.one_form(data.email)).hex()
    for name, who, times, per in (("login", f"{client_address(request)}:{email}", 5, 60), ("login-email", email, 50, 3600)):
        waits = await wait_ms(name, who, times, per)
        if waits:
            raise RateLimited(retry_after_s=waits / 1000, limit=name)
    user, issued = await service.sign_in(data)
    return Response(Me(user=user), status_code=200, cookies=session_cookies(issued))


@post(
    "/api/v1/auth/refresh",
    status_code=204,
    guards=[from_our_pages, limit("refresh", 120, per=60)],
    opt=ONCE,
    raises=(service.RefreshedElsewhere, Forbidden),
)
async def refresh(request: AnyRequest) -> Response[None]:
    """New cookies for the refresh cookie, which works once."""
    token = request.cookies.get(REFRESH_COOKIE)
    if not token:
        raise NotSignedIn
    return Response(None, status_code=204, cookies=session_cookies(await service.refresh(token)))


@post("/api/v1/auth/logout", status_code=204, guards=[from_our_pages], opt=ONCE, raises=(Forbidden,))
async def logout(request: AnyRequest) -> Response[None]:
    """Ends the portal session of this browser; its devices stay connected."""
    await service.sign_out(request.cookies.get(REFRESH_COOKIE, ""))
    return Response(None, status_code=204, cookies=no_cookies())


@get("/api/v1/auth/me", guards=[signed_in])
async def me(caller: NamedDependency[Caller]) -> Me:
    """Who is signed in, and with which device."""
    device = await devices.one(caller.user_id, caller.device_id, caller.device_id) if caller.device_id else None
    return Me(user=await service.user(caller.user_id), device=device)


@post("/api/v1/auth/understood", guards=[signed_in], status_code=200)
async def understood(caller: NamedDependency[Caller]) -> User:
    """The person understood what using this on Vinted risks. Kept with the user, so that it is asked once and of each."""
    return await service.understood(caller.user_id)


@get("/api/v1/auth/device/authorize", raises=(devices.WrongClient, devices.ForeignRedirect))
async def preview_authorize(
    client_id: Annotated[str, QueryParameter(max_length=64)],
    redirect_uri: Annotated[str, QueryParameter(max_length=200)],
    oauth_state: Annotated[str, QueryParameter(name="state", max_length=200)],
) -> AuthorizePreview:
    """What the /authorize page asks before it shows anything: whether the request comes from an extension of ours."""
    redirect = devices.redirect_of(client_id, redirect_uri)
    return AuthorizePreview(cancel_to=devices.answer_to(redirect, oauth_state, error="access_denied"))


@post(
    "/api/v1/auth/device/authorize",
    status_code=200,
    guards=[session_only],
    opt=ONCE,
    raises=(devices.WrongClient, devices.ForeignRedirect, Forbidden),
)
async def authorize(data: JSONBody[AuthorizeRequest], caller: NamedDependency[Caller]) -> AuthorizeAnswer:
    """The person connects an installed extension to their account."""
    return AuthorizeAnswer(redirect_to=await devices.authorize(caller.user_id, caller.session_id, data))


@post(
    "/api/v1/auth/device/token",
    status_code=200,
    opt=ONCE,
    guards=[limit("device-token", 60, per=60)],
    raises=(devices.CodeRefused, devices.WrongClient, devices.ForeignRedirect),
)
async def token(data: JSONBody[TokenRequest]) -> TokenAnswer:
    """The extension changes its code for a device token, shown this once."""
    device_token, user_id, device = await devices.redeem(data)
    return TokenAnswer(device_token=device_token, device=device, user=await service.user(user_id))


@get("/api/v1/auth/devices", guards=[signed_in])
async def list_devices(caller: NamedDependency[Caller]) -> DeviceList:
    """The person's connected devices. Not paged: a person has a handful."""
    return DeviceList(items=await devices.of_user(caller.user_id, caller.device_id))


@delete("/api/v1/auth/devices/{device_id:uuid}", guards=[signed_in])
async def revoke_device(device_id: FromPath[UUID], caller: NamedDependency[Caller]) -> None:
    """Disconnects a device; it is refused from its next request on. A device may disconnect itself and no other."""
    if caller.device_id not in (None, device_id):
        raise NotFound
    await devices.revoke(caller.user_id, device_id)


ROUTES = [
    register, login, refresh, logout, me, understood, preview_authorize, authorize, token, list_devices, revoke_device,
]  # fmt: skip
