"""Switch-offs: off with the next request of anybody, named with a reason, and on again as quickly."""

import os
import subprocess
import sys

import pytest
from vintedbot.closets import switches
from vintedbot.kit import db
from vintedbot.kit.embedded import Services

from .hands import Device, Seller, pass_time, refused


async def answer_to_hide(seller: Seller) -> str:
    answer = await seller.post(
        "/jobs", {"closet_id": seller.closet_id, "wish": {"verb": "set_hidden", "item_id": 9, "hidden": True}}
    )
    return str(answer.json().get("code", "made"))


@pytest.mark.parametrize(("verb", "country"), [("set_hidden", None), (None, "fr"), ("set_hidden", "fr")])
async def test_off_at_once_and_on_again(seller: Seller, verb: str | None, country: str | None):
    job = await seller.hide()
    await switches.turn_off(verb, country, "Vinted changed its form", "https://status.example/1")
    assert (await seller.first.lease())["answer"] == "none"
    assert await answer_to_hide(seller) == "switched_off"
    shown = (await seller.get("/switch-offs"))["items"]
    assert [(each["verb"], each["country"], each["reason"]) for each in shown] == [(verb, country, "Vinted changed its form")]
    await switches.turn_on(verb, country)
    assert (await seller.get("/switch-offs"))["items"] == []
    assert (await seller.first.lease())["job_id"] == job["id"]


async def test_elsewhere_nothing_is_off(seller: Seller):
    await switches.turn_off("set_hidden", "de", "", None)
    await switches.turn_off("relist", None, "", None)
    await seller.hide()
    assert (await seller.first.lease())["answer"] == "lease"


async def test_off_while_leased_the_go_says_so(seller: Seller):
    await seller.hide()
    await seller.first.lease()
    await switches.turn_off("set_hidden", None, "", None)
    assert await seller.first.go("hide") == {"answer": "stop", "reason": "switched_off"}
    assert (await seller.first.finish("failed", "switched_off"))["state"] == "failed"
    assert (await seller.get("/accounts/vinted"))["items"][0]["gauge"]["writes_used"] == 0


async def test_what_has_begun_goes_back_and_not_on(seller: Seller):
    await seller.relist()
    device: Device = seller.first
    await device.lease()
    await device.walk("upload", "draft", "hide")
    await switches.turn_off(None, "fr", "", None)
    assert await device.go("publish") == {"answer": "stop", "reason": "switched_off"}
    again = await device.lease(holding=[device.job_id])
    assert again["answer"] == "lease"
    assert (await device.go("show", undo=True))["answer"] == "go"


async def test_signing_in_is_never_off(seller: Seller):
    await switches.turn_off(None, "fr", "", None)
    opened = (await seller.post("/accounts/vinted/login")).json()
    assert (await seller.first.lease())["job_id"] == opened["id"]


async def test_said_again_the_reason_is_replaced(seller: Seller):
    await switches.turn_off("relist", None, "first", None)
    await switches.turn_off("relist", None, "second", None)
    assert [each["reason"] for each in (await seller.get("/switch-offs"))["items"]] == ["second"]
    assert await switches.turn_on("relist", None) == 1
    assert await switches.turn_on("relist", None) == 0


async def test_what_waited_too_long_for_it_expires(seller: Seller):
    from vintedbot.jobs import sweep

    job = await seller.hide()
    await switches.turn_off("set_hidden", None, "", None)
    await pass_time(7 * 86_400 + 1)
    await sweep.sweep()
    assert (await seller.job(job["id"]))["state"] == "expired"
    assert await db.fetchval("SELECT count(*) FROM closet_spend") == 0
    refused(await seller.post(f"/jobs/{job['id']}/cancel"), "wrong_state")


def command(services: Services, *words: str) -> subprocess.CompletedProcess[str]:
    """The command as an operator types it beside a running `up`."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith("VINTEDBOT_")}
    environ |= {"VINTEDBOT_DATA": str(services.folder), "VINTEDBOT_ENV": "test"}
    return subprocess.run(
        [sys.executable, "-m", "vintedbot", *words], env=environ, capture_output=True, text=True, timeout=60, check=False
    )


async def test_the_operator_switches_off_beside_a_running_server(seller: Seller, services: Services):
    await seller.hide()
    off = command(services, "switch-off", "set_hidden@fr", "--reason", "Vinted changed", "--link", "https://status.example")
    assert (off.returncode, off.stdout) == (0, "set_hidden@fr is off\n"), off.stderr
    (shown,) = (await seller.get("/switch-offs"))["items"]
    assert (shown["verb"], shown["country"], shown["link"]) == ("set_hidden", "fr", "https://status.example")
    assert (await seller.first.lease())["answer"] == "none"
    assert command(services, "switch-on", "set_hidden@fr").stdout == "set_hidden@fr is on\n"
    assert (await seller.first.lease())["answer"] == "lease"
    wrong = command(services, "switch-off", "fly", "--reason", "x")
    assert wrong.returncode == 2
    assert "name a verb" in wrong.stderr
