"""A Vinted in which every recorded example can be asked for: one signed-in seller, and whatever else a request needs.

`SERVED` says for each example which request of ours it belongs to. What the answers must look like is in `test_shapes.py`.
"""

from collections.abc import Callable
from typing import Any

import httpx

from .client import Sandbox
from .visitor import FORM_HEADERS, Visitor, envelope, jpeg

Serve = Callable[["Ground"], httpx.Response]


class Ground:
    """A signed-in member with one listing of each state and a draft."""

    def __init__(self, sandbox: Sandbox, visitor: Visitor, me: int) -> None:
        self.sandbox, self.visitor, self.me = sandbox, visitor, me
        seeds = [{"title": "x", "state": state, "photos": 2} for state in ("active", "hidden", "reserved", "sold", "draft")]
        self.item, *_ = sandbox.add_items(me, [{**seed, "attributes": {"material": [44]}} for seed in seeds])

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.visitor.get(path, **more)

    def refused(self, row: int) -> httpx.Response:
        self.sandbox.refuse(row)
        return self.get("/api/v2/users/current")

    def attributes(self, **headers: str) -> httpx.Response:
        wish = {"attributes": [{"code": "category", "value": [1059]}]}
        return self.visitor.write("POST", "/api/v2/item_upload/attributes", wish, **headers)

    def draft(self, method: str, tail: str) -> httpx.Response:
        listing, session = self.visitor.listing()
        draft = self.visitor.create_draft(listing, session)
        body = None if method == "DELETE" else envelope("draft", listing | {"id": draft}, session)
        return self.visitor.write(method, f"/api/v2/item_upload/drafts/{draft}{tail}", body)

    def delete_twice(self) -> httpx.Response:
        self.visitor.write("POST", f"/api/v2/items/{self.item}/delete")
        return self.visitor.write("POST", f"/api/v2/items/{self.item}/delete")

    def signed_out(self) -> httpx.Response:
        self.sandbox.switch_sessions("")
        return self.get("/api/v2/users/current")

    def expired(self) -> httpx.Response:
        self.sandbox.set(expired_session_variant="empty")
        self.sandbox.expire_sessions()
        return self.get(f"/api/v2/wardrobe/{self.me}/items")

    def edited(self) -> httpx.Response:
        listing, session = self.visitor.listing(id=self.item)
        return self.visitor.write("PUT", f"/api/v2/item_upload/items/{self.item}", envelope("item", listing, session))

    def draft_made(self) -> httpx.Response:
        return self.visitor.write("POST", "/api/v2/item_upload/drafts", envelope("draft", *self.visitor.listing()))

    # -- what passes between members

    def service(self, path: str, **more: Any) -> httpx.Response:
        return self.visitor.service("GET", path, **more)

    def other(self, login: str = "camille_ex") -> int:
        return self.sandbox.add_member(login)

    def thread(self) -> dict[str, Any]:
        """One entry of each kind, unread."""
        buyer = self.other()
        entries: list[dict[str, Any]] = [
            {"by": buyer, "text": "Bonjour, est-elle encore disponible ?", "minutes_ago": 60},
            {"by": self.me, "price": 16.5, "minutes_ago": 50},
            {"by": buyer, "price": 15, "minutes_ago": 40},
            {"kind": "status_message", "title": "Commande livrée !", "minutes_ago": 30},
            {"kind": "action_message", "title": "Prépare ton colis", "minutes_ago": 20},
        ]
        return self.sandbox.add_thread(self.me, buyer, [self.item], entries)

    def thread_of_second_generation(self) -> int:
        self.sandbox.change_member(self.me, messaging=2)
        thread: int = self.sandbox.add_thread(self.me, buyer := self.other(), [self.item])["conversation"]
        self.sandbox.say(thread, buyer, "Bonjour")
        return thread

    def first_inbox(self) -> httpx.Response:
        self.thread()
        return self.get("/api/v2/inbox")

    def second_unread(self) -> httpx.Response:
        self.thread_of_second_generation()
        return self.service("/messaging/main/users/unread_count")

    def second_inbox(self) -> httpx.Response:
        """Two threads on pages of one."""
        self.sandbox.set(messaging_page_size=1)
        self.thread_of_second_generation()
        self.sandbox.say(self.sandbox.add_thread(self.me, noa := self.other("noa_test"))["conversation"], noa, "Bonjour")
        return self.service("/messaging/main/inbox")

    def wanted(self) -> dict[str, str]:
        return {"initiator": "seller_enters_notification", "item_id": str(self.item), "opposite_user_id": str(self.other())}

    def reply(self, text: str = "Bonne journée.") -> httpx.Response:
        body = {"body": text, "photo_temp_uuids": None, "is_personal_data_sharing_check_skipped": False}
        path = f"/api/v2/conversations/{self.thread()['conversation']}/replies"
        return self.visitor.write("POST", path, {"reply": body})

    def reply_of_second_generation(self) -> httpx.Response:
        body = {"content": "Bonne journée.", "is_personal_data_sharing_check_skipped": False, "photo_temp_uuids": None}
        path = f"/messaging/main/conversations/{self.thread_of_second_generation()}/replies"
        return self.visitor.service("POST", path, body)

    def inquiry(self) -> httpx.Response:
        self.sandbox.change_member(self.me, messaging=2)
        wish = {"item_ids": [str(self.item)], "receiver_id": str(self.other())}
        return self.visitor.service("POST", "/messaging/main/inquiries", wish)

    def negotiation(self, method: str, tail: str, body: object = None) -> httpx.Response:
        transaction = self.sandbox.add_thread(self.me, self.other(), [self.item])["transaction"]
        path = f"/api/v2/transactions/{transaction}/{tail}"
        return self.get(path) if method == "GET" else self.visitor.write(method, path, body)

    def answered(self, how: str) -> httpx.Response:
        thread = self.thread()
        return self.visitor.write(
            "PUT", f"/api/v2/transactions/{thread['transaction']}/offer_requests/{thread['offers'][1]}/{how}"
        )

    def estimated(self, path: str, body: dict[str, Any]) -> httpx.Response:
        """A buyer's question about a listing of somebody else."""
        [item] = self.sandbox.add_items(self.other(), [{"title": "Robe aimée"}])
        return self.visitor.write("POST", f"/api/v2/{path}", body | {"item_ids": [item]})

    def request_options(self) -> httpx.Response:
        [item] = self.sandbox.add_items(seller := self.other(), [{"title": "Robe aimée"}])
        body = {"price": {"amount": "18.0", "currency_code": "EUR"}, "item_ids": [item], "seller_id": seller}
        return self.visitor.write("POST", "/api/v2/offers/request_options", body)

    def told(self) -> None:
        """A feed with entries that name who acted and some that do not."""
        liker = self.other()
        self.sandbox.like(liker, self.item)
        self.sandbox.like(liker, self.item, names_user=False, link="app")
        self.sandbox.follow(liker, self.me)
        self.sandbox.notify(self.me, 9999)

    def feed(self, path: str) -> httpx.Response:
        self.told()
        return self.get(path, headers={"platform": "web"})

    def feed_of_service(self) -> httpx.Response:
        self.told()
        return self.service("/inbox-notifications/v1/notifications")

    def liked(self) -> httpx.Response:
        [item] = self.sandbox.add_items(self.other(), [{"title": "Robe aimée"}])
        self.sandbox.like(self.me, item)
        return self.get(f"/api/v2/users/{self.me}/items/favourites")

    def toggled(self) -> httpx.Response:
        [item] = self.sandbox.add_items(self.other(), [{"title": "Robe aimée"}])
        return self.visitor.write("POST", "/api/v2/user_favourites/toggle", {"type": "item", "user_favourites": [item]})

    def followed(self, path: str) -> httpx.Response:
        other = self.other()
        self.sandbox.follow(self.me, other)
        self.sandbox.follow(other, self.me)
        return self.get(f"/api/v2/users/{self.me}/{path}")

    def order(self, **seed: Any) -> dict[str, Any]:
        [item] = self.sandbox.add_items(self.me, [{"title": "Sac noir", "catalog_id": 156}])
        return self.sandbox.add_order(self.me, self.other(), [item], **seed)

    def transaction(self, tail: str = "", **seed: Any) -> httpx.Response:
        return self.get(f"/api/v2/transactions/{self.order(**seed)['transaction']}{tail}")

    def shipment(self, tail: str = "", **seed: Any) -> httpx.Response:
        return self.get(f"/api/v2/shipments/{self.order(**seed)['shipment']}{tail}")

    def orders(self, kind: str) -> httpx.Response:
        """A sale, one of a bundle, and a purchase."""
        other, sold = self.other(), self.sandbox.add_items(self.me, [{"title": "Sac"}, {"title": "Livre"}, {"title": "Robe"}])
        self.sandbox.add_order(self.me, other, sold[:1])
        self.sandbox.add_order(self.me, other, sold[1:])
        if kind == "purchased":
            [item] = self.sandbox.add_items(other, [{"title": "Livre"}])
            self.sandbox.add_order(other, self.me, [item])
        return self.get(f"/api/v2/my_orders?type={kind}")

    def label_ordered(self) -> httpx.Response:
        address = self.get("/api/v2/user_addresses/default_shipping_address").json()["user_address"]["id"]
        wish = {"seller_address_id": address, "drop_off_type": None, "label_type": None}
        return self.visitor.write("PUT", f"/api/v2/transactions/{self.order()['transaction']}/shipment/order", wish)

    def extended(self) -> httpx.Response:
        wish = {"deadline_extension": {"key": "3", "reason": "holiday"}}
        return self.visitor.write("POST", f"/api/v2/shipments/{self.order()['shipment']}/deadline_extension", wish)

    def shipped(self) -> httpx.Response:
        order = self.order(tracked=False)
        return self.visitor.write("PUT", f"/api/v2/transactions/{order['transaction']}/shipment/mark_as_shipped")

    def month(self) -> httpx.Response:
        self.order(state="completed", days_ago=0)
        latest = self.get("/api/v2/wallet/invoices/current").json()["history"][0]
        return self.get(f"/api/v2/wallet/invoices/{latest['year']}/{latest['month']}")

    def feedback(self) -> httpx.Response:
        self.sandbox.add_feedback(self.me, self.other(), item=self.item)
        return self.get(f"/api/v2/user_feedbacks?user_id={self.me}&per_page=100&by=all")

    def code_in_200(self) -> httpx.Response:
        self.sandbox.refuse(11, details={"status": 200})
        return self.get("/api/v2/users/current")

    def switched(self, **switches: Any) -> "Ground":
        self.sandbox.set(**switches)
        return self


