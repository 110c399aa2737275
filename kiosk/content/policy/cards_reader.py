"""Reading a tree strictly, noting every fault with its place and its mend instead of stopping at the first."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from kiosk.content.policy.cards_source import Cite, Dated, Source, overlap
from kiosk.content.policy.cards_tree import Leaf, Row, Table, Tree
from kiosk.content.policy.numerals import ordinal

T = TypeVar("T")
UNKNOWN = "unknown"
LONGEST = 200
"""Characters of one value."""

_PARTS = re.compile(r"(第[一二三四五六七八九十]+款)?(第[一二三四五六七八九十]+项)?")
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
ID_SHAPE = "small letters, digits and hyphens, as legal-aid"
_NUMBER = re.compile(r"\d{1,9}(\.\d{1,4})?")


@dataclass(frozen=True)
class Fault:
    """What is wrong where, and how to mend it."""

    file: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}; {self.mend}"


class Skip(Exception):
    """This part cannot be read; its fault is noted."""


@dataclass
class Reader:
    """One file. Methods note a fault and raise Skip; `each` goes on with the next part."""

    file: str
    faults: list[Fault] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    """Names of sources that could not be read: whoever cites one is not to blame."""

    def wrong(self, line: int, what: str, mend: str) -> Skip:
        """Notes the fault; raise what it returns where the part cannot be used at all."""
        self.faults.append(Fault(self.file, line, what, mend))
        return Skip()

    def table(self, tree: Tree, known: Iterable[str], needed: Iterable[str]) -> dict[str, Tree]:
        """The entries of a table. Unknown keys are noted and left out; a missing one is noted and ends the part."""
        known = tuple(known)
        if not isinstance(tree, Table):
            raise self.wrong(tree.line, "a table is expected here", f"write key: value, with {', '.join(known)}")
        for key in tree.entries:
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                mend = f"did you mean {near[0]}?" if near else f"known here: {', '.join(known)}"
                self.wrong(tree.lines[key], f"unknown key {key}", mend)
        missing = [key for key in needed if key not in tree.entries]
        for key in missing:
            mend = "name where it is written: source: name 第…条" if key == "source" else f"write {key}: …"
            self.wrong(tree.line, f"{key} is missing", mend)
        if missing:
            raise Skip
        return {key: value for key, value in tree.entries.items() if key in known}

    def each(self, items: Iterable[Tree], read: Callable[[Tree], T]) -> tuple[T, ...]:
        """What could be read; the faults of the others are noted."""
        found = []
        for item in items:
            with suppress(Skip):
                found.append(read(item))
        return tuple(found)

    def rows(self, tree: Tree, what: str) -> tuple[Tree, ...]:
        if not isinstance(tree, Row) or not tree.items:
            raise self.wrong(tree.line, f"a list of {what} is expected here", f"write - {what}, a line each")
        return tree.items

    def text(self, tree: Tree) -> str:
        if not isinstance(tree, Leaf) or not tree.text:
            raise self.wrong(tree.line, "a text is expected here", "write it after the colon")
        if len(tree.text) > LONGEST:
            raise self.wrong(tree.line, f"{len(tree.text)} characters", f"at most {LONGEST}: say it shorter")
        return tree.text

    def name(self, tree: Tree) -> str:
        found = self.text(tree)
        if not _ID.fullmatch(found):
            raise self.wrong(tree.line, f"{found} is no name", ID_SHAPE)
        return found

    def choice(self, tree: Tree, choices: Iterable[str]) -> str:
        found = self.text(tree)
        if found not in (known := tuple(choices)):
            raise self.wrong(tree.line, f"{found} is not allowed", f"one of {', '.join(known)}")
        return found

    def day(self, tree: Tree) -> date:
        found = self.text(tree)
        try:
            if len(found) == len("2026-01-31"):
                return date.fromisoformat(found)
        except ValueError:
            pass
        raise self.wrong(tree.line, f"{found} is no date", "write it as 2026-01-31")

    def number(self, tree: Tree) -> str:
        found = self.text(tree)
        if not _NUMBER.fullmatch(found):
            raise self.wrong(tree.line, f"{found} is no number", "digits only; the unit has its own key")
        return found

    def cite(self, tree: Tree) -> Cite:
        """`law 第三十一条` with a source of this card."""
        name, _, article = self.text(tree).partition(" ")
        if name in self.broken:
            raise Skip
        if name not in self.sources:
            raise self.wrong(tree.line, f"unknown source {name}", f"one of {', '.join(self.sources) or 'none here'}")
        found = ordinal(article.strip())
        if found is None or found[0] != "条" or not _PARTS.fullmatch(found[2]):
            raise self.wrong(tree.line, "a source without its article", f"write source: {name} 第三十一条")
        return Cite(self.sources[name], found[1] + found[2], tree.line)

    def dated(self, tree: Tree, *, unit: bool) -> tuple[Dated, ...]:
        """Values with their dates and sources; empty for the word unknown."""
        if isinstance(tree, Leaf) and tree.text == UNKNOWN:
            return ()
        items = self.rows(tree, "{value: …, from: …, source: …}")
        found = self.each(items, lambda item: self._dated(item, unit=unit))
        if pair := overlap(found):
            first, second = pair
            what = f"a value from {second.start} overlaps the one of line {first.line} from {first.start}"
            self.wrong(second.line, what, f"end the earlier one the day before: to: {second.start - timedelta(1)}")
        return found

    def _dated(self, tree: Tree, *, unit: bool) -> Dated:
        needed = ("value", "from", "source", *(("unit",) if unit else ()))
        given = self.table(tree, ("value", "unit", "from", "to", "source"), needed)
        start, end = self.day(given["from"]), self.day(given["to"]) if "to" in given else None
        if end is not None and end < start:
            raise self.wrong(tree.line, f"from {start} to {end}", "the end must not be before the beginning")
        said = self.text(given["unit"]) if "unit" in given else ""
        return Dated(self.number(given["value"]), said, self.cite(given["source"]), start, end, tree.line)
