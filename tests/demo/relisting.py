"""Steps of the demo with a listing that stands on Vinted: the relist that survives a killed worker, and the history."""

import re

from playwright.sync_api import expect

from .scene import LONG_MS, Scene, wait_for_pictures


def relisted(scene: Scene) -> str:
    title, old = scene.published["fields"]["title"], scene.published
    scene.go_to("Closet")
    scene.hand.open_row(scene.panel.get_by_role("row", name=title))
    sheet = scene.panel.get_by_role("region", name=title)
    scene.press("Relist", sheet)
    expect(sheet.get_by_role("heading", name=f"Relist {title}?")).to_be_visible()
    wait_for_pictures(scene.panel)
    scene.picture("relist")
    # Vinted takes its time with the publish, and in that moment the extension's worker is killed
    hold = scene.vinted.arm("hold", method="POST", path_regex=r"/drafts/\d+/completion", seconds=60)
    scene.press("Relist", sheet.get_by_role("region", name=re.compile("^Relist")))
    scene.wait_for("the publish", lambda: _held(scene), 60)
    expect(sheet.get_by_text("Publishing")).to_be_visible()
    scene.browser.kill_worker()
    scene.vinted.release(hold)
    scene.picture("worker-killed")
    scene.wait_for("the end of the relist", lambda: _is_gone(scene, old["id"]), 90)
    new, state = scene.item_of(title), scene.vinted.state(scene.member)
    assert not state["drafts"], state["drafts"]
    assert len(new["photos"]) == len(old["photos"])
    return (
        f"worker killed while the publish was on its way, after hide; 1 visible listing of this title ({new['id']}, "
        f"{len(new['photos'])} photos), old {old['id']} gone, {len(state['drafts'])} drafts left"
    )


def _held(scene: Scene) -> bool:
    return any(fault["seen"] for fault in scene.vinted.faults())


def _is_gone(scene: Scene, item: int) -> bool:
    return bool(scene.vinted.item(item)["deleted"])


def history_shown(scene: Scene) -> str:
    scene.go_to("History")
    row = scene.panel.get_by_role("row", name=re.compile("^Relist")).first
    expect(row.get_by_text("Done", exact=True)).to_be_visible(timeout=LONG_MS)
    scene.picture("history")
    scene.hand.open_row(row)
    receipt = scene.panel.get_by_role("region", name="Receipt")
    expect(receipt.get_by_text("Deleted, proved")).to_be_visible()
    scene.picture("receipt")
    proved = receipt.get_by_text("Proved", exact=True).count()
    return f"{proved} steps of the relist stand there as proved"
