"""Where a fact is written: a document and an article of it; and values that hold from one day to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise


@dataclass(frozen=True)
class Source:
    """An official text. `number` is "" where nobody has found it; `text` is its file's stem in the library of texts.

    `amended` is the day of the last change, None if it was never changed.
    """

    document: str
    number: str
    text: str
    in_force: date
    amended: date | None


@dataclass(frozen=True)
class Cite:
    """One article of one source, as 第三十一条 (perhaps with 第二款); `line` is where the card says so."""

    source: Source
    article: str
    line: int

    def as_data(self) -> dict[str, str]:
        """For a program: document, number, text, article, date in force."""
        source = self.source
        return {"document": source.document, "number": source.number or "unknown", "text": source.text,
                "article": self.article, "in_force": source.in_force.isoformat()}  # fmt: skip

    def __str__(self) -> str:
        return f"《{self.source.document}》{self.article}"


@dataclass(frozen=True)
class Dated:
    """A value from a day on, to a day (both included; `to` None: until another follows)."""

    value: str
    unit: str
    cite: Cite
    start: date
    end: date | None
    line: int

    def holds(self, on: date) -> bool:
        return self.start <= on and (self.end is None or on <= self.end)


def at(values: tuple[Dated, ...], on: date) -> Dated | None:
    """The value that holds on that day, if any does."""
    return next((value for value in values if value.holds(on)), None)


def overlap(values: tuple[Dated, ...]) -> tuple[Dated, Dated] | None:
    """Two values that would hold on one day, the later one second."""
    ordered = sorted(values, key=lambda value: value.start)
    for first, second in pairwise(ordered):
        if first.end is None or second.start <= first.end:
            return first, second
    return None
