"""One file → one card, or every fault in it with its line and its mend."""

from __future__ import annotations

from contextlib import suppress
from pathlib import PurePath

from kiosk.content.policy.cards import CHECKED, DRAFT, SECTIONS, TOPICS, Card, Checked, Fact, Names
from kiosk.content.policy.cards_reader import UNKNOWN, Fault, Reader, Skip
from kiosk.content.policy.cards_source import Dated, Source
from kiosk.content.policy.cards_tree import Leaf, NotATree, Table, Tree, read_tree
from kiosk.content.policy.rules import Rule
from kiosk.content.policy.rules_read import read_rule
from kiosk.content.policy.trials_read import read_trials

_NEEDED = ("id", "topic", "picture", "names", "status", "sources", "answer", *SECTIONS)
_KNOWN = (*_NEEDED, "checked", "amounts", "rule", "tests")
_SOURCE = ("document", "number", "text", "in_force")
SUFFIX = ".yaml"


def read_card(file: str, raw: bytes) -> tuple[Card | None, tuple[Fault, ...]]:
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


def _card(reader: Reader, tree: Tree) -> Card:
    given = reader.table(tree, _KNOWN, _NEEDED)
    reader.sources.update(_sources(reader, given["sources"]))
    id_ = reader.name(given["id"])
    if id_ != PurePath(reader.file).stem:
        reader.wrong(given["id"].line, f"{id_} in a file of another name", f"call the file {id_}{SUFFIX}")
    topic, picture = reader.choice(given["topic"], TOPICS), reader.name(given["picture"])
    names, checked = _names(reader, given["names"]), _checked(reader, given)
    amounts = _amounts(reader, given["amounts"]) if "amounts" in given else {}
    sections = {name: _section(reader, given[name]) for name in SECTIONS}
    answer = _fact(reader, given["answer"])
    rule = _rule(reader, given)
    trials = read_trials(reader, given["tests"]) if "tests" in given else ()
    if trials and rule is None:
        reader.wrong(given["tests"].line, "tests without a rule", "write a rule, or take them out")
    return Card(
        id_, topic, picture, names, checked, reader.sources, answer, sections, amounts, rule, reader.file, trials
    )


def _rule(reader: Reader, given: dict[str, Tree]) -> Rule | None:
    with suppress(Skip):
        return read_rule(reader, given["rule"]) if "rule" in given else None
    return None


def _sources(reader: Reader, tree: Tree) -> dict[str, Source]:
    if not isinstance(tree, Table) or not tree.entries:
        raise reader.wrong(tree.line, "a table of sources is expected here", "write name: and its document below")
    found = {}
    for name, entry in tree.entries.items():
        try:
            found[name] = _source(reader, entry)
        except Skip:
            reader.broken.add(name)
    return found


def _source(reader: Reader, tree: Tree) -> Source:
    given = reader.table(tree, (*_SOURCE, "amended"), _SOURCE)
    number = reader.text(given["number"])
    amended = reader.day(given["amended"]) if "amended" in given else None
    return Source(reader.text(given["document"]), "" if number == UNKNOWN else number, reader.text(given["text"]),
                  reader.day(given["in_force"]), amended)  # fmt: skip


def _names(reader: Reader, tree: Tree) -> Names:
    given = reader.table(tree, ("official", "everyday"), ("official", "everyday"))
    everyday = reader.each(reader.rows(given["everyday"], "names"), reader.text)
    return Names(reader.text(given["official"]), everyday)


def _checked(reader: Reader, given: dict[str, Tree]) -> Checked | None:
    status = reader.choice(given["status"], (DRAFT, CHECKED))
    if status == CHECKED and "checked" not in given:
        raise reader.wrong(given["status"].line, f"{CHECKED} by nobody", "write checked: {by: …, on: 2026-01-31}")
    if status == DRAFT and "checked" in given:
        raise reader.wrong(given["checked"].line, f"checked, and still {DRAFT}", f"write status: {CHECKED}")
    if status == DRAFT:
        return None
    entry = reader.table(given["checked"], ("by", "on"), ("by", "on"))
    return Checked(reader.text(entry["by"]), reader.day(entry["on"]))


def _amounts(reader: Reader, tree: Tree) -> dict[str, tuple[Dated, ...]]:
    if not isinstance(tree, Table):
        raise reader.wrong(tree.line, "a table of amounts is expected here", "write name: and its values below")
    return {name: reader.dated(values, unit=True) for name, values in tree.entries.items()}


def _section(reader: Reader, tree: Tree) -> tuple[Fact, ...]:
    if isinstance(tree, Leaf) and tree.text == UNKNOWN:
        return ()
    items = reader.rows(tree, "{say: …, source: …}, or the word unknown")
    return reader.each(items, lambda item: _fact(reader, item))


def _fact(reader: Reader, tree: Tree) -> Fact:
    given = reader.table(tree, ("say", "source"), ("say", "source"))
    return Fact(reader.text(given["say"]), reader.cite(given["source"]), tree.line)
