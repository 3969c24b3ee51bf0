"""The routes of the listings domain, from the modules beside this one."""

from . import draft_routes, publish_routes, reference_routes, seen_routes, templates_routes

ROUTES = [
    *draft_routes.ROUTES, *publish_routes.ROUTES, *reference_routes.ROUTES, *seen_routes.ROUTES, *templates_routes.ROUTES,
]  # fmt: skip
