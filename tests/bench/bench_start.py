"""How long from the start of the kiosk's process until home is painted and answers a tap.

Against a bare PySide6 window and Chromium with a static page; the three take turns, so that all see the same machine.
`python -m tests.bench --only start`.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.programs import bare_command, browsing, chromium, environment, kiosk_command, marks
from tests.bench.rows import Row, p50_95

RUNS = 12
TIMES_BARE = 3.0


@dataclass(frozen=True)
class Figures:
    """Milliseconds from the start of a process, one for each run. `chromium` is empty where there is none."""

    alarm_ready: list[float]
    painted: list[float]
    tappable: list[float]
    bare: list[float]
    chromium: list[float]


def measure(runs: int = RUNS) -> Figures:
    """All figures, on this machine, now. A first turn of each, which fills caches, is not counted."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        turns = [_turn(folder) for _ in range(runs + 1)][1:]
    columns = {key: [turn[key] for turn in turns if key in turn] for key in Figures.__annotations__}
    return Figures(**columns)


def _turn(folder: Path) -> dict[str, float]:
    environ = environment(folder)
    kiosk = marks(kiosk_command(), environ, "home_tappable")
    found = {
        "alarm_ready": kiosk["alarm_ready"],
        "painted": kiosk["home_painted"],
        "tappable": kiosk["home_tappable"],
        "bare": marks(bare_command(), environ, "painted")["painted"],
    }
    if chromium():
        with browsing(folder) as (_, painted):
            found["chromium"] = painted
    return found


def rows(found: Figures) -> list[Row]:
    painted, late = p50_95(found.painted)
    bare = median(found.bare)
    made = [
        Row(
            "start: home painted, p50",
            painted,
            "ms",
            "bare window",
            bare,
            f"≤ {TIMES_BARE:g}× bare window",
            painted <= TIMES_BARE * bare,
        ),
        Row("start: home painted, p95", late, "ms", "bare window", p50_95(found.bare)[1]),
        Row("start: home answers a tap, p50", median(found.tappable), "ms", "bare window", bare),
        Row("start: alarm lane ready, p50", median(found.alarm_ready), "ms"),
    ]
    if found.chromium:
        peer = median(found.chromium)
        made.insert(
            1, Row("start: home painted, p50", painted, "ms", "Chromium", peer, "< 1× Chromium", painted < peer)
        )
    return made


def report(found: Figures) -> str:
    words = [f"start: home painted after {median(found.painted):.0f} ms (p50 of {len(found.painted)})"]
    words += [f"start: a bare window after {median(found.bare):.0f} ms"]
    words += [f"start: Chromium's page after {median(found.chromium):.0f} ms"] if found.chromium else []
    return "\n".join(words)
