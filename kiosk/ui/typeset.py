"""Sets words into a box: breaks lines as Chinese readers expect and finds the largest size that fits.

Nothing is ever elided: what does not fit at the smallest allowed size says so (`Setting.fits`), and the audit finds it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from kiosk.ui.held import held
from kiosk.ui.metrics import LEADING, TypeSize

Measure = Callable[[str, bool], float]
"""Width of a run of text in em, regular or bold."""

INK = 1.12
"""Height in em of one line's ink, from the top of 国 to the tail of g."""

MOST_BALANCED = 4
"""Lines that are made of like length; longer texts are filled line by line."""

MOST_UNITS = 60

WORTH_WHOLE = 0.74
"""Words that stay whole are worth letters so much smaller."""

_LATIN = r"[^\s⺀-￿“”‘’…·—]+"
_UNIT = re.compile(rf"{_LATIN}|\S|\n")
_CLOSING = set("，。、：；？！）》〉」』】〕”’…·,.:;?!)%％℃")
_OPENING = set("（《〈「『【〔“‘(")
_FREE = set("，。、：；？！”）)…·")


@dataclass(frozen=True)
class Setting:
    """Words set into lines: font pixels, line widths in px, and whether the box was large enough."""

    px: int
    lines: tuple[str, ...]
    width: float
    fits: bool = True

    @property
    def height(self) -> float:
        return block_height(len(self.lines), self.px)


def block_height(lines: int, px: int) -> float:
    """Pixels from the top of the first line's ink to the bottom of the last one's."""
    return ((lines - 1) * LEADING + INK) * px if lines else 0.0


@dataclass(frozen=True)
class _Unit:
    """A run that is never broken; `space` precedes it, `cost` is the price of a line ending before it."""

    text: str
    width: float
    space: float
    cost: float
    newline: bool = False


