"""Steps of the demo from a pile of photos to a live listing: drop, groups, drafts, rule check, publish."""

import hashlib
import re
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, expect

from .hands import Hand
from .scene import LONG_MS, Scene, wait_for_pictures

SHOWN = "IMG_1005.heic"
"""The first photo of the item that is completed and published: a pink down coat."""
TITLE = "Doudoune longue rose à capuche"
DESCRIPTION = "Doudoune longue, très chaude, portée un seul hiver.\nCapuche amovible, deux poches zippées. Taille M, coupe ample."
CHOICES = (("Brand", "Mango"), ("Size", "M / 38 / 10"), ("Condition", "Very good"), ("Parcel size", "Medium"))
FORBIDDEN = " Appelez-moi au 06 12 34 56 78."


def photos_dropped(scene: Scene) -> str:
    scene.go_to("Photos")
    zone = scene.panel.get_by_role("region", name=re.compile("^Drop up to"))
    scene.picture("photos-empty")
    scene.hand.drop(zone, scene.roll.files)
    count = len(scene.roll.files)
    expect(scene.panel.get_by_text(re.compile(f"[1-9][0-9]* of {count} prepared"))).to_be_visible()
    scene.picture("photos-on-their-way")
    scene.wait_for("all photos on the board", lambda: scene.panel.get_by_role("option").count() == count, 120)
    expect(scene.panel.get_by_text(re.compile("on their way"))).to_have_count(0)
    photos = scene.read("/bulk/photos")["items"]
    assert [photo["state"] for photo in photos] == ["ready"] * count, photos
    stored = [path for path in (scene.server.data / "photos").rglob("*") if path.is_file() and not path.name.startswith(".")]
    assert stored
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.name for path in stored)
    telling = [path.name for path in stored if _tells_place_or_device(path)]
    assert not telling, telling
    return (
        f"{count} photos ready at the server, HEIC among them; the {len(stored)} files it made have the sha256 they are named "
        "by, none tells a place or a device"
    )


def _tells_place_or_device(path: Path) -> bool:
    with Image.open(path) as picture:
        return bool(picture.getexif())


def groups_corrected(scene: Scene) -> str:
    wait_for_pictures(scene.panel, scene.panel.get_by_role("option"))
    scene.picture("groups")
    doubtful = scene.panel.get_by_role("button", name="This is one item")
    asked = doubtful.count()
    for left in range(asked, 0, -1):
        scene.hand.press(doubtful.first)
        expect(doubtful).to_have_count(left - 1)
    first = scene.panel.get_by_role("listbox").first
    chosen = first.get_by_role("option").nth(1)
    name = (chosen.get_attribute("aria-label") or "").split(", ")[-1]
    scene.hand.make_cover(chosen)
    expect(first.get_by_role("option", name=re.compile(f"^Photo 1 of .*{re.escape(name)}, Cover"))).to_be_visible()
    scene.picture("groups-corrected")
    names = photo_names(scene)
    found = [[names[photo] for photo in group["photo_ids"]] for group in scene.read("/bulk/groups")["items"]]
    true = [[path.name for path in group] for group in scene.roll.groups]
    assert sorted(map(sorted, found)) == sorted(map(sorted, true)), found
    assert [name] in [group[:1] for group in found], found
    return (
        f"{len(found)} groups at the server, photo for photo the {len(true)} items that were photographed; {asked} doubts "
        f"answered, cover of the first group changed to {name}"
    )


def drafts_made(scene: Scene) -> str:
    scene.press(re.compile(r"^Make \d+ drafts$"))
    count = len(scene.roll.groups)
    expect(scene.heading(f"{count} drafts")).to_be_visible(timeout=LONG_MS)
    wait_for_pictures(scene.panel, scene.panel.get_by_role("row"))
    scene.picture("drafts")
    drafts, names = scene.read("/drafts")["items"], photo_names(scene)
    held = [{names[photo["photo_id"]] for photo in draft["photos"]} for draft in drafts]
    assert len(held) == count
    assert all({path.name for path in group} in held for group in scene.roll.groups), held
    return f"{count} drafts at the server, each with exactly the photos of one group, {sum(map(len, held))} in all"


def photo_names(scene: Scene) -> dict[str, str]:
    return {photo["id"]: photo["name"] for photo in scene.read("/bulk/photos")["items"]}


def draft_of(scene: Scene) -> tuple[int, dict[str, Any]]:
    """The draft with the photo SHOWN, and its place in the list, where a person knows it by its picture."""
    names = photo_names(scene)
    for place, draft in enumerate(scene.read("/drafts")["items"]):
        if any(names.get(photo["photo_id"]) == SHOWN for photo in draft["photos"]):
            return place, draft
    raise AssertionError(f"no draft shows {SHOWN}")


