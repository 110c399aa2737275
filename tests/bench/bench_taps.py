"""How long after a tap the next screen is painted, and the first sample of its words is played.

`python -m tests.bench --only taps`; the kiosk and the finger are in taps_inside.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.bench.programs import environment, from_inside
from tests.bench.rows import Row, p50_95

PAINT_MS, NEW_MS, KEPT_MS = 33.0, 100.0, 50.0


@dataclass(frozen=True)
class Figures:
    """Milliseconds, one for each tap. `first`: the first way through, when screens are loaded; it is not in `paint`.

    `speech_new`: words that had to be made; `speech_kept`: words that had been said before.
    """

    first: list[float]
    paint: list[float]
    speech_new: list[float]
    speech_kept: list[float]


def measure() -> Figures:
    """All figures, on this machine, now."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        return Figures(**from_inside("tests.bench.taps_inside", environment(Path(name))))


def rows(found: Figures) -> list[Row]:
    made = []
    for label, values, most in (
        ("taps: tap to next screen painted", found.paint, PAINT_MS),
        ("taps: the same, each screen's first time", found.first, None),
        ("taps: tap to first sample, words made anew", found.speech_new, NEW_MS),
        ("taps: tap to first sample, words kept", found.speech_kept, KEPT_MS),
    ):
        middle, late = p50_95(values)
        made.append(Row(f"{label}, p50 of {len(values)}", middle, "ms"))
        aim = {"aim": f"≤ {most:g} ms", "met": late <= most} if most else {}
        made.append(Row(f"{label}, p95", late, "ms", **aim))  # type: ignore[arg-type]
    return made


def report(found: Figures) -> str:
    return "\n".join(f"{row.figure}: {row.value:.1f} {row.unit}" for row in rows(found))
