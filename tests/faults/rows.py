"""For `make faults` (-p tests.faults.rows): at its end a figure for every row of the rules, R1 to R8, S9 and S10."""

from __future__ import annotations

import re
from collections import Counter

import pytest

ROWS = ("r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "s9", "s10")
NAMED = re.compile(r"::test_([rs]\d+)_")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many tests of each row passed, and how many did not."""
    passed, failed = (_rows(terminalreporter, *outcome) for outcome in (("passed",), ("failed", "error")))
    terminalreporter.section("rows")
    for row in ROWS:
        if passed[row] or failed[row]:
            terminalreporter.write_line(f"{row.upper():<4}{passed[row]:>4} passed {failed[row]:>4} failed")


def _rows(reporter: pytest.TerminalReporter, *outcomes: str) -> Counter[str]:
    found = [NAMED.search(report.nodeid) for outcome in outcomes for report in reporter.getreports(outcome)]
    return Counter(match[1] for match in found if match)
