"""The rule of a card, from its tree: conditions, parameters, required and excluded programmes."""

from __future__ import annotations

from kiosk.content.policy.cards_reader import Reader
from kiosk.content.policy.cards_source import Dated
from kiosk.content.policy.cards_tree import Leaf, Table, Tree
from kiosk.content.policy.rules import Condition, FactTest, Group, How, Join, Programme, Rule, Window
from kiosk.content.policy.rules_facts import FACTS, FactKind, Value

_COMPARED = tuple(how.value for how in How)
_JOINS = tuple(join.value for join in Join)
_RULE = ("from", "to", "parameters", *_JOINS, "requires", "excludes")
_FACT = ("fact", *_COMPARED, "say", "source")
_PROGRAMME = ("card", "say", "source")


def read_rule(reader: Reader, tree: Tree) -> Rule:
    """Raises Skip, with the faults noted in `reader`, where there is no rule to speak of."""
    given = reader.table(tree, _RULE, ("from",))
    start, end = reader.day(given["from"]), reader.day(given["to"]) if "to" in given else None
    if end is not None and end < start:
        raise reader.wrong(tree.line, f"from {start} to {end}", "the end must not be before the beginning")
    before = len(reader.faults)
    parameters = _parameters(reader, given["parameters"]) if "parameters" in given else {}
    reading = _Conditions(reader, parameters)
    parts = [part for join in Join if join.value in given for part in reading.joined(join, given[join.value])]
    for key, wanted in (("requires", True), ("excludes", False)):
        if key in given:
            parts += reader.each(reader.rows(given[key], key), reading.wanted if wanted else reading.unwanted)
    if not parts:
        raise reader.wrong(tree.line, "a rule without conditions", f"write {', '.join(_JOINS)} or requires")
    unused = parameters.keys() - reading.used if len(reader.faults) == before else set()
    for name in sorted(unused):
        reader.wrong(tree.line, f"parameter {name} is used by no condition", "use it, or take it out")
    return Rule(Group(Join.ALL, tuple(parts)), parameters, start, end, tree.line)


def _parameters(reader: Reader, tree: Tree) -> dict[str, tuple[Dated, ...]]:
    if not isinstance(tree, Table):
        raise reader.wrong(tree.line, "a table of parameters is expected here", "write name: and its values below")
    found = {}
    for name, values in tree.entries.items():
        found[name] = reader.dated(values, unit=False)
        for value in found[name]:
            if "." in value.value:
                reader.wrong(value.line, f"{value.value} is no whole number", "facts are compared in whole numbers")
    return found


class _Conditions:
    """Reads conditions; remembers which parameters they use."""

    def __init__(self, reader: Reader, parameters: dict[str, tuple[Dated, ...]]) -> None:
        self._reader, self._parameters = reader, parameters
        self.used: set[str] = set()

    def joined(self, join: Join, tree: Tree) -> tuple[Condition, ...]:
        """The parts of a rule's top: those of `all` stand as they are."""
        parts = self._reader.each(self._reader.rows(tree, "{fact: …, say: …, source: …}"), self.read)
        return parts if join is Join.ALL else (Group(join, parts),)

    def read(self, tree: Tree) -> Condition:
        keys = tree.entries.keys() if isinstance(tree, Table) else set()
        joins = [join for join in Join if join.value in keys]
        if joins:
            given = self._reader.table(tree, (joins[0].value,), (joins[0].value,))
            parts = self._reader.rows(given[joins[0].value], "{fact: …, say: …, source: …}")
            return Group(joins[0], self._reader.each(parts, self.read))
        if "window" in keys:
            given = self._reader.table(tree, ("window", "source"), ("window", "source"))
            return Window(self._reader.text(given["window"]), self._reader.cite(given["source"]))
        given = self._reader.table(tree, _FACT, ("fact", "say", "source"))
        return self._test(tree, given)

    def wanted(self, tree: Tree) -> Programme:
        return self._programme(tree, wanted=True)

    def unwanted(self, tree: Tree) -> Programme:
        return self._programme(tree, wanted=False)

    def _programme(self, tree: Tree, *, wanted: bool) -> Programme:
        reader, given = self._reader, self._reader.table(tree, _PROGRAMME, _PROGRAMME)
        return Programme(reader.name(given["card"]), wanted, reader.text(given["say"]), reader.cite(given["source"]))

    def _test(self, tree: Tree, given: dict[str, Tree]) -> FactTest:
        reader = self._reader
        name = reader.text(given["fact"])
        if name not in FACTS:
            raise reader.wrong(given["fact"].line, f"a rule on an unknown fact {name}", f"one of {', '.join(FACTS)}")
        compared = [key for key in _COMPARED if key in given]
        if len(compared) != 1:
            raise reader.wrong(tree.line, f"{name} is compared {len(compared)} times", f"one of {', '.join(_COMPARED)}")
        how, against = How(compared[0]), given[compared[0]]
        fact, parameter = FACTS[name], ""
        if how in (How.AT_LEAST, How.AT_MOST) and fact.kind != "number":
            raise reader.wrong(tree.line, f"{name} is no number", "compare it with is or one_of")
        values: tuple[Value, ...] = ()
        if isinstance(against, Leaf) and against.text in self._parameters and fact.kind == "number":
            if how is How.ONE_OF:
                raise reader.wrong(against.line, "a parameter is one value", "use is, at_least or at_most")
            parameter = against.text
            self.used.add(parameter)
        else:
            items = reader.rows(against, "values") if how is How.ONE_OF else (against,)
            values = reader.each(items, lambda item: read_value(reader, fact, item))
        return FactTest(name, how, values, parameter, reader.text(given["say"]), reader.cite(given["source"]))


def read_value(reader: Reader, fact: FactKind, tree: Tree) -> Value:
    """What a fact holds, from its text. Raises Skip with the fault noted."""
    said = reader.text(tree)
    value: Value = said
    if fact.kind == "yes_no" and said in ("true", "false"):
        value = said == "true"
    elif fact.kind == "number" and said.isascii() and said.isdigit() and len(said) < 10:
        value = int(said)
    if not fact.accepts(value):
        mend = fact.allowed() + (", or the name of a parameter" if fact.kind == "number" else "")
        raise reader.wrong(tree.line, f"{fact.name}: {said} is not allowed", mend)
    return value
