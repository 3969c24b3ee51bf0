"""The routes of templates: keeping them, trying and using them on drafts, and files of them."""

from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from vintedbot_schemas.templates import (
    Template,
    TemplateContent,
    TemplateFile,
    TemplateImport,
    TemplateImported,
    TemplatePage,
    TemplatePreview,
    TemplateSave,
    TemplateTry,
    TemplateUse,
    TemplateUsed,
)

from vintedbot.identity.caller import Caller, signed_in
from vintedbot.kit.http import Paging, delete, get, post, put
from vintedbot.kit.room import QuotaReached

from . import templates, templates_files, templates_use
from .templates import TemplateChanged, TemplateInvalid

BASE = "/api/v1/templates"
ONE = BASE + "/{template_id:uuid}"
FILE_MAX = 4 << 20
"""200 templates, each as long as one may be, in letters of four bytes."""


@get(BASE, guards=[signed_in], summary="The templates, newest first")
async def listed(caller: NamedDependency[Caller], paging: NamedDependency[Paging]) -> TemplatePage:
    return await templates.page(caller.user_id, paging)


@post(BASE, guards=[signed_in], raises=(TemplateInvalid, QuotaReached), summary="Keep a new template")
async def create(data: JSONBody[TemplateContent], caller: NamedDependency[Caller]) -> Template:
    return await templates.create(caller.user_id, data)


@get(BASE + "/export", guards=[signed_in], summary="All templates as a file")
async def export(caller: NamedDependency[Caller]) -> TemplateFile:
    return await templates_files.export(caller.user_id)


@post(
    BASE + "/import", guards=[signed_in], status_code=200, request_max_body_size=FILE_MAX,
    summary="Take in a file of templates; the answer tells of each",
)  # fmt: skip
async def take_in(data: JSONBody[TemplateImport], caller: NamedDependency[Caller]) -> TemplateImported:
    return await templates_files.take_in(caller.user_id, data)


@post(BASE + "/preview", guards=[signed_in], status_code=200, summary="What a template would do to drafts; nothing is written")
async def preview(data: JSONBody[TemplateTry], caller: NamedDependency[Caller]) -> TemplatePreview:
    return await templates_use.preview(caller.user_id, data)


@get(ONE, guards=[signed_in], summary="One template")
async def one(template_id: FromPath[UUID], caller: NamedDependency[Caller]) -> Template:
    return await templates.one(caller.user_id, template_id)


@put(
    ONE,
    guards=[signed_in],
    raises=(TemplateChanged, TemplateInvalid),
    summary="Save a template on the revision it was edited from",
)
async def save(template_id: FromPath[UUID], data: JSONBody[TemplateSave], caller: NamedDependency[Caller]) -> Template:
    return await templates.save(caller.user_id, template_id, data)


@delete(ONE, guards=[signed_in], summary="Throw a template away; undelete brings it back for 30 days")
async def throw_away(template_id: FromPath[UUID], caller: NamedDependency[Caller]) -> None:
    await templates.throw_away(caller.user_id, template_id)


@post(ONE + "/undelete", guards=[signed_in], status_code=200, raises=(QuotaReached,), summary="Bring a template back")
async def undelete(template_id: FromPath[UUID], caller: NamedDependency[Caller]) -> Template:
    return await templates.bring_back(caller.user_id, template_id)


@post(ONE + "/apply", guards=[signed_in], status_code=200, raises=(TemplateChanged,), summary="Apply a template to drafts")
async def apply(template_id: FromPath[UUID], data: JSONBody[TemplateUse], caller: NamedDependency[Caller]) -> TemplateUsed:
    return await templates_use.apply(caller.user_id, template_id, data)


@post(BASE + "/uses/{use_id:uuid}/undo", guards=[signed_in], status_code=200, summary="Take back what a template changed")
async def undo(use_id: FromPath[UUID], caller: NamedDependency[Caller]) -> TemplateUsed:
    return await templates_use.undo(caller.user_id, use_id)


ROUTES = [listed, create, export, take_in, preview, one, save, throw_away, undelete, apply, undo]
