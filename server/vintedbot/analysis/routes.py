"""The routes of analysis."""

from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from vintedbot_schemas.analysis import AnalysisBatch, AnalysisProvider, AnalysisStand, AnalyzeRequest, DraftAnalysis

from vintedbot.identity.caller import Caller, signed_in
from vintedbot.kit.http import delete, get, post, put

from . import consents, learned, service

ONE = "/api/v1/drafts/{draft_id:uuid}"
CONSENT = "/api/v1/analysis/consents/{provider:str}"


@post("/api/v1/bulk/photos/analyze", guards=[signed_in], status_code=202, summary="Look at the photos of up to 80 drafts")
async def analyze(data: JSONBody[AnalyzeRequest], caller: NamedDependency[Caller]) -> AnalysisBatch:
    return await service.analyze(caller.user_id, data)


@get("/api/v1/bulk/analyses/latest", guards=[signed_in], summary="How the newest batch of analyses stands")
async def latest(caller: NamedDependency[Caller]) -> AnalysisBatch:
    return await service.latest(caller.user_id)


@get(ONE + "/analysis", guards=[signed_in], summary="What was seen on a draft's photos, where it is from and what it cost")
async def one(draft_id: FromPath[UUID], caller: NamedDependency[Caller]) -> DraftAnalysis:
    return await service.one(caller.user_id, draft_id)


@put(ONE + "/example", guards=[signed_in], status_code=204, summary="Write like this draft from now on")
async def choose(draft_id: FromPath[UUID], caller: NamedDependency[Caller]) -> None:
    await learned.choose(caller.user_id, draft_id)


@delete(ONE + "/example", guards=[signed_in], summary="Write like this draft no longer")
async def choose_no_longer(draft_id: FromPath[UUID], caller: NamedDependency[Caller]) -> None:
    await learned.choose_no_longer(caller.user_id, draft_id)


@get("/api/v1/analysis", guards=[signed_in], summary="Who analyses, what was consented to, what it cost")
async def stand(caller: NamedDependency[Caller]) -> AnalysisStand:
    return await service.stand(caller.user_id)


@put(CONSENT, guards=[signed_in], status_code=200, summary="Consent that photos and facts are sent to this provider")
async def consent(provider: FromPath[AnalysisProvider], caller: NamedDependency[Caller]) -> AnalysisStand:
    await consents.give(caller.user_id, provider)
    return await service.stand(caller.user_id)


@delete(CONSENT, guards=[signed_in], status_code=200, summary="Send nothing to this provider any more")
async def withdraw(provider: FromPath[AnalysisProvider], caller: NamedDependency[Caller]) -> AnalysisStand:
    await consents.withdraw(caller.user_id, provider)
    return await service.stand(caller.user_id)


ROUTES = [analyze, latest, one, choose, choose_no_longer, stand, consent, withdraw]