class Typesetter:
    """Breaks and fits text with one font's measures. Results are remembered: a screen is set once per size."""

    def __init__(self, measure: Measure) -> None:
        self._measure = measure
        self._units: dict[tuple[str, bool], list[_Unit]] = {}
        self._fits: dict[tuple[object, ...], Setting] = {}
        self._counts: dict[tuple[str, float, int, bool], int] = {}
        self._narrowest: dict[tuple[str, int, bool, int, bool], float] = {}

    def width(self, text: str, bold: bool) -> float:
        """Width of one line in em."""
        return self._measure(text, bold)

    def fit(
        self, text: str, width: float, height: float, size: TypeSize, max_lines: int = 2, cap: int | None = None
    ) -> Setting:
        """The largest setting within `width` × `height` px, at most `cap` px high; one line is preferred to two."""
        want = max(size.floor, min(size.want, cap or size.want))
        key = (text, round(width, 2), round(height, 2), size.floor, want, size.bold, max_lines)
        if key not in self._fits:
            self._fits[key] = self._fit(text, width, height, size, want, max_lines)
        return self._fits[key]

    def _fit(self, text: str, width: float, height: float, size: TypeSize, want: int, max_lines: int) -> Setting:
        single = max(size.floor, round(want * 0.8))
        for least, lines in ((single, 1), (size.floor, max_lines)):
            px, torn = want, None
            while True:
                setting = self.paragraph(text, width, px, size.bold, balance=True)
                if setting.fits and len(setting.lines) <= lines and setting.height <= height + 0.5:
                    setting = self._mended(setting, text, width, height, size.bold, lines)
                    if not _tears(setting):
                        return setting
                    torn = torn or setting
                if px <= (max(least, torn.px * WORTH_WHOLE) if torn else least):
                    break
                px = max(least, min(px - 1, round(px * 0.96)))
            if torn:
                return torn
        worst = self.paragraph(text, width, size.floor, size.bold, balance=True)
        return Setting(worst.px, worst.lines, worst.width, fits=False)

    def _mended(self, torn: Setting, text: str, width: float, height: float, bold: bool, lines: int) -> Setting:
        """With one line more, if there is room for it and words stay whole by it."""
        if not _tears(torn) or len(torn.lines) >= lines or block_height(len(torn.lines) + 1, torn.px) > height + 0.5:
            return torn
        units = self._split(text, bold)
        rows = self._balanced(units, width / torn.px, len(torn.lines) + 1)
        whole = _setting(rows, torn.px, width / torn.px)
        return whole if whole.fits and not _tears(whole) else torn

    def paragraph(self, text: str, width: float, px: int, bold: bool, balance: bool = False) -> Setting:
        """Lines at exactly `px`; with `balance` of like length. Where a word is too wide it does not `fits`."""
        units = self._split(text, bold)
        room = width / px
        rows = self._greedy(units, room)
        if balance and 1 < len(rows) <= MOST_BALANCED:
            rows = self._balanced(units, room, len(rows))
        return _setting(rows, px, room)

    def line_count(self, text: str, width: float, px: int, bold: bool) -> int:
        """How many lines the text takes at exactly `px`."""
        key = (text, width, px, bold)
        if key not in self._counts:
            self._counts[key] = len(self._greedy(self._split(text, bold), width / px))
        return self._counts[key]

    def narrowest(self, text: str, px: int, bold: bool, lines: int, *, whole: bool = False) -> float:
        """The least width (to half a character) at which the text takes at most `lines` lines at `px`.

        `whole`: and no word is torn by it.
        """
        key = (text, px, bold, lines, whole)
        if key not in self._narrowest:
            self._narrowest[key] = self._find_narrowest(text, px, bold, lines, whole)
        return self._narrowest[key]

    def _find_narrowest(self, text: str, px: int, bold: bool, lines: int, whole: bool) -> float:
        full = self._measure(text, bold) * px
        width = full / lines
        while width < full:
            setting = self.paragraph(text, width, px, bold, balance=whole)
            if setting.fits and len(setting.lines) <= lines and not (whole and _tears(setting)):
                return width
            width += px / 2
        return full

    def _split(self, text: str, bold: bool) -> list[_Unit]:
        key = (text, bold)
        if key not in self._units:
            self._units[key] = self._units_of(text, bold)
        return self._units[key]

    def _units_of(self, text: str, bold: bool) -> list[_Unit]:
        units: list[_Unit] = []
        runs: list[tuple[str, bool, bool]] = []
        end = 0
        for found in _UNIT.finditer(text):
            run, spaced = found.group(), found.start() > end
            end = found.end()
            if run == "\n":
                runs.append((run, False, True))
            elif runs and not runs[-1][2] and not spaced and _sticks(runs[-1][0], run):
                last, had, _ = runs[-1]
                runs[-1] = (last + run, had, False)
            else:
                runs.append((run, spaced, False))
        newline = False
        for run, spaced, is_break in runs:
            if is_break:
                newline = True
                continue
            cost = _cost(units[-1].text, run, spaced) if units else 0.0
            space = self._measure(" ", bold) if spaced and units else 0.0
            units.append(_Unit(run, self._measure(run, bold), space, cost, newline and bool(units)))
            newline = False
        return units

    @staticmethod
    def _greedy(units: list[_Unit], room: float) -> list[list[_Unit]]:
        rows: list[list[_Unit]] = []
        used = 0.0
        for unit in units:
            if rows and not unit.newline and used + unit.space + unit.width <= room + 0.01:
                rows[-1].append(unit)
                used += unit.space + unit.width
            else:
                rows.append([unit])
                used = unit.width
        return rows

    def _balanced(self, units: list[_Unit], room: float, rows: int) -> list[list[_Unit]]:
        """The split into `rows` lines with the least unevenness, dear where a word would be torn."""
        if len(units) > MOST_UNITS or len(units) < rows:
            return self._greedy(units, room)
        ends = [0.0]
        for unit in units:
            ends.append(ends[-1] + unit.space + unit.width)
        mean = ends[-1] / rows
        best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
        for row in range(rows):
            best = self._next_row(units, ends, best, room, mean, last=row == rows - 1)
        if len(units) not in best:
            return self._greedy(units, room)
        cut = best[len(units)][1]
        return [units[a:b] for a, b in zip((0, *cut[:-1]), cut, strict=True)]

    @staticmethod
    def _next_row(
        units: list[_Unit], ends: list[float], best: dict[int, tuple[float, tuple[int, ...]]], room: float,
        mean: float, *, last: bool,
    ) -> dict[int, tuple[float, tuple[int, ...]]]:  # fmt: skip
        """From the cheapest ways to set the first n units in k lines, those of k + 1 lines."""
        found: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (price, cut) in best.items():
            for end in range(start + 1, len(units) + 1):
                width = ends[end] - ends[start] - (units[start].space if start else 0.0)
                if width > room + 0.01 or (end - 1 > start and units[end - 1].newline):
                    break
                if last and end < len(units):
                    continue
                total = price + abs(mean - width) + (units[end].cost if end < len(units) else 0.0)
                if end not in found or total < found[end][0]:
                    found[end] = (total, (*cut, end))
        return found


def _sticks(before: str, after: str) -> bool:
    """Whether a line may not end between the two (kinsoku)."""
    return after[0] in _CLOSING or before[-1] in _OPENING


def _cost(before: str, after: str, spaced: bool) -> float:
    """Price in em of breaking between two runs: free at a pause, dear inside a word or before a unit."""
    if before[-1] in _FREE:
        return 0.0
    if spaced:
        return 0.5
    if held(before, after):
        return 9.0
    if before[-1].isascii() or after[0].isascii():
        return 4.0
    return 3.0


def _tears(setting: Setting) -> bool:
    return any(held(one, other) for one, other in pairwise(setting.lines))


def _setting(rows: list[list[_Unit]], px: int, room: float) -> Setting:
    widest = max((_width(row) for row in rows), default=0.0)
    return Setting(px, tuple(_join(row) for row in rows), widest * px, fits=widest <= room + 0.01)


def _join(row: list[_Unit]) -> str:
    return "".join((" " if unit.space and i else "") + unit.text for i, unit in enumerate(row))


def _width(row: list[_Unit]) -> float:
    return sum(unit.width + (unit.space if i else 0.0) for i, unit in enumerate(row))
