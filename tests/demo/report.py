"""What a run of the demo leaves: one line a step for people, `report.json` for programs, numbered pictures for both."""

import contextlib
import json
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

from playwright.sync_api import Error, Page

PROOF_INDENT = " " * 10
STEP_SECONDS = 240


class Failed(Exception):
    """A step did not do what it says; its line is printed already."""


class Report:
    """Writes `folder` while the demo runs. The file is whole after every step."""

    def __init__(self, folder: Path, out: TextIO) -> None:
        self.folder, self.out = folder, out
        self.steps: list[dict[str, Any]] = []
        self.pictures: list[Path] = []
        self._write(ok=False)

    def step(self, name: str, act: Callable[[], str], began: float | None = None) -> None:
        """Runs one step and writes its line; `act` answers the proof. Raises Failed when it raises.

        `began`: by time.monotonic(), for a step that began before it could be called.
        """
        began = began or time.monotonic()
        try:
            with limited(STEP_SECONDS):
                proof = act()
        except Exception as wrong:
            self._add(name, False, began, _in_one_line(wrong))
            raise Failed(name) from wrong
        self._add(name, True, began, proof)

    def finish(self) -> None:
        """Marks the run as whole."""
        self._write(ok=True)

    def picture(self, page: Page, name: str) -> None:
        """A picture of the screen as it stands now: `01-first-run.png`."""
        target = self.folder / f"{len(self.pictures) + 1:02}-{name}.png"
        page.screenshot(path=target, animations="disabled")
        self.pictures.append(target)

    def _add(self, name: str, ok: bool, began: float, proof: str) -> None:
        seconds = round(time.monotonic() - began, 1)
        self.steps.append({"name": name, "ok": ok, "seconds": seconds, "proof": proof})
        self._write(ok=False)
        print(f"{'✓' if ok else '✗'} {seconds:5.1f} s  {name}\n{PROOF_INDENT}{proof}", file=self.out, flush=True)

    def _write(self, *, ok: bool) -> None:
        text = json.dumps({"ok": ok, "steps": self.steps}, ensure_ascii=False, indent=1)
        (self.folder / "report.json").write_text(text + "\n")


@contextlib.contextmanager
def limited(seconds: int) -> Iterator[None]:
    """Raises TimeoutError in the block after that long: some of Playwright's calls wait for ever. For the main thread."""

    def over(*_: object) -> None:
        raise TimeoutError(f"not done within {seconds} s")

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _in_one_line(wrong: Exception) -> str:
    """Playwright's messages go on for pages; what was waited for stands in the first lines."""
    lines = [line.strip() for line in str(wrong).splitlines() if line.strip()]
    return f"{type(wrong).__name__}: {' · '.join(lines[:5])}"


JOURNAL = """async () => {
  const database = await new Promise((done, fail) => {
    const asked = indexedDB.open("vintedbot");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const all = await new Promise((done, fail) => {
    const asked = database.transaction("journal").objectStore("journal").getAll();
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  database.close();
  return all;
}"""


def keep_traces(folder: Path, browser: Any, requests: Callable[[], Any]) -> list[Path]:
    """For whoever looks at a failed step: every open page, the extension's journal, its console, what reached the sandbox."""
    kept: list[Path] = browser.screenshots(folder)
    traces: dict[str, Callable[[], Any]] = {
        "journal.json": lambda: _journal(browser),
        "console.json": lambda: browser.errors,
        "requests.json": requests,
    }
    for name, look in traces.items():
        # the part that failed may be the one that is asked here
        with contextlib.suppress(Error, OSError, ValueError):
            (folder / name).write_text(json.dumps(look(), indent=1))
            kept.append(folder / name)
    return kept


def _journal(browser: Any) -> Any:
    page = browser.open_inert_page()
    try:
        return page.evaluate(JOURNAL)
    finally:
        page.close()
