"""What every bench hands over: figures, each beside its peer and its aim, and the table they make."""

from __future__ import annotations

import statistics
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

COLUMNS = ("figure", "measured", "peer in the same run", "ratio", "aim", "")


@dataclass(frozen=True)
class Row:
    """One figure. `aim` is in words; `met` is None where none was set."""

    figure: str
    value: float
    unit: str
    peer: str = ""
    peer_value: float | None = None
    aim: str = ""
    met: bool | None = None

    @property
    def ratio(self) -> float | None:
        return self.value / self.peer_value if self.peer_value else None

    def facts(self) -> dict[str, Any]:
        """For `--json`."""
        return {**self.__dict__, "ratio": self.ratio}


def p50_95(values: Sequence[float]) -> tuple[float, float]:
    """Median and the 95th of a hundred. Needs two values."""
    cut = statistics.quantiles(values, n=20, method="inclusive")
    return statistics.median(values), cut[18]


def table(rows: Sequence[Row]) -> str:
    """The rows as lines of equal columns."""
    cells = [COLUMNS, *(_cells(row) for row in rows)]
    widths = [max(_width(line[n]) for line in cells) for n in range(len(COLUMNS))]
    lines = ["  ".join(_pad(text, width) for text, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    return "\n".join([lines[0], "-" * (sum(widths) + 2 * len(widths)), *lines[1:]])


def _cells(row: Row) -> tuple[str, ...]:
    peer = f"{row.peer}: {_number(row.peer_value)} {row.unit}" if row.peer_value is not None else row.peer
    verdict = {True: "met", False: "missed", None: ""}[row.met]
    ratio = f"{row.ratio:.2f}" if row.ratio is not None else ""
    return row.figure, f"{_number(row.value)} {row.unit}", peer, ratio, row.aim, verdict


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.3g}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
