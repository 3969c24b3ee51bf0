"""How the demo's person works the screens: with the mouse, or with the keyboard alone. Both do the same acts on the same places.

By keyboard every stop on the way must show where the focus is; a place that Tab and the arrows do not reach fails the step.
"""

from pathlib import Path
from typing import Protocol

from playwright.sync_api import ElementHandle, Error, Locator, expect

TAB_STOPS = 150
ARROWS = 60

FOCUS = """(wanted) => {
  const now = document.activeElement;
  const style = getComputedStyle(now);
  // a part of the screen that was given the focus, so that Tab goes on in it, needs no frame; what can be pressed does
  const isPart = now.tabIndex < 0 && now.querySelector("a, button, input, textarea, select") !== null;
  const isShown = isPart || (now.matches(":focus-visible")
    && ((style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none"));
  // a composite widget is one stop of Tab: inside it the arrows move on
  const composite = wanted.tabIndex < 0 ? wanted.closest("[role=grid],[role=listbox],[role=tablist],[role=menu]") : null;
  return {
    there: now === wanted, isBehind: Boolean(now.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING),
    within: composite !== null && composite.contains(now) && now !== composite, isShown,
    isSideways: composite?.ariaOrientation === "horizontal" || composite?.role === "tablist",
    name: `${now.tagName} ${now.getAttribute("aria-label") ?? now.textContent?.trim().slice(0, 40) ?? ""}`,
  };
}"""


class Hand(Protocol):
    """The acts of a person. Each takes the one place it is about."""

    def press(self, place: Locator) -> None: ...
    def fill(self, field: Locator, text: str) -> None: ...
    def check(self, box: Locator) -> None: ...
    def select(self, field: Locator, title: str) -> None: ...
    def find(self, field: Locator, option: Locator, text: str) -> None:
        """Types into a searching box and takes a choice it found."""

    def open_row(self, row: Locator) -> None: ...
    def make_cover(self, photo: Locator) -> None: ...
    def drop(self, zone: Locator, files: list[Path]) -> None:
        """Brings photos: lets go of them over the zone, or chooses them in the system's dialog."""


class Mouse:
    def press(self, place: Locator) -> None:
        place.click()

    def fill(self, field: Locator, text: str) -> None:
        field.fill(text)

    def check(self, box: Locator) -> None:
        box.check()

    def select(self, field: Locator, title: str) -> None:
        field.select_option(label=title)

    def find(self, field: Locator, option: Locator, text: str) -> None:
        field.fill(text)
        option.click()

    def open_row(self, row: Locator) -> None:
        row.get_by_role("gridcell").last.click()

    def make_cover(self, photo: Locator) -> None:
        photo.dblclick()

    def drop(self, zone: Locator, files: list[Path]) -> None:
        box = zone.bounding_box()
        assert box
        at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
        devtools = zone.page.context.new_cdp_session(zone.page)
        for kind in ("dragEnter", "dragOver", "drop"):
            devtools.send("Input.dispatchDragEvent", {"type": kind, **at, "data": data})
        devtools.detach()


class Keyboard:
    def press(self, place: Locator) -> None:
        self._reach(place)
        try:
            place.page.keyboard.press("Enter")
        except Error as gone:
            # a window that its own button closes may be gone before the key is up again
            if "has been closed" not in str(gone):
                raise

    def fill(self, field: Locator, text: str) -> None:
        self._reach(field)
        keyboard = field.page.keyboard
        keyboard.press("ControlOrMeta+a")
        keyboard.press("Delete")
        keyboard.insert_text(text)

    def check(self, box: Locator) -> None:
        if box.is_checked():  # what the photos show is filled in already
            return
        self._reach(box)
        box.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def select(self, field: Locator, title: str) -> None:
        self._reach(field)
        # a closed native select takes the entry whose first letters are typed
        field.page.keyboard.type(title)
        expect(field.locator("option:checked")).to_have_text(title)

    def find(self, field: Locator, option: Locator, text: str) -> None:
        self._reach(field)
        field.page.keyboard.press("ControlOrMeta+a")
        field.page.keyboard.insert_text(text)
        option.wait_for()
        taken = option.element_handle()
        for _ in range(ARROWS):
            if taken.evaluate("(one) => one.ariaSelected === 'true' || one === document.activeElement"):
                break
            field.page.keyboard.press("ArrowDown")
        field.page.keyboard.press("Enter")

    def open_row(self, row: Locator) -> None:
        self.press(row)

    def make_cover(self, photo: Locator) -> None:
        self._reach(photo)
        photo.page.keyboard.press("c")

    def drop(self, zone: Locator, files: list[Path]) -> None:
        with zone.page.expect_file_chooser() as asked:
            self.press(zone.get_by_role("button"))
        asked.value.set_files(files)

    def _reach(self, place: Locator) -> None:
        """Goes to a place by Tab, and inside lists by the arrows."""
        place.wait_for()
        expect(place).to_be_enabled()
        wanted = place.element_handle()
        keyboard = place.page.keyboard
        for _ in range(TAB_STOPS):
            at = self._focus(wanted)
            if at["there"]:
                return
            if at["within"]:
                self._arrow_to(wanted, place, "Right" if at["isSideways"] else "Down")
                return
            # never past the page's ends, where the browser's own controls would take the keys
            keyboard.press("Shift+Tab" if at["isBehind"] else "Tab")
        raise AssertionError(f"Tab never comes to {place}; last at {at['name']}")

    def _arrow_to(self, wanted: ElementHandle, place: Locator, onwards: str) -> None:
        place.page.keyboard.press("Home")
        for _ in range(ARROWS):
            at = self._focus(wanted)
            if at["there"]:
                return
            place.page.keyboard.press(f"Arrow{onwards}")
        raise AssertionError(f"the arrows never come to {place}; last at {at['name']}")

    def _focus(self, wanted: ElementHandle) -> dict[str, str]:
        at: dict[str, str] = wanted.evaluate(FOCUS)
        if not at["isShown"]:
            raise AssertionError(f"nothing shows that the focus is at {at['name']}")
        return at
