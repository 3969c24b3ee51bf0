"""The last lines of a run of the fault matrix: how many cases ran and how long; a full run that lacks one has failed.

Registered by `tests/conftest.py`, because under xdist only that one is read by the process that prints.
"""

import re
from collections import Counter

import pytest

FILE = "tests/browser/test_fault_matrix.py"
CASE = re.compile(rf"^{re.escape(FILE)}::test_(relist|publish)\[")
LIMIT_MIN = 6


class MatrixReport:
    """Counts the cases that ran, whichever worker ran them."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.ran: dict[str, pytest.TestReport] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and CASE.match(report.nodeid):
            self.ran[report.nodeid] = report

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.missing and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.ran:
            return
        count = Counter(match[1] for nodeid in self.ran if (match := CASE.match(nodeid)))
        reports = self.ran.values()
        wall = max(report.stop for report in reports) - min(report.start for report in reports)
        work = sum(report.duration for report in reports)
        terminalreporter.write_line(
            f"fault matrix: {len(self.ran)} cases (relist {count['relist']}, publish {count['publish']}), "
            f"{wall / 60:.1f} min from the first to the last (limit {LIMIT_MIN}), {work / 60:.1f} min of work"
        )
        if self.missing:
            terminalreporter.write_line(f"fault matrix: {self.missing} cases are missing", red=True)

    @property
    def missing(self) -> int:
        """Cases of the matrix that a full run left out; none when only some were asked for, or the run was stopped."""
        option = self.config.option
        partly = option.keyword or option.markexpr or option.maxfail or getattr(option, "lf", False)
        if not self.ran or partly or any("::" in argument for argument in self.config.args):
            return 0
        from .fault_cases import WRITES, cases

        return sum(len(cases(verb)) for verb in WRITES) - len(self.ran)
