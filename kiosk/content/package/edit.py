"""Changing single texts in a YAML file and leaving all else, comments and order too, as a person wrote it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

import yaml

from kiosk.content.policy.cards_tree import Leaf, NotATree, Row, Tree, read_tree
from kiosk.errors import ContentError

Path = tuple[str | int, ...]
ORDER = ("say", "note", "start", "do", "hint", "after", "wrong")
"""Where a key that is added stands: behind those before it here."""


class ByHand(ContentError):
    """This cannot be written into the file as it stands; a person changes the file itself."""


def plain(tree: Tree) -> Any:
    """A tree as dicts, lists and texts."""
    if isinstance(tree, Leaf):
        return tree.text
    if isinstance(tree, Row):
        return [plain(item) for item in tree.items]
    return {key: plain(value) for key, value in tree.entries.items()}


def texts(raw: bytes) -> Any:
    """What the file says, as dicts, lists and texts. Raises ContentError for what is no YAML."""
    try:
        return plain(read_tree(raw))
    except NotATree as error:
        raise ContentError(str(error)) from error


def at(whole: Any, path: Path) -> Any:
    """What stands there; None for nothing."""
    for name in path:
        listed = isinstance(whole, list) and isinstance(name, int) and 0 <= name < len(whole)
        if not listed and not (isinstance(whole, dict) and name in whole):
            return None
        whole = whole[name]
    return whole


def edit(raw: bytes, changes: Mapping[Path, str], kept: Collection[Path] = ()) -> bytes:
    """The file with these texts at these places: "" takes a key out (one of `kept` stays, and says nothing), a key
    that is not there is added to its table.

    Raises ByHand when a place is not there, or when the file would say something else than asked for.
    """
    before = texts(raw)
    wanted = {path: " ".join(text.split()) for path, text in changes.items()}
    wanted = {path: text for path, text in wanted.items() if text != (at(before, path) or "")}
    text = raw.decode("utf-8-sig")
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is None:
        raise ContentError("nothing in the file")
    for start, end, new in sorted(
        (_change(text, root, path, new, path in kept) for path, new in wanted.items()), reverse=True
    ):
        text = text[:start] + new + text[end:]
    after = text.encode()
    if texts(after) != _applied(before, wanted, kept):
        raise ByHand("this cannot be written into the file; change the file itself")
    return after


def _change(text: str, root: yaml.Node, path: Path, new: str, kept: bool) -> tuple[int, int, str]:
    """What to replace, from where to where, by what."""
    table, name = found(root, path[:-1]), path[-1]
    node = _child(table, name)
    if node is None:
        return put_in(text, table, str(name), written(new) if new else "")
    if not isinstance(node, yaml.ScalarNode):
        raise ByHand(f"{shown(path)} is no text")
    if not new and not kept:
        return _removed(text, table, name)
    end = "\n" if node.style in ("|", ">") else ""
    return node.start_mark.index, node.end_mark.index, written(new) + end


def found(node: yaml.Node, path: Path) -> yaml.Node:
    """What stands at a path below a node. Raises ByHand."""
    for name in path:
        inside = _child(node, name)
        if inside is None:
            raise ByHand(f"{shown(path)} is not there")
        node = inside
    return node


def _child(node: yaml.Node, name: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode) and isinstance(name, str):
        return next((value for key, value in node.value if key.value == name), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(name, int) and 0 <= name < len(node.value):
        inside: yaml.Node = node.value[name]
        return inside
    return None


def put_in(text: str, table: yaml.Node, name: str, new: str) -> tuple[int, int, str]:
    """Where and how a key that is not there stands in its table; `new` is YAML. Raises ByHand."""
    if not isinstance(table, yaml.MappingNode) or not table.value or not new:
        raise ByHand(f"{name} is not there")
    if table.flow_style:
        place = table.end_mark.index - 1
        return place, place, f", {name}: {new}"
    first = table.value[0][0]
    earlier = ORDER[: ORDER.index(name)] if name in ORDER else ()
    lines = [(key, value) for key, value in table.value if isinstance(value, yaml.ScalarNode)]
    scalars = [(key, value) for key, value in lines if value.style not in ("|", ">")]
    behind = [value for key, value in scalars if key.value in earlier] or [value for _, value in scalars]
    if not behind:
        raise ByHand(f"{name} cannot be added there; change the file itself")
    place = text.find("\n", behind[-1].end_mark.index)
    place = len(text) if place < 0 else place
    return place, place, f"\n{' ' * first.start_mark.column}{name}: {new}"


def _removed(text: str, table: yaml.Node, name: str | int) -> tuple[int, int, str]:
    if not isinstance(table, yaml.MappingNode):
        raise ByHand(f"{name} cannot be empty")
    names = [key.value for key, _ in table.value]
    number = names.index(name)
    key, value = table.value[number]
    line = text.rfind("\n", 0, key.start_mark.index) + 1
    if len(names) == 1 or (not number and not table.flow_style and text[line : key.start_mark.index].strip()):
        raise ByHand(f"{name} cannot be empty")
    if table.flow_style and not number:
        return key.start_mark.index, table.value[1][0].start_mark.index, ""
    if table.flow_style:
        return table.value[number - 1][1].end_mark.index, value.end_mark.index, ""
    end = text.find("\n", value.end_mark.index)
    return line, len(text) if end < 0 else end + 1, ""


def written(text: str) -> str:
    """As YAML writes it: bare where that reads back the same inside a flow table too, else in quotes."""
    if not text:
        return '""'
    try:
        node = yaml.compose(f"{{k: {text}, z: z}}", Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError):
        node = None
    pairs: list[tuple[yaml.Node, yaml.Node]] = node.value if isinstance(node, yaml.MappingNode) else []
    bare = [(key.value, value.value) for key, value in pairs] == [("k", text), ("z", "z")] and "#" not in text
    bare = bare and isinstance(pairs[0][1], yaml.ScalarNode) and pairs[0][1].style is None
    return text if bare else json.dumps(text, ensure_ascii=False)


def _applied(before: Any, wanted: Mapping[Path, str], kept: Collection[Path]) -> Any:
    after = json.loads(json.dumps(before))
    for path, text in wanted.items():
        table = at(after, path[:-1])
        if text or path in kept:
            table[path[-1]] = text
        else:
            del table[path[-1]]
    return after


def shown(path: Path) -> str:
    """A path in words of an error."""
    return ".".join(map(str, path))
