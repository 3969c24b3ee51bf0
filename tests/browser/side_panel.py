"""Chrome's real side panel. Playwright does not show it as a page, so it is found and driven through the browser's debugger.

The panel's page as a tab is quicker for everything else (`ExtensionBrowser.open_panel`); only here it knows that it is no tab.
"""

import itertools
import json
from typing import Any

from .extension_browser import ExtensionBrowser
from .server import wait_for

FIND = """(name) => {
  const found = [...document.querySelectorAll("button")].find((one) => (one.ariaLabel ?? one.innerText.trim()) === name);
  const box = found?.getBoundingClientRect();
  return box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}"""


class SidePanel:
    """The panel that is open beside the tabs. Raises TimeoutError when none opens."""

    def __init__(self, browser: ExtensionBrowser) -> None:
        self._page = browser.open_inert_page()
        self._cdp = browser.context.new_cdp_session(self._page)
        self._ids = itertools.count(1)
        self._answers: dict[int, Any] = {}
        self._cdp.on("Target.receivedMessageFromTarget", self._on_message)
        panel = browser.url("sidepanel.html")

        def beside_the_tabs() -> str | None:
            targets = self._cdp.send("Target.getTargets")["targetInfos"]
            # what Playwright shows as a page is attached
            return next((t["targetId"] for t in targets if t["url"].startswith(panel) and not t["attached"]), None)

        self._target = self._wait("the side panel", beside_the_tabs)
        self._session = self._cdp.send("Target.attachToTarget", {"targetId": self._target, "flatten": False})["sessionId"]

    def text(self) -> str:
        """What the panel says now."""
        said: str = self._evaluate("document.body.innerText")
        return said

    def hash(self) -> str:
        """Which screen is open."""
        found: str = self._evaluate("location.hash")
        return found

    def click(self, name: str) -> None:
        """Presses the button of this name, waited for, with the mouse."""
        at = self._wait(f"the button {name}", lambda: self._evaluate(f"({FIND})({json.dumps(name)})"))
        for kind in ("mousePressed", "mouseReleased"):
            self._send("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **at)

    def press_ctrl_enter(self) -> None:
        for kind in ("rawKeyDown", "keyUp"):
            self._send("Input.dispatchKeyEvent", type=kind, modifiers=2, key="Enter", code="Enter", windowsVirtualKeyCode=13)

    def close(self) -> None:
        self._cdp.send("Target.closeTarget", {"targetId": self._target})
        self._page.close()

    def _wait(self, what: str, look: Any) -> Any:
        return wait_for(what, look, pause=lambda s: self._page.wait_for_timeout(s * 1000))

    def _evaluate(self, expression: str) -> Any:
        return self._send("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def _send(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._ids)
        message = json.dumps({"id": number, "method": method, "params": params})
        self._cdp.send("Target.sendMessageToTarget", {"sessionId": self._session, "message": message})
        self._wait(f"the answer to {method}", lambda: number in self._answers)
        answer: dict[str, Any] = self._answers.pop(number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def _on_message(self, event: dict[str, Any]) -> None:
        said = json.loads(event["message"])
        if event["sessionId"] == self._session and "id" in said:
            self._answers[said["id"]] = said
