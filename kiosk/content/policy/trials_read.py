"""The tests of a card, from its tree."""

from __future__ import annotations

from kiosk.content.policy.cards import Trial
from kiosk.content.policy.cards_reader import Reader
from kiosk.content.policy.cards_tree import Leaf, Table, Tree
from kiosk.content.policy.rules_facts import FACTS, Value
from kiosk.content.policy.rules_profile import Profile
from kiosk.content.policy.rules_read import read_value

EXPECTED = ("entitled", "perhaps", "not")
_TRIAL = ("who", "on", "answer")


def read_trials(reader: Reader, tree: Tree) -> tuple[Trial, ...]:
    """Raises Skip where there is no list; faults of single tests are noted."""
    return reader.each(reader.rows(tree, "{who: …, on: …, facts: {age: 70}, answer: entitled}"), _Trials(reader).read)


class _Trials:
    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def read(self, tree: Tree) -> Trial:
        reader = self._reader
        given = reader.table(tree, (*_TRIAL, "facts", "has"), _TRIAL)
        facts = {name: self._fact(name, leaf, given["facts"]) for name, leaf in self._entries(given, "facts").items()}
        has = {
            reader.name(Leaf(name, leaf.line)): self._held(leaf) for name, leaf in self._entries(given, "has").items()
        }
        who, on = reader.text(given["who"]), reader.day(given["on"])
        return Trial(who, Profile(facts, None, has), on, reader.choice(given["answer"], EXPECTED), tree.line)

    def _entries(self, given: dict[str, Tree], key: str) -> dict[str, Tree]:
        tree = given.get(key)
        if tree is None:
            return {}
        if not isinstance(tree, Table):
            raise self._reader.wrong(tree.line, f"a table of {key} is expected here", "write name: value below")
        return tree.entries

    def _fact(self, name: str, leaf: Tree, table: Tree) -> Value:
        if name not in FACTS:
            raise self._reader.wrong(leaf.line or table.line, f"unknown fact {name}", f"one of {', '.join(FACTS)}")
        return read_value(self._reader, FACTS[name], leaf)

    def _held(self, leaf: Tree) -> bool:
        return self._reader.choice(leaf, ("true", "false")) == "true"
