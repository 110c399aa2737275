"""What the kiosk's processes weigh together after a minute of use: supervisor, kiosk, voice worker and whoever else.

PSS: what several share is divided among them. Against a bare PySide6 window and Chromium with a static page.
`python -m tests.bench --only memory`.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import psutil

from tests.bench.programs import bare_command, browsing, chromium, environment, marked
from tests.bench.rows import Row
from tests.e2e.house import House, house
from tests.waiting import until

MINUTE = 60.0
MOST_MB = 200.0
WALK = (
    "叫出租车",
    "东街医院",
    "返回",
    "首页",
    "我的事情",
    "返回",
    "政策咨询",
    "返回",
    "叫志愿者",
    "返回",
    "听一听",
    "听一听",
)
MIB = 2**20


@dataclass(frozen=True)
class Figures:
    """MiB (PSS): of each process of the kiosk after a minute of use, all together just after the start, the peers."""

    processes: list[tuple[str, float]]
    fresh: float
    taps: int
    bare: float
    chromium: float

    @property
    def together(self) -> float:
        return sum(size for _, size in self.processes)


def measure(seconds: float = MINUTE) -> Figures:
    """All figures, on this machine, now."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        home = folder / "house"
        home.mkdir()
        with house(home) as centre:
            centre.start_hub()
            centre.join()
            kiosk = centre.start_kiosk(supervised=True)
            until(lambda: centre.look()["online"], "the kiosk reaches its hub")
            fresh = sum(size for _, size in weigh(kiosk.pid))
            taps = _use(centre, seconds)
            processes = weigh(kiosk.pid)
        return Figures(processes, fresh, taps, _bare(folder), _chromium(folder))


def weigh(pid: int) -> list[tuple[str, float]]:
    """(what it is, MiB) for a process and all below it."""
    top = psutil.Process(pid)
    family = (top, *top.children(recursive=True))
    return [(_called(process.cmdline()), process.memory_full_info().pss / MIB) for process in family]


def _called(command: list[str]) -> str:
    line = " ".join(command)
    names = {"kiosk.supervisor.watch": "supervisor", "kiosk.voice.worker": "voice worker", "--child": "kiosk"}
    return next((name for part, name in names.items() if part in line), Path(command[0]).name if command else "?")


def _use(centre: House, seconds: float) -> int:
    """Somebody taps through the screens for so long; how often."""
    ends = time.monotonic() + seconds
    for taps, name in enumerate(cycle(WALK)):
        if time.monotonic() >= ends:
            return taps
        centre.tap(name)
    raise AssertionError("a cycle has no end")


def _bare(folder: Path) -> float:
    with marked(bare_command(), environment(folder), "painted") as (window, _):
        return sum(size for _, size in weigh(window.pid))


def _chromium(folder: Path) -> float:
    if not chromium():
        return 0.0
    with browsing(folder) as (browser, _):
        return sum(size for _, size in weigh(browser.pid))


def rows(found: Figures) -> list[Row]:
    all_, most = found.together, f"≤ {MOST_MB:g} MiB"
    label = f"memory: kiosk together, after {found.taps} taps in a minute"
    made = [Row(label, all_, "MiB", "bare window", found.bare, most, all_ <= MOST_MB)]
    if found.chromium:
        made.append(Row("memory: the same", all_, "MiB", "Chromium", found.chromium))
    made.append(Row("memory: kiosk together, just started", found.fresh, "MiB"))
    return made + [Row(f"memory: of these, {name}", size, "MiB") for name, size in found.processes]


def report(found: Figures) -> str:
    return "\n".join(f"{row.figure}: {row.value:.0f} {row.unit}" for row in rows(found))
