"""Asks axe-core what is wrong with a page for people who do not see, hear or point."""

from playwright.sync_api import Page

from .extension_build import EXTENSION

AXE = EXTENSION / "node_modules" / "axe-core" / "axe.min.js"
RUN = """(ours) => {
  const hosts = [...document.querySelectorAll("*")].filter(({ shadowRoot }) => shadowRoot);
  return axe.run(ours ? { include: hosts } : document, { resultTypes: ["violations"] });
}"""


def serious_findings(page: Page, ours: bool = False) -> list[str]:
    """What axe calls serious or critical on the page as it stands, one line for each element; `ours`: in shadow roots only."""
    if not page.evaluate("'axe' in globalThis"):
        # evaluated by the debugger, because our pages' security policy rightly refuses a script tag from elsewhere
        page.evaluate(f"{AXE.read_text()}; undefined")
    found = page.evaluate(RUN, ours)
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}"
        for violation in found["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]
