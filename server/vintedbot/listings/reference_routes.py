"""The routes of the form's vocabularies: from the files, and as Vinted's own form offered them."""

from typing import Annotated, Any, ClassVar

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from vintedbot_schemas.errors import ErrorCode
from vintedbot_schemas.identity import Language
from vintedbot_schemas.listings import FormReference
from vintedbot_schemas.reference import BrandList, ReferenceDocument

from vintedbot.identity.caller import Caller, signed_in
from vintedbot.kit.errors import AppError
from vintedbot.kit.http import get

from . import form_references, reference

KEPT = "private, max-age=3600, must-revalidate"


class NotReadYet(AppError):
    """Take the choices of the files, marked "checked when published", and wish for `read_form_reference` when a tab is open."""

    code: ClassVar[ErrorCode] = "not_read_yet"
    status = 404
    title = "Vinted's form was not read for this category within 7 days"


@get("/api/v1/reference/{language:str}", guards=[signed_in], summary="Categories, sizes, colours, conditions, parcels, materials")
async def vocabularies(language: FromPath[Language], request: Request[Any, Any, Any]) -> Response[ReferenceDocument]:
    served = reference.document(language)
    headers = {"etag": served.etag, "cache-control": KEPT, "vary": "accept-encoding"}
    if served.etag in request.headers.get("if-none-match", ""):
        return Response(None, status_code=304, headers=headers)  # type: ignore[arg-type]
    body, packed = served.body, "gzip" in request.headers.get("accept-encoding", "")
    if packed:
        body, headers["content-encoding"] = served.gzipped, "gzip"
    return Response(body, headers=headers, media_type="application/json")  # type: ignore[arg-type]


@get("/api/v1/reference/brands", guards=[signed_in], summary="Brands by the beginning of a word, the best known first")
async def brands(q: Annotated[str, QueryParameter(max_length=80)] = "") -> BrandList:
    return BrandList(items=reference.search_brands(q))


@get(
    "/api/v1/reference/form/{country:str}/{catalog_id:int}",
    guards=[signed_in],
    raises=(NotReadYet,),
    summary="What Vinted's form offered one of your tabs for a category",
)
async def form(country: FromPath[str], catalog_id: FromPath[int], caller: NamedDependency[Caller]) -> FormReference:
    if not 1 <= catalog_id <= 2**53 - 1:
        raise NotReadYet
    found = await form_references.fresh(caller.user_id, country, catalog_id)
    if found is None:
        raise NotReadYet
    return found


ROUTES = [vocabularies, brands, form]
