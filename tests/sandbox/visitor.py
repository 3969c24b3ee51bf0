"""A browser without a screen, for the stand-in's own tests: cookies, origin, CSRF token, the headers of the form.

It does what Vinted's page does; what the extension does is tested in a real browser.
"""

import io
import json
import re
import uuid
from typing import Any

import httpx
from PIL import Image

from .client import Sandbox
from .markets import MARKETS

FORM_HEADERS = {
    "x-enable-multiple-size-groups": "true",
    "x-enable-dynamic-attribute-condition": "true",
    "x-enable-dynamic-attribute-size": "true",
    "x-enable-dynamic-attribute-video-game-rating": "true",
}
API_HEADERS = {"x-next-app": "marketplace-web", "platform": "web", "locale": "fr-FR"}


def jpeg(seed: int = 0, size: tuple[int, int] = (300, 400), kind: str = "JPEG") -> bytes:
    """A small picture with a gradient that depends on the seed."""
    image = Image.linear_gradient("L").resize(size).rotate(seed * 37 % 360)
    out = io.BytesIO()
    Image.merge("RGB", (image, image.transpose(Image.Transpose.ROTATE_180), Image.new("L", size, seed * 53 % 256))).save(
        out, kind
    )
    return out.getvalue()


class Visitor:
    """One browser profile: its cookies are shared by all it does."""

    def __init__(self, sandbox: Sandbox, site: str = "vinted.fr") -> None:
        self.sandbox, self.host, self.csrf = sandbox, f"www.{site}", ""
        self.cookies: dict[str, str] = {}
        self.http = httpx.Client(verify=False, trust_env=False, timeout=20)

    def send(
        self, method: str, path: str, *, host: str = "", headers: dict[str, str] | None = None, **more: Any
    ) -> httpx.Response:
        """One request, with cookies and nothing else that was not asked for."""
        sent = {"host": host or self.host} | ({"cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())})
        url = f"https://127.0.0.1:{self.sandbox.port}{path}"
        answer = self.http.request(method, url, headers=sent | (headers or {}), **more)
        for line in answer.headers.get_list("set-cookie"):
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
            if "Max-Age=0" in rest:
                del self.cookies[name]
        self.http.cookies.clear()
        return answer

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.send("GET", path, **more)

    def open(self, path: str = "/items/new") -> str:
        """Loads a page, follows redirects, remembers its CSRF token; the page's HTML."""
        answer = self.get(path)
        while answer.is_redirect:
            answer = self.get(answer.headers["location"])
        if found := re.search(r'\\"CSRF_TOKEN\\":\\"([0-9a-f-]{36})\\"', answer.text):
            self.csrf = found[1]
        return answer.text

    def sign_in(self, login: str) -> "Visitor":
        self.open("/")
        answer = self.send(
            "POST",
            "/member/signup/select_type?ref_url=/",
            data={"login": login},
        )
        assert answer.status_code == 303, answer.text
        self.open("/items/new")
        return self

    def write(self, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        """A write as the page sends it; `headers` (with `_` for `-`) change or, when empty, drop one."""
        sent = {"origin": f"https://{self.host}", "x-csrf-token": self.csrf} | FORM_HEADERS
        if body is not None:
            sent["content-type"] = "application/json"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        data = None if body is None else json.dumps(body).encode()
        return self.send(method, path, headers={k: v for k, v in sent.items() if v}, content=data)

    def service(self, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        """A call of the api host as the page sends it; `headers` change or, when empty, drop one."""
        market = MARKETS[self.host.removeprefix("www.")]
        sent = {"origin": f"https://{self.host}", "x-anon-id": self.cookies.get("anon_id", "")} | API_HEADERS
        if method != "GET":
            sent |= {"x-csrf-token": self.csrf, "content-type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        data = None if body is None else json.dumps(body).encode()
        kept = {name: value for name, value in sent.items() if value}
        return self.send(method, path, host=market.api_host, headers=kept, content=data)

    def upload(self, data: bytes, session: str, **headers: str) -> httpx.Response:
        sent = {"origin": f"https://{self.host}", "x-csrf-token": self.csrf} | headers
        fields = {"photo[type]": "item", "photo[temp_uuid]": session}
        return self.send("POST", "/api/v2/photos", headers=sent, data=fields, files={"photo[file]": ("a.jpg", data)})

    def listing(self, photos: int = 2, **changes: Any) -> tuple[dict[str, Any], str]:
        """A complete listing body with freshly uploaded photos, and its upload session."""
        session = str(uuid.uuid4())
        ids = [self.upload(jpeg(place), session).json()["id"] for place in range(photos)]
        listing = {
            "id": None, "currency": "EUR", "temp_uuid": session, "title": "Robe fleurie", "description": "Portée une fois.",
            "brand_id": 123456, "brand": "", "catalog_id": 1059, "isbn": None, "is_unisex": False, "ai_photo": False,
            "price": 18.5, "package_size_id": 1, "shipment_prices": {"domestic": None, "international": None}, "color_ids": [5],
            "assigned_photos": [{"id": photo, "orientation": 0} for photo in ids], "measurement_length": None,
            "measurement_width": None, "video_game_rating_id": None, "manufacturer": None, "manufacturer_labelling": None,
            "item_attributes": [
                {"code": "size", "ids": [4]}, {"code": "condition", "ids": [2]}, {"code": "material", "ids": [44]}],
        }  # fmt: skip
        return listing | changes, session

    def create(self, listing: dict[str, Any], session: str, **headers: str) -> httpx.Response:
        return self.write("POST", "/api/v2/item_upload/items", envelope("item", listing, session), **headers)

    def create_draft(self, listing: dict[str, Any], session: str) -> int:
        answer = self.write("POST", "/api/v2/item_upload/drafts", envelope("draft", listing, session))
        assert answer.status_code == 200, answer.text
        draft: int = answer.json()["draft"]["id"]
        return draft

    def complete(self, draft: int, listing: dict[str, Any], session: str) -> httpx.Response:
        body = envelope("draft", listing | {"id": draft}, session)
        return self.write("POST", f"/api/v2/item_upload/drafts/{draft}/completion", body)

    def closet(self, member: int, **query: Any) -> list[dict[str, Any]]:
        answer = self.get(f"/api/v2/wardrobe/{member}/items", params={"per_page": 96, **query})
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items


def envelope(kind: str, listing: dict[str, Any], session: str) -> dict[str, Any]:
    return {kind: listing, "feedback_id": None, "push_up": False, "parcel": None, "upload_session_id": session}