def draft_completed(scene: Scene) -> str:
    place, _ = draft_of(scene)
    scene.hand.open_row(scene.panel.get_by_role("row").nth(place))
    editor = scene.panel.get_by_role("region", name="The open draft")
    expect(editor.get_by_label("Title", exact=True)).to_be_visible()
    wait_for_pictures(scene.panel)
    scene.picture("draft-empty")
    # a box that is filled in under the pointer would be unticked by it
    expect(editor.get_by_text("By its look").first).to_be_visible(timeout=LONG_MS)
    hand = scene.hand
    hand.fill(editor.get_by_label("Title", exact=True), TITLE)
    hand.fill(editor.get_by_label("Description", exact=True), DESCRIPTION + FORBIDDEN)
    hand.fill(editor.get_by_label("Price in EUR", exact=True), "45")
    scene.press("Category: Not chosen yet", editor)
    picker = scene.panel.get_by_role("dialog", name="Choose a category")
    category = picker.get_by_role("button", name=re.compile("Puffer jackets.*Women"))
    hand.fill(picker.get_by_label("Search categories"), "puffer")
    expect(category).to_be_visible()
    scene.picture("category-search")
    hand.press(category)
    expect(editor.get_by_text("These choices are Vinted’s own")).to_be_visible(timeout=LONG_MS)
    for label, title in CHOICES:
        _choose(hand, editor, label, title)
    hand.check(editor.get_by_label("Rose", exact=True))
    expect(editor.get_by_text(re.compile(r"^Saved \d"))).to_be_visible()
    scene.picture("draft-completed")
    _, draft = draft_of(scene)
    fields = draft["fields"]
    assert (fields["title"], fields["price"]["amount"]) == (TITLE, 4500), fields
    return (
        f"revision {draft['revision']} at the server: title, description, 45,00 EUR, category {fields['catalog_id']}, brand "
        f"{fields['brand']}, size, condition, parcel, colour; choices read from Vinted's own form"
    )


def _choose(hand: Hand, editor: Locator, label: str, title: str) -> None:
    """A short list is a native select, a long one a box that searches."""
    field = editor.get_by_label(label, exact=True).first
    if field.evaluate("(element) => element.tagName") == "SELECT":
        hand.select(field, title)
    else:
        # a size says which group of sizes it belongs to, so its name goes on
        hand.find(field, editor.get_by_role("option", name=title).first, title)


def rules_checked(scene: Scene) -> str:
    editor = scene.panel.get_by_role("region", name="The open draft")
    problem = editor.get_by_role("button", name=re.compile("Contact details are not allowed"))
    expect(problem).to_be_visible()
    said = problem.inner_text().splitlines()[-1]
    _, draft = draft_of(scene)
    found = [each["code"] for each in _problems(scene, draft)]
    scene.hand.press(problem)
    description = editor.get_by_label("Description", exact=True)
    expect(description).to_be_focused()
    scene.picture("rule-check")
    scene.hand.fill(description, DESCRIPTION)
    expect(editor.get_by_role("heading", name=re.compile("^Ready to publish"))).to_be_visible()
    scene.picture("ready-to-publish")
    left = [each for each in _problems(scene, draft) if each["level"] == "block"]
    assert "contact_details" in found, found
    assert not left, left
    assert scene.writes() == [], scene.writes()
    return f"“{said}” led to its field; corrected, and the server's own check finds nothing more; still nothing sent to Vinted"


def _problems(scene: Scene, draft: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = scene.read("/vinted/listing/prepare", draft_id=draft["id"])["problems"]
    return found


def published(scene: Scene) -> str:
    editor = scene.panel.get_by_role("region", name="The open draft")
    scene.press("Publish", editor)
    expect(editor.get_by_role("button", name="See it on Vinted")).to_be_visible(timeout=60_000)
    scene.picture("published")
    scene.published = item = scene.item_of(TITLE)
    _, draft = draft_of(scene)
    fields, sent = item["fields"], draft["fields"]
    assert item["id"] in scene.vinted.visible(scene.member)
    assert (fields["title"], fields["description"], fields["price"]) == (TITLE, DESCRIPTION, 45.0), fields
    assert (fields["catalog_id"], fields["color_ids"]) == (sent["catalog_id"], sent["color_ids"]), fields
    hashes = [hashlib.sha256(scene.vinted.photo_sent(photo)).hexdigest() for photo in item["photos"]]
    photos = scene.server.data / "photos"
    assert all((photos / each[:2] / each[2:4] / each).exists() for each in hashes), hashes
    assert len(hashes) == len(draft["photos"])
    return (
        f"item {item['id']} visible with {len(hashes)} photos, the bytes Vinted was sent equal the server's by sha256 "
        f"({hashes[0][:12]}…), title, text, price, category and colour equal the draft's"
    )
