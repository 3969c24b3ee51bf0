"""The routes of connected Vinted accounts, under `/api/v1/accounts/vinted`, and what the operator has switched off."""

from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from vintedbot_schemas.cards import Consent, ConsentList, IgnoreList
from vintedbot_schemas.closets import ClaimRequest, Closet, ClosetChange, ClosetList, Diary
from vintedbot_schemas.jobs import Job
from vintedbot_schemas.switches import SwitchOffs

from vintedbot.identity.caller import Caller, device_only, signed_in
from vintedbot.kit.http import Paging, delete, get, post, put

from . import accounts, switches

BASE = "/api/v1/accounts/vinted"
ONE = BASE + "/{closet_id:uuid}"


@post(BASE, guards=[device_only], status_code=200, summary="A device found a member signed in")
async def claim(data: JSONBody[ClaimRequest], caller: NamedDependency[Caller]) -> Closet:
    assert caller.device_id is not None
    return await accounts.claim(caller.user_id, caller.device_id, data)


@get(BASE, guards=[signed_in], summary="The connected accounts")
async def closets(caller: NamedDependency[Caller]) -> ClosetList:
    return await accounts.all_of(caller.user_id)


@put(BASE + "/{closet_id:uuid}", guards=[signed_in], summary="Pause, hours, time zone, own limits")
async def change(closet_id: FromPath[UUID], data: JSONBody[ClosetChange], caller: NamedDependency[Caller]) -> Closet:
    return await accounts.change(caller.user_id, closet_id, data)


@delete(BASE + "/{closet_id:uuid}", guards=[signed_in], raises=(accounts.ClosetBusy,), summary="Disconnect an account")
async def remove(closet_id: FromPath[UUID], caller: NamedDependency[Caller]) -> None:
    await accounts.remove(caller.user_id, closet_id)


@post(BASE + "/{closet_id:uuid}/switch", guards=[signed_in], status_code=200, summary="Make this the current account")
async def switch(closet_id: FromPath[UUID], caller: NamedDependency[Caller]) -> Closet:
    return await accounts.switch(caller.user_id, closet_id)


@get(BASE + "/{closet_id:uuid}/diary", guards=[signed_in], summary="What Vinted refused, and what followed")
async def diary(closet_id: FromPath[UUID], caller: NamedDependency[Caller], paging: NamedDependency[Paging]) -> Diary:
    return await accounts.diary(caller.user_id, closet_id, paging)


@post(
    BASE + "/login",
    guards=[signed_in],
    status_code=202,
    raises=(accounts.NoCloset,),
    summary="Have a device open Vinted's own sign-in",
)
async def login(caller: NamedDependency[Caller]) -> Job:
    return await accounts.sign_in(caller.user_id)


@get(ONE + "/consents", guards=[signed_in], summary="What rules may send by themselves")
async def consents(closet_id: FromPath[UUID], caller: NamedDependency[Caller]) -> ConsentList:
    return await accounts.consents(caller.user_id, closet_id)


@put(ONE + "/consents/{verb:str}", guards=[signed_in], summary="Let rules send with one verb by themselves")
async def consent(closet_id: FromPath[UUID], verb: FromPath[str], caller: NamedDependency[Caller]) -> Consent:
    return await accounts.consent(caller.user_id, closet_id, verb)


@delete(ONE + "/consents/{verb:str}", guards=[signed_in], summary="Put before the person again what rules send with one verb")
async def revoke(closet_id: FromPath[UUID], verb: FromPath[str], caller: NamedDependency[Caller]) -> None:
    await accounts.revoke(caller.user_id, closet_id, verb)


@get(ONE + "/ignored", guards=[signed_in], summary="Members nothing is prepared for any more")
async def ignored(closet_id: FromPath[UUID], caller: NamedDependency[Caller]) -> IgnoreList:
    return await accounts.ignored(caller.user_id, closet_id)


@delete(ONE + "/ignored/{member_id:int}", guards=[signed_in], summary="Take a member off the ignore list")
async def no_longer_ignore(closet_id: FromPath[UUID], member_id: FromPath[int], caller: NamedDependency[Caller]) -> None:
    await accounts.no_longer_ignore(caller.user_id, closet_id, member_id)


@get("/api/v1/switch-offs", guards=[signed_in], summary="What is switched off now, and why")
async def switch_offs() -> SwitchOffs:
    return await switches.now_off()


ROUTES = [
    claim, closets, change, remove, switch, diary, login, consents, consent, revoke, ignored, no_longer_ignore, switch_offs,
]  # fmt: skip
