"""Rows of a list in a YAML file, taken out, put in and moved; comments and whatever else stands there stay.

A remark between two rows belongs to the one below it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from kiosk.content.package.edit import ByHand, Path, at, found, put_in, shown, texts, written

Value = str | Sequence["Value"] | Mapping[str, "Value"]
"""What is put into a file."""


def moved(raw: bytes, path: Path, row: int, to: Path, place: int) -> bytes:
    """The row of one list at another place, of the same list or of another; `place` counts without the row itself.

    Raises ByHand when it is not there, is the only one, or when the file would not say what is asked for.
    """
    wanted = texts(raw)
    at(wanted, to).insert(place, _taken(wanted, path, row))
    text, cut = _without(_text(raw), path, row)
    return _checked(_with(text, to, place, cut), wanted)


def removed(raw: bytes, path: Path, row: int) -> bytes:
    """Without the row. Raises ByHand as `moved` does."""
    wanted = texts(raw)
    _taken(wanted, path, row)
    return _checked(_without(_text(raw), path, row)[0], wanted)


def added(raw: bytes, path: Path, place: int, row: Mapping[str, Value], short: bool = False) -> bytes:
    """With a new row, on one line if it is `short`. Raises ByHand as `moved` does."""
    wanted = texts(raw)
    rows = at(wanted, path)
    if not isinstance(rows, list):
        raise ByHand(f"{shown(path)} is no list")
    rows.insert(place, _copied(row))
    text = _text(raw)
    lines = [_flow(row)] if short else [line for key, value in row.items() for line in _lines(key, value)]
    dash = " " * _column(text, path)
    new = "".join(f"{dash}{'  ' if number else '- '}{line}\n" for number, line in enumerate(lines))
    return _checked(_with(text, path, place, new), wanted)


def told(raw: bytes, path: Path, name: str, what: Mapping[str, Value] | None) -> bytes:
    """With `name: {…}` in the table at `path` saying `what`, or for None without it. Raises as `moved` does."""
    wanted = texts(raw)
    table = at(wanted, path)
    if not isinstance(table, dict) or (name not in table and what is None):
        return raw
    table.pop(name, None)
    if what is not None:
        table[name] = _copied(what)
    text = _text(raw)
    node = found(_root(text), path)
    if not isinstance(node, yaml.MappingNode):
        raise ByHand(f"{shown(path)} is no table")
    pairs = node.value
    pair = next(((key, value) for key, value in pairs if key.value == name), None)
    new = _flow(what or {})
    if pair is None:
        start, end, new = put_in(text, node, name, new)
    elif what is not None:
        start, end, new = pair[0].end_mark.index, _end(pair[1]), f": {new}"
    elif node.flow_style:
        start, end, new = pairs[pairs.index(pair) - 1][1].end_mark.index, _end(pair[1]), ""
    else:
        start, end, new = _line(text, pair[0].start_mark.index), _line_end(text, _end(pair[1])), ""
    return _checked(text[:start] + new + text[end:], wanted)


def _copied(value: Value) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {key: _copied(one) for key, one in value.items()}
    return [_copied(one) for one in value]


def _flow(value: Value) -> str:
    """On one line."""
    if isinstance(value, str):
        return written(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    return "[" + ", ".join(map(_flow, value)) + "]"


def _lines(key: str, value: Value) -> list[str]:
    """A key and what it says; a list below it, a row each line."""
    if isinstance(value, str | Mapping):
        return [f"{key}: {_flow(value)}"]
    return [f"{key}:", *(f"  - {_flow(one)}" for one in value)]


def _taken(whole: Any, path: Path, row: int) -> Any:
    rows = at(whole, path)
    if not isinstance(rows, list) or not 0 <= row < len(rows) or len(rows) == 1:
        raise ByHand(f"{shown((*path, row))} cannot be taken out")
    return rows.pop(row)


def _text(raw: bytes) -> str:
    text = raw.decode("utf-8-sig")
    return text if text.endswith("\n") else f"{text}\n"


def _without(text: str, path: Path, row: int) -> tuple[str, str]:
    """The text without the row, and the row."""
    start, end = _spans(text, path)[row]
    return text[:start] + text[end:], text[start:end]


def _with(text: str, path: Path, place: int, new: str) -> str:
    spans = _spans(text, path)
    if not 0 <= place <= len(spans):
        raise ByHand(f"{shown((*path, place))} is not there")
    where = spans[place][0] if place < len(spans) else spans[-1][1]
    return text[:where] + new + text[where:]


def _spans(text: str, path: Path) -> list[tuple[int, int]]:
    """Where each row begins and ends, whole lines. Raises ByHand for a list that is written on one line."""
    node = found(_root(text), path)
    if not isinstance(node, yaml.SequenceNode) or node.flow_style or not node.value:
        raise ByHand(f"{shown(path)} is no list of lines; change the file itself")
    spans, start = [], _remarks(text, _line(text, node.value[0].start_mark.index))
    for one in node.value:
        end = _line_end(text, _end(one))
        spans.append((start, end))
        start = end
    return spans


def _column(text: str, path: Path) -> int:
    """Where the dashes of a list stand."""
    return int(found(_root(text), path).start_mark.column)


def _root(text: str) -> yaml.Node:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is None:
        raise ByHand("nothing in the file")
    return root


def _end(node: yaml.Node) -> int:
    """Behind the last word of it: a block's own mark lies behind the remarks that follow it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _remarks(text: str, start: int) -> int:
    """Where the remarks above a line begin."""
    while start and text[(above := _line(text, start - 1)) : start].lstrip().startswith("#"):
        start = above
    return start


def _line(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _line_end(text: str, index: int) -> int:
    if index and text[index - 1] == "\n":  # text over several lines ends with one
        return index
    end = text.find("\n", index)
    return len(text) if end < 0 else end + 1


def _checked(text: str, wanted: Any) -> bytes:
    after = text.encode()
    if texts(after) != wanted:
        raise ByHand("this cannot be written into the file; change the file itself")
    return after
