"""YAML as a tree of text with line numbers. Every value stays the text that stands there: no date, no yes, no number.

Refused, with their place: anchors and aliases, a key given twice, more than one document, deep nesting, large files.
"""

from __future__ import annotations

from dataclasses import dataclass

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where the wheel has it: 28 cards in a tenth of the time."""

MAX_BYTES = 200_000
MAX_DEPTH = 14


@dataclass(frozen=True)
class Leaf:
    text: str
    line: int


@dataclass(frozen=True)
class Row:
    items: tuple[Tree, ...]
    line: int


@dataclass(frozen=True)
class Table:
    entries: dict[str, Tree]
    lines: dict[str, int]
    line: int


Tree = Leaf | Row | Table


class NotATree(Exception):
    """`line` and what is wrong there, in words."""

    def __init__(self, line: int, what: str, mend: str) -> None:
        super().__init__(f"{line}: {what}; {mend}")
        self.line, self.what, self.mend = line, what, mend


def read_tree(raw: bytes) -> Tree:
    """The one document in a file's bytes. Raises NotATree."""
    if len(raw) > MAX_BYTES:
        raise NotATree(1, f"{len(raw):,} bytes", f"at most {MAX_BYTES:,} are read")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotATree(raw[: error.start].count(b"\n") + 1, "not UTF-8", "save the file as UTF-8") from None
    try:
        _look_through(text)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "not YAML"
        raise NotATree(mark.line + 1 if mark else 1, problem, "mend the line or the indent before it") from None
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise NotATree(line, "a control character", "take it out") from None
    if node is None:
        raise NotATree(1, "nothing in the file", "write a card as docs/policy.md shows, or remove the file")
    return _tree(node)


def _look_through(text: str) -> None:
    """What must not be built at all."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise NotATree(line, "an anchor or an alias (& or *)", "write the value out, or put it in quotes")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise NotATree(line, f"nested more than {MAX_DEPTH} deep", "make it flatter")


def _tree(node: yaml.Node) -> Tree:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return Leaf(node.value.strip(), line)
    if isinstance(node, yaml.SequenceNode):
        return Row(tuple(_tree(item) for item in node.value), line)
    entries: dict[str, Tree] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        at = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise NotATree(at, "a key that is no word", "write key: value")
        if key.value in entries:
            raise NotATree(at, f"{key.value} a second time", f"the first is in line {lines[key.value]}; keep one")
        entries[key.value], lines[key.value] = _tree(value), at
    return Table(entries, lines, line)
