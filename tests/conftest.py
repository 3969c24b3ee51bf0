"""What every test process has once: Playwright, the order in which it runs, and how properties are tried.

Playwright's blocking interface keeps an event loop running in its thread until it is closed, and neither an async test
nor a second Playwright can start beside it. So a process has one, and the tests that use it come last.

With `-n` a file of them runs in one process (`--dist loadgroup`), for each has a server, a browser and a signed-in person of its
own. The fault matrix alone is dealt out case by case, before them: it waits more than it works, so both had better be at it.
"""

import os
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Playwright, sync_playwright

from tests.browser.matrix_report import MatrixReport

# how long an example takes says how busy the machine is; a check of what was handed in tries the same examples each time, and
# everybody's own run tries new ones
settings.register_profile(
    "ours", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ, print_blob=True
)
settings.load_profile("ours")


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(MatrixReport(config))


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    length = Counter(item.path for item in items)

    def turn(item: pytest.Item) -> tuple[bool, bool, int]:
        is_last = "playwright_driver" in getattr(item, "fixturenames", ())
        # the long files first, so that no process sits idle at the end
        return (is_last, not is_dealt_out(item), -length[item.path]) if is_last else (False, False, 0)

    items.sort(key=turn)
    for item in items:
        if "playwright_driver" in getattr(item, "fixturenames", ()) and not is_dealt_out(item):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


def is_dealt_out(item: pytest.Item) -> bool:
    return item.path.stem == "test_fault_matrix"
