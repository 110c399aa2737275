"""One file → one first-aid card, or every fault in it with its line and its mend."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import PurePath

from kiosk.content.first_aid.card import SIGNS, AidCard, Review, Source, Step
from kiosk.content.policy.cards_reader import UNKNOWN, Fault, Reader, Skip
from kiosk.content.policy.cards_tree import NotATree, Row, Table, Tree, read_tree
from kiosk.text import LANGUAGES

SUFFIX = ".yaml"
MOST_STEPS = 8
LONGEST_STEP = 40
"""Characters of one step: it stands on the screen as one great sentence or two."""

_NEEDED = ("id", "picture", "name", "signs", "sources", "steps")
_PLACE = re.compile(r"\S.{0,30}")


def read_aid(file: str, raw: bytes) -> tuple[AidCard | None, tuple[Fault, ...]]:
    """The card, None where a part of it cannot be read; and what is wrong. `file` is its path, for the faults."""
    reader = Reader(file)
    card = None
    try:
        card = _card(reader, read_tree(raw))
    except NotATree as error:
        reader.wrong(error.line, error.what, error.mend)
    except Skip:
        pass
    return (None if reader.faults else card), tuple(reader.faults)


def _card(reader: Reader, tree: Tree) -> AidCard:
    given = reader.table(tree, (*_NEEDED, "review"), _NEEDED)
    sources, broken = _sources(reader, given["sources"])
    id_ = reader.name(given["id"])
    if id_ != PurePath(reader.file).stem:
        reader.wrong(given["id"].line, f"{id_} in a file of another name", f"call the file {id_}{SUFFIX}")
    picture, name = reader.name(given["picture"]), _texts(reader, given["name"])
    signs = reader.each(_list(reader, given["signs"]), lambda sign: reader.choice(sign, SIGNS))
    rows = reader.rows(given["steps"], "{say: …, source: …}")
    if len(rows) > MOST_STEPS:
        reader.wrong(given["steps"].line, f"{len(rows)} steps", f"at most {MOST_STEPS}: nobody remembers more")
    steps = reader.each(rows, lambda row: _step(reader, row, sources, broken))
    review = None
    if "review" in given:
        entry = reader.table(given["review"], ("by", "on"), ("by", "on"))
        review = Review(reader.text(entry["by"]), reader.day(entry["on"]))
    return AidCard(id_, picture, name, signs, steps, review, reader.file)


def _list(reader: Reader, tree: Tree) -> tuple[Tree, ...]:
    """A list that may be empty: such a card is only found by its picture."""
    if not isinstance(tree, Row):
        raise reader.wrong(tree.line, "a list is expected here", f"write [] or some of {', '.join(SIGNS)}")
    return tree.items


def _texts(reader: Reader, tree: Tree) -> Mapping[str, str]:
    given = reader.table(tree, LANGUAGES, LANGUAGES)
    return {language: reader.text(text) for language, text in given.items()}


def _sources(reader: Reader, tree: Tree) -> tuple[dict[str, Source], set[str]]:
    """What could be read, and the names of what could not: whoever cites one of those is not to blame."""
    if not isinstance(tree, Table) or not tree.entries:
        raise reader.wrong(tree.line, "a table of sources is expected here", "write name: and its document below")
    found: dict[str, Source] = {}
    for name, entry in tree.entries.items():
        with suppress(Skip):
            given = reader.table(entry, ("document", "number", "date"), ("document", "number", "date"))
            number = reader.text(given["number"])
            day = reader.day(given["date"])
            found[name] = Source(reader.text(given["document"]), "" if number == UNKNOWN else number, day)
    return found, tree.entries.keys() - found.keys()


def _step(reader: Reader, tree: Tree, sources: Mapping[str, Source], broken: set[str]) -> Step:
    given = reader.table(tree, ("say", "source", "plan"), ("say", "source"))
    name, _, place = reader.text(given["source"]).partition(" ")
    if name in broken:
        raise Skip
    if name not in sources:
        raise reader.wrong(
            given["source"].line, f"unknown source {name}", f"one of {', '.join(sources) or 'none here'}"
        )
    if place and not _PLACE.fullmatch(place):
        reader.wrong(given["source"].line, "a place that is too long", "the article alone, at most 31 characters")
    plan = "plan" in given and reader.choice(given["plan"], ("yes", "no")) == "yes"
    return Step(_texts(reader, given["say"]), sources[name], place, plan, given["say"].line)
