"""A running Chromium with our extension in it: its pages, its worker, its death, and its return to a clean state.

Starting it is `chromium.py`; the fixtures that hand it to tests are in `conftest.py`.
"""

import contextlib
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import BrowserContext, CDPSession, ConsoleMessage, Error, Page, Playwright, WebError, Worker

from .chromium import SandboxAddress, launch_options
from .extension_build import EXTENSION_ID

WORKER_MS = 15_000
CLEAR_STATE = """async () => {
  await Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear(), chrome.alarms.clearAll()]);
  await Promise.all((await indexedDB.databases()).map(({ name }) => new Promise((done, fail) => {
    const asked = indexedDB.deleteDatabase(name);
    asked.onsuccess = done;
    asked.onerror = () => fail(asked.error);
  })));
}"""


class _WorkerSession:
    """What Chrome's debugging protocol tells about our worker while it is being watched."""

    def __init__(self, page: Page, cdp: CDPSession) -> None:
        self.page = page
        self.cdp = cdp
        self.told: list[str] = []
        """Every status Chrome told, in order: a worker that was stopped may run again before anybody looks."""
        cdp.on("ServiceWorker.workerVersionUpdated", self._on_versions)

    def wait_until(self, wanted: Callable[[str], bool]) -> str:
        """Returns the first status that is wanted. Raises TimeoutError."""
        deadline = time.monotonic() + WORKER_MS / 1000
        looked = 0
        while True:
            for status in self.told[looked:]:
                if wanted(status):
                    return status
            looked = len(self.told)
            if time.monotonic() > deadline:
                raise TimeoutError(f"the service worker went {' → '.join(self.told) or 'unmentioned'}")
            # Playwright handles events only inside its own calls
            self.page.wait_for_timeout(10)

    def _on_versions(self, event: dict[str, Any]) -> None:
        active = [version for version in event["versions"] if version["status"] == "activated"]
        if active:
            self.told.append(active[-1]["runningStatus"])


class ExtensionBrowser:
    """One browser with one profile. Not thread-safe, as Playwright's sync interface is not."""

    def __init__(self, context: BrowserContext, profile: Path) -> None:
        self.context = context
        self.profile = profile
        self.extension_id = EXTENSION_ID
        self.errors: list[str] = []
        """Console errors and uncaught exceptions of every page and of the worker since the last `clear`."""
        context.on("console", self._on_console)
        context.on("weberror", self._on_web_error)
        context.set_default_timeout(20_000)

    @classmethod
    def launch(
        cls,
        playwright: Playwright,
        profile: Path,
        *,
        build: Path,
        sandbox: SandboxAddress | None = None,
        languages: Sequence[str] = ("en",),
        headless: bool = True,
        slow_ms: float = 0,
        extra_args: Sequence[str] = (),
    ) -> "ExtensionBrowser":
        """Starts Chromium and returns when the extension's worker runs."""
        options = launch_options(
            profile,
            build=build,
            sandbox=sandbox,
            languages=languages,
            headless=headless,
            slow_ms=slow_ms,
            extra_args=extra_args,
        )
        browser = cls(playwright.chromium.launch_persistent_context(**options), profile)
        browser.worker()
        return browser

    def url(self, page: str) -> str:
        """The address of one of the extension's own pages: `url("sidepanel.html")`."""
        return f"chrome-extension://{self.extension_id}/{page}"

    def worker(self) -> Worker:
        """The service worker, waited for. Never `evaluate` on it after a kill: that hangs; go through a page."""
        workers = self.context.service_workers
        return workers[0] if workers else self.context.wait_for_event("serviceworker", timeout=WORKER_MS)

    def open_panel(self) -> Page:
        """The side panel's page, in a tab of its own."""
        return self._open("sidepanel.html")

    def open_popup(self) -> Page:
        """The popup's page, in a tab of its own."""
        return self._open("popup.html")

    def open_inert_page(self) -> Page:
        """A page of the extension's origin that runs none of our code, from which a test may call `chrome.*`."""
        # Chrome shows the manifest as text and still gives the document the extension's interfaces
        return self._open("manifest.json")

    def _open(self, page: str) -> Page:
        opened = self.context.new_page()
        opened.goto(self.url(page))
        return opened

    def worker_status(self) -> str:
        """`running`, `stopped`, `starting` or `stopping`; Playwright itself does not notice that a worker stopped."""
        with self._worker_session() as session:
            return session.wait_until(lambda status: True)

    def start_worker(self) -> None:
        """Wakes the service worker as any event would; returns when it runs."""
        with self._worker_session() as session:
            session.cdp.send("ServiceWorker.startWorker", {"scopeURL": self.url("")})
            session.wait_until(lambda status: status == "running")

    def kill_worker(self) -> None:
        """Stops the service worker as Chrome does after 30 idle seconds; returns when it is gone. The next event wakes it."""
        with self._worker_session() as session:
            session.cdp.send("ServiceWorker.stopAllWorkers")
            session.wait_until(lambda status: status == "stopped")

    @contextlib.contextmanager
    def _worker_session(self) -> Iterator["_WorkerSession"]:
        # the ServiceWorker domain shows only workers of the page's own origin
        page = self.open_inert_page()
        session = _WorkerSession(page, self.context.new_cdp_session(page))
        try:
            session.cdp.send("ServiceWorker.enable")
            yield session
        finally:
            page.close()

    def clear(self) -> None:
        """Back to a clean state: one empty tab, a new worker, no storage, databases, alarms or cookies.

        For a first run as after an installation take a fresh browser: `onInstalled` does not fire again.
        """
        empty = self.context.new_page()
        for page in self.context.pages:
            if page != empty:
                page.close()
        # a living worker would hold its database open and write again what is being cleared
        self.kill_worker()
        inert = self.open_inert_page()
        inert.evaluate(CLEAR_STATE)
        inert.close()
        self.context.clear_cookies()
        self.errors.clear()

    def kill(self) -> None:
        """Ends the browser as a power cut would: SIGKILL to the process and all its children."""
        processes = self._signal_all(signal.SIGKILL)
        psutil.wait_procs(processes, timeout=10)
        with contextlib.suppress(Error):
            self.context.close()

    def freeze(self) -> None:
        """SIGSTOP to the whole browser, as a sleeping laptop; nothing but `thaw` and `kill` works until then."""
        self._signal_all(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal_all(signal.SIGCONT)

    def close(self) -> None:
        self.context.close()

    def screenshots(self, folder: Path) -> list[Path]:
        """One picture per open page, for whoever looks at a failed test."""
        folder.mkdir(parents=True, exist_ok=True)
        taken = []
        for number, page in enumerate(self.context.pages):
            target = folder / f"{number}.png"
            with contextlib.suppress(Error):
                page.screenshot(path=target, full_page=True, timeout=5_000)
                taken.append(target)
        return taken

    def _signal_all(self, number: signal.Signals) -> list[psutil.Process]:
        root = self._process()
        processes = [root, *root.children(recursive=True)]
        for process in processes:
            # a tab's process may end by itself at any moment
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(number)
        return processes

    def _process(self) -> psutil.Process:
        wanted = f"--user-data-dir={self.profile}"
        for process in psutil.process_iter(["cmdline"]):
            command = process.info["cmdline"] or []
            if wanted in command and not any(part.startswith("--type=") for part in command):
                return process
        raise ProcessLookupError(f"no browser runs on {self.profile}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.location.get('url', '')}: {message.text}")

    def _on_web_error(self, error: WebError) -> None:
        self.errors.append(str(error.error))