SERVED: dict[str, Serve] = {
    "users_current": lambda g: g.get("/api/v2/users/current"),
    "users_current_signed_out": lambda g: g.signed_out(),
    "auth_refresh": lambda g: g.visitor.send("POST", "/web/api/auth/refresh"),
    "user_public": lambda g: g.get(f"/api/v2/users/{g.me}"),
    "countries": lambda g: g.get("/api/v2/countries"),
    "wardrobe_items": lambda g: g.get(f"/api/v2/wardrobe/{g.me}/items"),
    "wardrobe_items_expired_session": lambda g: g.expired(),
    "item_upload_item": lambda g: g.get(f"/api/v2/item_upload/items/{g.item}", headers=FORM_HEADERS),
    "item_dead_route": lambda g: g.get(f"/api/v2/items/{g.item}"),
    "catalog_items_dead_route": lambda g: g.get("/api/v2/catalog/items"),
    "catalogs": lambda g: g.get("/api/v2/item_upload/catalogs"),
    "catalogs_search": lambda g: g.get("/api/v2/item_upload/catalogs/search?keyword=robe"),
    "brands": lambda g: g.get("/api/v2/item_upload/brands?category_id=1059&keyword=demo"),
    "size_groups": lambda g: g.get("/api/v2/item_upload/size_groups?catalog_ids=1059"),
    "colors": lambda g: g.get("/api/v2/item_upload/colors"),
    "conditions": lambda g: g.get("/api/v2/item_upload/conditions?catalog_id=1059"),
    "package_sizes": lambda g: g.get("/api/v2/catalogs/1059/package_sizes"),
    "attributes": lambda g: g.attributes(),
    "attributes_stripped": lambda g: g.attributes(origin=""),
    "photo_upload": lambda g: g.visitor.upload(jpeg(), "00000000-1111-4222-8333-444444444444"),
    "item_create": lambda g: g.visitor.create(*g.visitor.listing()),
    "item_create_validation_error": lambda g: g.visitor.create(*g.visitor.listing(color_ids=[], price=None)),
    "item_update": lambda g: g.edited(),
    "draft_create": lambda g: g.draft_made(),
    "draft_update": lambda g: g.draft("PUT", ""),
    "draft_completion": lambda g: g.draft("POST", "/completion"),
    "draft_delete": lambda g: g.draft("DELETE", ""),
    "item_delete": lambda g: g.visitor.write("POST", f"/api/v2/items/{g.item}/delete"),
    "item_delete_already_gone": lambda g: g.delete_twice(),
    "item_is_hidden": lambda g: g.visitor.write("PUT", f"/api/v2/items/{g.item}/is_hidden", {"is_hidden": True}),
    "svc_catalogue_invalid_request": lambda g: g.service("/svc-catalogue/items?price_from="),
    "error_100_invalid_token": lambda g: g.refused(7),
    "error_21_login_required": lambda g: g.refused(8),
    "error_105_server_error": lambda g: g.refused(12),
    "error_106_access_denied": lambda g: g.refused(9),
    "error_106_rate_limit": lambda g: g.refused(10),
    "datadome_json_403": lambda g: g.refused(1),
    "datadome_html": lambda g: g.refused(2),
    "cloudflare_html": lambda g: g.refused(5),
    "vinted_block_page": lambda g: g.refused(4),
    "photo_upload_wrapped": lambda g: g.switched(photo_answer="wrapped").visitor.upload(jpeg(), "session"),
    "photo_delete": lambda g: g.visitor.write("DELETE", f"/api/v2/photos/{g.visitor.upload(jpeg(), 'session').json()['id']}"),
    "item_create_empty_200": lambda g: g.switched(empty_body_success=True).visitor.create(*g.visitor.listing()),
    "item_upload_item_older_form": lambda g: g.switched(edit_payload="older").get(f"/api/v2/item_upload/items/{g.item}"),
    "drafts_list": lambda g: g.get("/api/v2/item_upload/drafts"),
    "error_156_action_restricted": lambda g: g.refused(14),
    "error_code_in_200": lambda g: g.code_in_200(),
    "users_search": lambda g: g.get("/api/v2/users?search_text=atelier"),
    # messages
    "inbox_gen1": lambda g: g.first_inbox(),
    "conversation_gen1": lambda g: g.get(f"/api/v2/conversations/{g.thread()['conversation']}"),
    "conversations_stats": lambda g: g.get("/api/v2/conversations/stats"),
    "conversation_reply_gen1": lambda g: g.reply(),
    "conversation_reply_personal_data_refused": lambda g: g.reply("moi@example.invalid"),
    "conversation_start": lambda g: g.visitor.write("POST", "/api/v2/conversations", g.wanted()),
    "conversation_mark_read": lambda g: g.visitor.write(
        "PUT", f"/api/v2/conversations/{g.thread()['conversation']}/mark_as_read"),
    "conversation_delete": lambda g: g.visitor.write("DELETE", f"/api/v2/conversations/{g.thread()['conversation']}"),
    "messaging_inbox": lambda g: g.second_inbox(),
    "messaging_conversation": lambda g: g.service(f"/messaging/main/conversations/{g.thread_of_second_generation()}"),
    "messaging_reply": lambda g: g.reply_of_second_generation(),
    "messaging_unread_count": lambda g: g.second_unread(),
    "messaging_inquiries": lambda g: g.inquiry(),
    # offers
    "offer_create": lambda g: g.negotiation("POST", "offers", {"offer": {"price": "16.5", "currency": "EUR"}}),
    "offer_seller_options": lambda g: g.negotiation("GET", "offers/seller_options"),
    "offer_request_accept": lambda g: g.answered("accept"),
    "offer_request_reject": lambda g: g.answered("reject"),
    "offer_request_options": lambda g: g.request_options(),
    "offer_estimate_with_fees": lambda g: g.estimated(
        "offer/estimate_with_fees", {"offer_price": "16.5", "fees": ["buyer_protection"]}),
    # notifications and people
    "notifications_gateway": lambda g: g.feed("/web/api/notifications/notifications"),
    "notifications_api": lambda g: g.feed_of_service(),
    "notifications_unread_count": lambda g: g.feed("/web/api/notifications/notifications/unread_count"),
    "notifications_dead_route": lambda g: g.get("/api/v2/notifications"),
    "user_favourites_toggle": lambda g: g.toggled(),
    "user_favourites_list": lambda g: g.liked(),
    "followed_users_toggle": lambda g: g.visitor.write("POST", "/api/v2/followed_users/toggle", {"user_id": g.other()}),
    "followers": lambda g: g.followed("followers"),
    "followed_users": lambda g: g.followed("followed_users"),
    "user_feedbacks": lambda g: g.feedback(),
    # orders
    "my_orders_sold": lambda g: g.orders("sold"),
    "my_orders_purchased": lambda g: g.orders("purchased"),
    "transaction": lambda g: g.transaction(label_ordered=True),
    "shipping_instructions": lambda g: g.transaction("/shipping_instructions"),
    "shipment": lambda g: g.shipment(),
    "shipment_label_options": lambda g: g.shipment("/label_options"),
    "shipment_label_url": lambda g: g.shipment("/label_url", label_ordered=True),
    "shipment_pdf_label": lambda g: g.transaction("/shipment/pdf_label", label_ordered=True, label_form="pdf"),
    "shipment_order_label": lambda g: g.label_ordered(),
    "default_shipping_address": lambda g: g.get("/api/v2/user_addresses/default_shipping_address"),
    "journey_summary": lambda g: g.transaction("/shipment/journey_summary", state="shipped"),
    "escrow_order_actions": lambda g: g.service(
        f"/escrow-order-fulfilment/app/v1/escrow_orders/{g.order()['transaction']}/actions"),
    "deadline_extension_options": lambda g: g.shipment("/deadline_extension_options"),
    "deadline_extension": lambda g: g.extended(),
    "mark_as_shipped": lambda g: g.shipped(),
    "wallet_invoices_current": lambda g: g.get("/api/v2/wallet/invoices/current"),
    "wallet_invoices_month": lambda g: g.month(),
    # catalogue
    "svc_catalogue_items": lambda g: g.service("/svc-catalogue/items"),
    "svc_filters": lambda g: g.service("/svc-filters/filters?attribute_ids[catalog]=1059"),
    "svc_filters_facets": lambda g: g.service("/svc-filters/filters/facets?filter_code=size"),
    "svc_filters_search": lambda g: g.service("/svc-filters/filters/search?filter_search_code=brand&filter_search_text=demo"),
    "navigation_catalogs": lambda g: g.service("/svc-navigation/navigation_catalogs?virtual_categories=false"),
}  # fmt: skip
