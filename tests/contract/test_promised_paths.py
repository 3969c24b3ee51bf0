"""The paths promised to integrators exist under their names: the queue of the hands, closets, listings,
photos, drafts and templates."""

import re

from vintedbot import web
from vintedbot.settings import load

PROMISED = """
POST /jobs/lease
POST /jobs/{id}/renew
POST /jobs/{id}/steps
POST /jobs/{id}/finish
POST /jobs/{id}/approve
POST /jobs/{id}/decline
POST /jobs/{id}/snooze
POST /jobs/{id}/resolve
POST /jobs/{id}/cancel
GET /jobs
POST /accounts/vinted/login
GET /accounts/vinted
POST /accounts/vinted/{id}/switch
PUT /accounts/vinted/{id}
DELETE /accounts/vinted/{id}
GET /accounts/vinted/{id}/diary
POST /vinted/listing/prepare
POST /vinted/listing/publish
GET /vinted/listings
PUT /vinted/listing/{id}
DELETE /vinted/listing/{id}
POST /bulk/photos/upload
POST /bulk/photos/analyze
POST /bulk/cluster
POST /bulk/generate-drafts
GET /bulk/duplicates
GET /drafts
POST /drafts
GET /drafts/{id}
PUT /drafts/{id}
DELETE /drafts/{id}
POST /drafts/{id}/duplicate
GET /templates
POST /templates
GET /templates/export
POST /templates/import
"""


def test_every_promised_path_is_there() -> None:
    paths = web.create_app(load({"VINTEDBOT_ENV": "test"})).openapi_schema.paths or {}
    there = {
        f"{method.upper()} {re.sub(r'{.+?}', '{id}', path)}"
        for path, item in paths.items()
        for method in ("get", "post", "put", "delete")
        if getattr(item, method)
    }
    promised = {line.replace(" ", " /api/v1", 1) for line in PROMISED.split("\n") if line}
    assert promised - there == set()
