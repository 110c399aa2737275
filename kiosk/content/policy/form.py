"""A card as a form: every field of its file as one line of text, so that what is wrong can be shown and mended there.

Nothing is judged here: whatever is typed stands in the form, is written as a file (form_write), and `cards_check` alone
judges it. A rule's conditions are rows with a depth; those below a group with a greater depth belong to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kiosk.content.policy.cards import SECTIONS
from kiosk.content.policy.cards_tree import Leaf, Table, Tree
from kiosk.content.policy.cards_tree import Row as Rows

Row = Mapping[str, str]
UNKNOWN = "unknown"
SINGLE = ("id", "topic", "picture", "official", "everyday", "status", "by", "on", "rule_from", "rule_to")
"""`everyday` holds a name a line."""

_FACT = ("say", "source", "article")
_DATED = ("name", "value", "unit", "from", "to", "source", "article")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sources": ("name", "document", "number", "text", "in_force", "amended"),
    "amounts": _DATED,
    "answer": _FACT,
    **dict.fromkeys(SECTIONS, _FACT),
    "parameters": tuple(name for name in _DATED if name != "unit"),
    "conditions": ("depth", "kind", "fact", "how", "value", "say", "source", "article"),
    "tests": ("who", "on", "answer", "facts"),
}
JOINS = ("all", "any", "none")
PROGRAMMES = ("requires", "excludes")
KINDS = ("fact", "window", *JOINS, *PROGRAMMES)
"""Of a condition; the `fact` of requires and excludes is a card's id."""
HOWS = ("is", "one_of", "at_least", "at_most")
DEPTHS = 5
MOST_ROWS = 80


@dataclass(frozen=True)
class CardForm:
    """`values` has every name of SINGLE, `rows` every table of COLUMNS and each row every column; "" is empty."""

    values: Mapping[str, str]
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)


def empty_form(**values: str) -> CardForm:
    """A new card with these values of SINGLE."""
    return CardForm({name: values.get(name, "") for name in SINGLE}, dict.fromkeys(COLUMNS, ()))


def posted(given: Mapping[str, str], before: CardForm, tables: Iterable[str], singles: Iterable[str]) -> CardForm:
    """What a browser sent (`who-0-say` and so on) in place of those parts; the others stay. Empty rows are left out."""
    values = {**before.values, **{name: _lines(given[name]) for name in singles if name in given}}
    rows = {**before.rows, **{table: tuple(_rows(given, table)) for table in tables}}
    return CardForm(values, rows)


def _rows(given: Mapping[str, str], table: str) -> Iterator[Row]:
    for number in range(MOST_ROWS):
        row = {name: _line(given.get(f"{table}-{number}-{name}", "")) for name in COLUMNS[table]}
        offered = ("name",) if table == "sources" else ("depth", "kind", "how")  # filled in before anybody typed
        if row.get("kind") in JOINS or any(row[name] for name in row if name not in offered):
            yield row


def _line(text: str) -> str:
    """One line: any blank is one blank, so that a value can never reach into the next line of the file."""
    return " ".join(text.split())


def _lines(text: str) -> str:
    return "\n".join(line for line in map(_line, text.splitlines()) if line)


def read_form(tree: Tree) -> CardForm:
    """Whatever of a card's file fits the form, also where it has faults."""
    top = _Given(tree)
    names, checked, rule = top.below("names"), top.below("checked"), top.below("rule")
    values = {name: top.text(name) for name in ("id", "topic", "picture", "status")}
    values |= {"official": names.text("official"), "everyday": "\n".join(map(_text, names.items("everyday")))}
    values |= {"by": checked.text("by"), "on": checked.text("on")}
    values |= {"rule_from": rule.text("from"), "rule_to": rule.text("to")}
    rows: dict[str, tuple[Row, ...]] = {
        "sources": tuple(
            {"name": name, **{key: _Given(one).text(key) for key in COLUMNS["sources"][1:]}}
            for name, one in top.below("sources").entries.items()
        ),
        "amounts": tuple(_dated(top.below("amounts"), "amounts")),
        "answer": (_fact(top.below("answer")),) if "answer" in top.entries else (),
        "parameters": tuple(_dated(rule.below("parameters"), "parameters")),
        "conditions": tuple(_conditions(rule)),
        "tests": tuple(_test(_Given(one)) for one in top.items("tests")),
    }
    rows |= {name: tuple(_fact(_Given(one)) for one in top.items(name)) for name in SECTIONS}
    return CardForm(values, rows)


class _Given:
    """A table of the tree that may be something else, or not be there."""

    def __init__(self, tree: Tree | None) -> None:
        self.entries: Mapping[str, Tree] = tree.entries if isinstance(tree, Table) else {}

    def text(self, key: str) -> str:
        return _text(self.entries.get(key))

    def below(self, key: str) -> _Given:
        return _Given(self.entries.get(key))

    def items(self, key: str) -> tuple[Tree, ...]:
        found = self.entries.get(key)
        return found.items if isinstance(found, Rows) else ()

    def cite(self) -> dict[str, str]:
        name, _, article = self.text("source").partition(" ")
        return {"source": name, "article": article.strip()}


def _text(tree: Tree | None) -> str:
    if isinstance(tree, Rows):
        return ", ".join(map(_text, tree.items))
    return _line(tree.text) if isinstance(tree, Leaf) else ""


def _fact(one: _Given) -> Row:
    return {"say": one.text("say"), **one.cite()}


def _dated(tables: _Given, table: str) -> Iterator[Row]:
    """An amount that is unknown is a row with its name alone."""
    for name, values in tables.entries.items():
        items = values.items if isinstance(values, Rows) else ()
        for one in map(_Given, items):
            yield {"name": name, **{key: one.text(key) for key in COLUMNS[table][1:-2]}, **one.cite()}
        if not items:
            yield {**dict.fromkeys(COLUMNS[table], ""), "name": name}


def _conditions(rule: _Given) -> Iterator[Row]:
    for join in JOINS:
        items = rule.items(join)
        if items and join != "all":
            yield _condition(0, join)
        for one in items:
            yield from _part(_Given(one), 0 if join == "all" else 1)
    for kind in PROGRAMMES:
        for programme in map(_Given, rule.items(kind)):
            told = {"fact": programme.text("card"), "say": programme.text("say"), **programme.cite()}
            yield _condition(0, kind, **told)


def _part(one: _Given, depth: int) -> Iterator[Row]:
    if join := next((join for join in JOINS if join in one.entries), ""):
        yield _condition(depth, join)
        for part in one.items(join):
            yield from _part(_Given(part), depth + 1)
    elif "window" in one.entries:
        yield _condition(depth, "window", say=one.text("window"), **one.cite())
    else:
        how = next((how for how in HOWS if how in one.entries), "is")
        more = {"fact": one.text("fact"), "how": how, "value": one.text(how), "say": one.text("say")}
        yield _condition(depth, "fact", **more, **one.cite())


def _condition(depth: int, kind: str, **more: str) -> Row:
    return {**dict.fromkeys(COLUMNS["conditions"], ""), "depth": str(depth), "kind": kind, **more}


def _test(one: _Given) -> Row:
    facts = [f"{name}={_text(value)}" for name, value in one.below("facts").entries.items()]
    facts += [f"has.{name}={_text(value)}" for name, value in one.below("has").entries.items()]
    return {"who": one.text("who"), "on": one.text("on"), "answer": one.text("answer"), "facts": " ".join(facts)}
