"""The pages of the mock front end: HTML with streamed data, the same data for client-side navigation, and their files.

Markup is drawn in the browser by `pages/*.js`; what each page knows and who may see it is in `page_models.py`.
"""

import html
import json
import re
import secrets
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, quote

import msgspec

from . import reference, sessions, threads
from .http import Answer, Headers, Request, html_answer, page_not_found
from .markets import MARKETS
from .page_models import SIGN_IN, Model, page_model
from .state import Member, Session, World

FOLDER = Path(__file__).parent / "pages"
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
# what a class name begins with that is the same on every day and for everyone (CONTRACT §20.8)
LASTING_NAMES = ("u-", "web_ui__", "feed-grid")


@cache
def _file(name: str) -> Answer:
    path = FOLDER / name
    if not path.is_file() or path.suffix not in TYPES:
        return Answer(404)
    return Answer(200, path.read_bytes(), TYPES[path.suffix], (("cache-control", "no-cache"),))


def asset(world: World, request: Request) -> Answer:
    """A file of the front end; in the style sheet all class names but the lasting ones carry this deployment's hash."""
    answer = _file(request.path.rpartition("/")[2])
    if not answer.content_type.startswith("text/css"):
        return answer
    pattern = r"\.(?!%s)([a-z][\w-]*)(?=[ ,:.\[{])" % "|".join(LASTING_NAMES)  # noqa: UP031
    style = re.sub(pattern, rf".\1__{world.class_names}", answer.body.decode())
    return Answer(answer.status, style.encode(), answer.content_type, answer.headers)


@cache
def _template() -> str:
    return (FOLDER / "page.html").read_text()


def answer(world: World, request: Request) -> Answer:
    """A page, or its data alone when the front end navigates (`?_rsc=`)."""
    session = sessions.of(world, request)
    cookies: Headers = ()
    if session is None or (session.expired and request.path.startswith("/session-refresh")):
        session = session or sessions.begin(world, request.site)
        cookies = sessions.set_cookie_headers(world, session, sessions.issue(world, session))
    if request.path == SIGN_IN and request.method == "POST":
        return _sign_in(world, request, session)
    if request.method != "GET":
        return page_not_found()
    if request.path == "/session-refresh":
        return Answer(307, headers=(("location", _local(request.query.get("ref_url", "/"))), *cookies))
    member = sessions.member_of(world, session)
    model = page_model(world, request, member)
    if model is None:
        return page_not_found(MARKETS[request.site].lang).with_headers(cookies)
    if model["kind"] == "sign_in_first":
        target = f"{request.path}?{request.query_string}" if request.query_string else request.path
        return Answer(307, headers=(("location", f"{SIGN_IN}?ref_url={quote(target)}"), *cookies))
    if model["kind"] == "redirect":
        return Answer(307, headers=(("location", model["location"]), *cookies))
    if "_rsc" in request.query:
        return Answer(200, msgspec.json.encode(model), "text/x-component", cookies)
    return _page(world, request, member, model).with_headers([*cookies, _datadome(request.site)])


def _datadome(site: str) -> tuple[str, str]:
    """The bot layer writes its cookie anew with each page."""
    return ("set-cookie", f"datadome={secrets.token_urlsafe(24)}; Domain=.{site}; Path=/; Max-Age=604800; Secure; SameSite=Lax")


def _local(address: str) -> str:
    return address if address.startswith("/") and not address.startswith("//") else "/"


def _sign_in(world: World, request: Request, session: Session) -> Answer:
    login = dict(parse_qsl(request.body.decode())).get("login", "")
    cookies = sessions.sign_in(world, session, login)
    if cookies is None:
        return html_answer("<!DOCTYPE html><title>Connexion</title><p>Identifiant inconnu</p>", 401)
    return Answer(303, headers=(("location", _local(request.query.get("ref_url", "/"))), *cookies))


# ---------------------------------------------------------------- the HTML around it


def streamed(config: Model, model: Model) -> list[str]:
    """The arguments of `self.__next_f.push`: flight lines in pieces, the page's own data cut anywhere."""
    head = f'0:["$","$L1",null,{json.dumps(config, ensure_ascii=False, separators=(",", ":"))}]\n'
    body = "2:" + msgspec.json.encode(model).decode() + "\n"
    cuts = [body[at : at + 3000] for at in range(0, len(body), 3000)]
    texts = [head, '1:I[4707,[],"ClientPageRoot"]\n', *cuts]
    return [json.dumps([1, text], ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c") for text in texts]


def _config(world: World, request: Request, member: Member | None) -> Model:
    """What every page knows."""
    switches, market = world.switches, MARKETS[request.site]
    config = {
        "CSRF_TOKEN": world.csrf, "locale": market.lang, "currency": market.currency, "apiHost": market.api_host,
        "hydrationMs": switches.hydration_ms, "rerenderMs": switches.rerender_ms, "classNames": world.class_names,
        "lastingNames": LASTING_NAMES, "parcelHiddenIn": reference.under(frozenset(switches.parcel_hidden_in)),
        "usesXhr": switches.xhr_front_end,
    }  # fmt: skip
    if member is None:
        return {"config": config, "session": {"user": None}, "restricted": False, "messages": None}
    messages = {
        "generation": member.messaging,
        "unread": sum(thread.unread(member.id) > 0 for thread in threads.visible_to(world, member.id)),
    }
    session = {"userId": str(member.id), "login": member.login}
    return {"config": config, "session": session, "restricted": member.restricted, "messages": messages}


def _page(world: World, request: Request, member: Member | None, model: Model) -> Answer:
    nonce, config = secrets.token_hex(8), _config(world, request, member)
    scripts = "\n".join(f'<script nonce="{nonce}">self.__next_f.push({chunk})</script>' for chunk in streamed(config, model))
    title = model["item"]["title"] if model["kind"] == "item" else "Vinted"
    values = {
        "lang": MARKETS[request.site].lang,
        "names": world.class_names,
        "title": html.escape(title),
        "nonce": nonce,
        "linked": _linked_data(request, model) if model["kind"] == "item" else "",
        "scripts": scripts,
    }
    text = re.sub(r"\{\{(\w+)\}\}", lambda match: values[match[1]], _template())
    policy = (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; "
        f"connect-src 'self' https://{MARKETS[request.site].api_host}; "
        "frame-src 'self' https://geo.captcha-delivery.com; img-src 'self' data: blob: https://*.vinted.net"
    )
    return html_answer(text, headers=(("content-security-policy", policy),))


def _linked_data(request: Request, model: Model) -> str:
    item = model["item"]
    description = next(plugin["data"]["description"] for plugin in model["plugins"] if plugin["name"] == "description")
    price = item["price"] or {"amount": "0.0"}
    product = {
        "@context": "https://schema.org", "@type": "Product", "name": item["title"], "description": description,
        "image": model["photos"], "brand": {"@type": "Brand", "name": item["brand_dto"]["title"]},
        "offers": {"@type": "Offer", "price": price["amount"], "priceCurrency": item["currency"],
                   "url": f"https://{request.host}{request.path}"},
    }  # fmt: skip
    text = json.dumps(product, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'
