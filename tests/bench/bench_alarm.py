"""R4: from the end of the countdown to the first attempt at the hub, whatever the disk does, and to its first word.

`python -m tests.bench --only alarm`; the lane, journal, client and line are those of the fault tests.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.bench.rows import Row, p50_95
from tests.faults.alarm_bench import RULES, Bench
from tests.faults.proxy import Fault

ATTEMPT_MS = 1000.0
TIMES = 8
TROUBLES = ("none", "disk full", "disk hangs")


def _attempts(trouble: str) -> list[float]:
    """Milliseconds to the first attempt."""
    return [_one(trouble, Fault.NONE)[0] for _ in range(TIMES)]


def _one(trouble: str, fault: Fault) -> tuple[float, float]:
    """Milliseconds to the first attempt, and to 还没有人接 (or to the hub's answer, on a whole line)."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, ExitStack() as stack:
        kiosk = Bench(Path(name), stack)
        kiosk.disk.full, kiosk.disk.hanging = trouble == "disk full", trouble == "disk hangs"
        kiosk.proxy.play(fault)
        kiosk.press()
        attempt = kiosk.attempt_after() * 1000
        kiosk.reads("还没有人接" if fault is not Fault.NONE else "已送到值班台")
        return attempt, (kiosk.clock.monotonic() - kiosk.fired_at) * 1000


def measure() -> dict[str, list[float]]:
    return {trouble: _attempts(trouble) for trouble in TROUBLES} | {
        "said": [_one("none", Fault.BLACK_HOLE)[1] - RULES.no_answer * 1000 for _ in range(TIMES)]
    }


def rows(found: dict[str, list[float]]) -> list[Row]:
    made = []
    for trouble in TROUBLES:
        middle, late = p50_95(found[trouble])
        label = f"alarm: countdown to first attempt, {'nothing wrong' if trouble == 'none' else trouble}"
        made.append(Row(f"{label}, p50 of {len(found[trouble])}", middle, "ms"))
        made.append(Row(f"{label}, p95", late, "ms", aim=f"≤ {ATTEMPT_MS:g} ms", met=max(found[trouble]) <= ATTEMPT_MS))
    middle, late = p50_95(found["said"])
    made.append(Row("alarm: a silent hub is said so late after the rule's time, p50", middle, "ms"))
    made.append(Row("alarm: the same, p95", late, "ms"))
    return made
