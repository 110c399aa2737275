"""The telephone's screens of a lesson, read strictly: every fault with its line and its mend."""

from __future__ import annotations

from kiosk.content.lessons.model import COLOURS, Block, Element, Kind, Screen, Shape
from kiosk.content.policy.cards_reader import Reader, Skip
from kiosk.content.policy.cards_tree import Leaf, Table, Tree

_SCREEN = ("kind", "title", "back", "over", "sides", "body")
_ELEMENT = ("id", "label", "icon", "colour", "note", "badge", "to", "is")
YES = ("yes", "no")
MOST_LEVELS = 10


def read_screens(reader: Reader, tree: Tree) -> dict[str, Screen]:
    """By their names. One that cannot be read is left out, its fault noted."""
    if not isinstance(tree, Table) or not tree.entries:
        raise reader.wrong(tree.line, "a table of screens is expected here", "write name: and what it shows below")
    found = {}
    for name, entry in tree.entries.items():
        try:
            found[reader.name(Leaf(name, tree.lines[name]))] = _screen(reader, name, entry, tree.lines[name])
        except Skip:
            reader.broken.add(name)
    return found


def _screen(reader: Reader, name: str, tree: Tree, line: int) -> Screen:
    given = reader.table(tree, _SCREEN, ("kind",))
    kind = Kind(reader.choice(given["kind"], Kind))
    over = reader.name(given["over"]) if "over" in given else ""
    if (kind in (Kind.DIALOG, Kind.NOTICE)) != bool(over):
        raise reader.wrong(line, f"{name}: over belongs to dialog and notice, and only to them", "over: SCREEN below")
    sides = (
        reader.each(reader.rows(given["sides"], "keys"), lambda row: element(reader, row)) if "sides" in given else ()
    )
    body = reader.each(reader.rows(given["body"], "blocks"), lambda row: _block(reader, row)) if "body" in given else ()
    title = reader.text(given["title"]) if "title" in given else ""
    back = reader.name(given["back"]) if "back" in given else ""
    return Screen(name, kind, title, back, over, sides, body, line)


def element(reader: Reader, tree: Tree, *more: str) -> Element:
    """One thing to tap: id and label, and what else it has. `more` keys are read by the caller."""
    given = reader.table(tree, (*_ELEMENT, *more), ("id", "label"))

    def word(key: str) -> str:
        return reader.text(given[key]) if key in given else ""

    def name(key: str) -> str:
        return reader.name(given[key]) if key in given else ""

    colour = reader.choice(given["colour"], COLOURS) if "colour" in given else ""
    return Element(name("id"), word("label"), name("icon"), colour, word("note"), word("badge"), name("to"), word("is"),
                   tree.line)  # fmt: skip


def _block(reader: Reader, tree: Tree) -> Block:
    shapes = tuple(Shape)
    if not isinstance(tree, Table) or len(tree.entries) != 1:
        raise reader.wrong(tree.line, "one block is expected here", f"write - one of {', '.join(shapes)}: …")
    shape = Shape(reader.choice(Leaf(next(iter(tree.entries)), tree.line), shapes))
    inside = tree.entries[shape]
    if shape in (Shape.ICONS, Shape.LIST, Shape.BUTTONS):
        elements = reader.each(reader.rows(inside, "elements"), lambda row: element(reader, row))
        return Block(shape, tree.line, elements)
    if shape is Shape.PAD:
        return Block(shape, tree.line, id=reader.name(inside))
    if shape in (Shape.TEXT, Shape.BIG):
        return Block(shape, tree.line, text=reader.text(inside))
    if shape is Shape.PICTURE:
        return Block(shape, tree.line, text=reader.name(inside))
    return _made(reader, shape, inside)


def _made(reader: Reader, shape: Shape, tree: Tree) -> Block:
    if shape is Shape.WORDS:
        given = reader.table(tree, ("into", "keys"), ("into", "keys"))
        keys = reader.each(reader.rows(given["keys"], "words"), reader.text)
        return Block(shape, tree.line, id=reader.name(given["into"]), words=keys)
    if shape is Shape.FIELD:
        given = reader.table(tree, ("id", "label", "value"), ("id", "label"))
        value = reader.text(given["value"]) if "value" in given else ""
        return Block(shape, tree.line, id=reader.name(given["id"]), text=reader.text(given["label"]), value=value)
    if shape is Shape.SAID:
        given = reader.table(tree, ("by", "words"), ("by", "words"))
        by = reader.choice(given["by"], ("me", "them"))
        return Block(shape, tree.line, text=reader.text(given["words"]), value=by)
    if shape is Shape.SWITCH:
        found = element(reader, tree, "on")
        given = reader.table(tree, (*_ELEMENT, "on"), ("on",))
        on = reader.choice(given["on"], YES) == "yes"
        return Block(shape, tree.line, (found,), found.id, found.label, "on" if on else "off")
    given = reader.table(tree, ("id", "label", "at", "of"), ("id", "label", "at", "of"))
    at, of = whole(reader, given["at"]), whole(reader, given["of"])
    if at > of:
        raise reader.wrong(tree.line, f"at {at} of {of}", "at is at most of")
    return Block(shape, tree.line, id=reader.name(given["id"]), text=reader.text(given["label"]), at=at, of=of)


def whole(reader: Reader, tree: Tree) -> int:
    """0 to 10."""
    found = reader.text(tree)
    if not (found.isascii() and found.isdigit()) or len(found) > 2 or int(found) > MOST_LEVELS:
        raise reader.wrong(tree.line, f"{found} is no whole number to {MOST_LEVELS}", f"write 0 to {MOST_LEVELS}")
    return int(found)
