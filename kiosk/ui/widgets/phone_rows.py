"""A telephone's screen as rows: each knows its height for a width, and what it draws in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QRectF
from PySide6.QtWidgets import QWidget

from kiosk.content.lessons.model import Block, Element, Kind, Screen, Shape
from kiosk.content.lessons.phone import BACK, DELETE, DIGITS, Phone, level, turned, typed
from kiosk.text import msg
from kiosk.ui.drawn import Canvas, needed
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Box, Picture, Piece
from kiosk.ui.widgets.phone_key import KeyShape, PhoneKey

DARK = (Kind.CALL, Kind.LOCK)
LARGE_TYPED = 8
"""Characters in a field that stand large."""
BUBBLE = 0.86
"""Of the width a bubble may take."""


@dataclass
class Row:
    """`keys` beside each other in `columns`; or words that the telephone draws itself."""

    keys: list[PhoneKey] = field(default_factory=list)
    columns: int = 1
    block: Block | None = None
    value: str = ""
    title: str = ""
    level: int = 0
    last: bool = False


def ground(kit: Kit, kind: Kind) -> str:
    """The colour of a telephone's screen."""
    if kind in DARK:
        return kit.colours.panel
    return kit.colours.shelf if kind is Kind.HOME else kit.colours.surface


def rows_of(kit: Kit, screen: Screen, phone: Phone, on: str, parent: QWidget, *, wide: bool) -> Iterator[Row]:
    """From top to bottom. `wide`: digits four in a row, for a telephone that is low."""
    if screen.title or screen.back:
        arrow = [PhoneKey(kit, KeyShape.BUTTON, BACK, "", called=kit.t(msg("lessons.phone_back")), icon="arrow-left",
                          ground=on, parent=parent)] if screen.back else []  # fmt: skip
        yield Row(arrow, title=screen.title)
    for block in screen.body:
        yield from _rows(kit, screen, block, phone, on, parent, wide=wide)


def _rows(
    kit: Kit, screen: Screen, block: Block, phone: Phone, on: str, parent: QWidget, *, wide: bool
) -> Iterator[Row]:
    def key(shape: KeyShape, one: Element, called: str = "") -> PhoneKey:
        return PhoneKey(kit, shape, one.id, one.label, called=called, icon=one.icon, colour=one.colour, note=one.note,
                        badge=one.badge, on=turned(block, phone), ground=on, parent=parent)  # fmt: skip

    def small(name: str, label: str, called: str = "", icon: str = "") -> PhoneKey:
        return PhoneKey(kit, KeyShape.DIGIT, name, label, called=called, icon=icon, ground=on, parent=parent)

    match block.shape:
        case Shape.ICONS:
            keys = [key(KeyShape.ICON, one) for one in block.elements]
            yield from (Row(keys[at : at + 3], 3) for at in range(0, len(keys), 3))
        case Shape.LIST:
            yield from (Row([key(KeyShape.ROW, one)]) for one in block.elements)
        case Shape.BUTTONS:
            yield Row([key(KeyShape.BUTTON, one) for one in block.elements], len(block.elements), last=True)
        case Shape.SWITCH:
            called = msg(f"lessons.phone_{'on' if turned(block, phone) else 'off'}", what=block.text)
            yield Row([key(KeyShape.SWITCH, block.elements[0], kit.t(called))])
        case Shape.PAD | Shape.WORDS:
            labels = DIGITS if block.shape is Shape.PAD else block.words
            keys = [small(f"{block.id}={label}", label) for label in labels]
            erase = kit.t(msg("lessons.phone_erase"))
            keys.append(small(f"{block.id}{DELETE}", "", erase, "backspace"))
            digits = block.shape is Shape.PAD
            yield from _grid(keys, 4 if wide and digits else 3, first_digits=digits)
        case Shape.SLIDER:
            ends = [small(f"{block.id}{sign}", "", kit.t(msg(f"lessons.phone_{name}", what=block.text)), name)
                    for sign, name in (("-", "minus"), ("+", "plus"))]  # fmt: skip
            yield Row(ends, 2, block, level=level(block, phone))
        case Shape.FIELD:
            yield Row(block=block, value=typed(screen, phone, block.id))
        case _:
            yield Row(block=block)


def _grid(keys: list[PhoneKey], columns: int, *, first_digits: bool) -> Iterator[Row]:
    if first_digits and columns == 3:  # 0 stands in the middle of the last row, as on every telephone
        yield from (Row(keys[at : at + 3], 3) for at in (0, 3, 6))
        yield Row(keys[9:], 3)
        return
    yield from (Row(keys[at : at + columns], columns) for at in range(0, len(keys), columns))


class RowPainter:
    """Heights and pieces of rows, with the help of the widget they stand in."""

    def __init__(self, canvas: Canvas, on: str) -> None:
        self.canvas, self.kit, self.on = canvas, canvas.kit, on
        dark = on == self.kit.colours.panel
        self.ink = self.kit.colours.panel_words if dark else self.kit.colours.ink
        self.gap = self.kit.metrics.mm(3.2)

    def width(self, row: Row) -> int:
        """Least width."""
        keys = max((key.needs_width() for key in row.keys), default=0)
        across = keys * row.columns + self.gap * (row.columns - 1)
        if row.title:
            return keys + self.gap + round(self.canvas.least_width(row.title, Type.SMALL_BOLD))
        return across

    def height(self, row: Row, width: int) -> int:
        """Least height."""
        if row.keys and row.block is None and not row.title:
            wide = self._column(row, width)
            return max(needed(key, wide) for key in row.keys)
        if row.title or row.block is None:
            room = width - (self.kit.metrics.target + self.gap if row.keys else 0)
            words = round(self.canvas.least(row.title, room, Type.SMALL_BOLD)) if row.title else 0
            return max(self.kit.metrics.target if row.keys else 0, words + self.kit.metrics.u(12))
        return self._block_height(row, row.block, width)

    def likes(self, row: Row, width: int) -> int:
        if row.keys and row.block is None and not row.title:
            return max(key.likes_height(self._column(row, width)) for key in row.keys)
        extra = {Shape.PICTURE: 90, Shape.BIG: 30, Shape.SAID: 16}
        more = self.kit.metrics.u(extra.get(row.block.shape, 10)) if row.block else 0
        return self.height(row, width) + more

    def place(self, row: Row, rect: QRect) -> list[Piece]:
        """Puts the row's keys where they belong and gives what is drawn beside them."""
        for key in row.keys:
            key.show()
        if row.title or (row.keys and row.keys[0].key == BACK):
            return self._title(row, rect)
        if row.block is not None and row.block.shape is Shape.SLIDER:
            return self._slider(row, rect)
        wide = self._column(row, rect.width())
        skip = 1 if len(row.keys) == 2 and row.columns == 3 and row.keys[0].key.endswith("=0") else 0
        for number, key in enumerate(row.keys, skip):
            key.setGeometry(rect.left() + number * (wide + self.gap), rect.top(), wide, rect.height())
        return self._drawn(row, row.block, QRectF(rect)) if row.block else []

    # parts

    def _column(self, row: Row, width: int) -> int:
        return (width - self.gap * (row.columns - 1)) // row.columns

    def _title(self, row: Row, rect: QRect) -> list[Piece]:
        left = 0
        for key in row.keys:
            left = max(self.kit.metrics.target, key.needs_width()) + self.gap
            key.setGeometry(rect.left(), rect.top(), left - self.gap, rect.height())
        if not row.title:
            return []
        place = QRectF(rect).adjusted(left, 0, 0, 0)
        return [self.canvas.words(row.title, place, Type.BAR, self.ink, self.on)]

    def _block_height(self, row: Row, block: Block, width: int) -> int:
        canvas, u = self.canvas, self.kit.metrics.u
        match block.shape:
            case Shape.PICTURE:
                return u(120)
            case Shape.BIG:
                return round(canvas.least(block.text, width, Type.GREAT_MINOR)) + 1
            case Shape.SAID:
                return round(canvas.least(block.text, width * BUBBLE - u(40), Type.LABEL)) + u(24)
            case Shape.FIELD:
                label, beside = self._label(block, width)
                value = canvas.least(row.value or "0", width - u(32) - (label if beside else 0), _typed(row))
                return round(value + (0 if beside else label)) + u(16)
            case Shape.SLIDER:
                label = round(canvas.least(block.text, width, Type.LABEL)) + u(4)
                return label + max(needed(key, self.kit.metrics.target) for key in row.keys)
            case _:
                return round(canvas.least(block.text, width, Type.LABEL)) + 1

    def _drawn(self, row: Row, block: Block, rect: QRectF) -> list[Piece]:
        canvas, colours = self.canvas, self.kit.colours
        match block.shape:
            case Shape.PICTURE:
                side = min(rect.height(), rect.width())
                place = QRectF(rect.center().x() - side / 2, rect.top(), side, side)
                return [Picture(block.text, place, self.ink, self.on)]
            case Shape.BIG:
                return [canvas.words(block.text, rect, Type.GREAT_MINOR, self.ink, self.on, lines=3, centred=True)]
            case Shape.SAID:
                return self._bubble(block, rect)
            case Shape.FIELD:
                return self._field(row, block, rect)
            case _:
                text = block.text
                centred = self.on == colours.panel
                return [canvas.words(text, rect, Type.LABEL, self.ink, self.on, lines=6, centred=centred)]

    def _bubble(self, block: Block, rect: QRectF) -> list[Piece]:
        colours, u, mine = self.kit.colours, self.kit.metrics.u, block.value == "me"
        size = self.kit.metrics.type(Type.LABEL)
        natural = self.kit.type.width(block.text, False) * size.floor + u(44)
        wide = min(rect.width() * BUBBLE, natural)
        left = rect.right() - wide if mine else rect.left()
        box = QRectF(left, rect.top(), wide, rect.height())
        fill = colours.service("lessons").ground if mine else colours.paper
        ink = colours.service("lessons").words if mine else colours.ink
        words = self.canvas.words(block.text, box.adjusted(u(20), u(8), -u(20), -u(8)), Type.LABEL, ink, fill, lines=4,
                                  cap=size.floor)  # fmt: skip
        return [Box(box, fill, self.on, colours.edge, u(3), u(22)), words]

    def _field(self, row: Row, block: Block, rect: QRectF) -> list[Piece]:
        """The label beside the box, or above it where that leaves too little room for what is typed."""
        colours, u = self.kit.colours, self.kit.metrics.u
        label, beside = self._label(block, rect.width())
        size = self.kit.metrics.type(Type.SMALL)
        box = rect.adjusted(label, 0, 0, 0) if beside else rect.adjusted(0, label + u(4), 0, 0)
        before = QRectF(rect.left(), rect.top(), label, rect.height())
        above = before if beside else QRectF(rect.left(), rect.top(), rect.width(), label)
        ground = colours.paper
        pieces: list[Piece] = [
            self.canvas.words(block.text, above, Type.SMALL, self.ink, self.on, cap=size.floor),
            Box(box, ground, self.on, colours.edge, u(4), u(14), control=True),
        ]
        if row.value:
            inner = box.adjusted(u(16), 0, -u(16), 0)
            pieces.append(self.canvas.words(row.value, inner, _typed(row), colours.ink, ground, lines=3))
        return pieces

    def _label(self, block: Block, width: float) -> tuple[float, bool]:
        """Width of a field's label with the space behind it, where it stands beside; else its height."""
        wide = self.kit.type.width(block.text, False) * self.kit.metrics.type(Type.SMALL).floor + self.kit.metrics.u(16)
        return (wide, True) if wide <= width * 0.3 else (self.canvas.least(block.text, width, Type.SMALL), False)

    def _slider(self, row: Row, rect: QRect) -> list[Piece]:
        """− and +, and between them as many bars as there are steps, those reached filled."""
        block, colours, u = row.block, self.kit.colours, self.kit.metrics.u
        assert block is not None  # noqa: S101  # asked by the caller
        above = round(self.canvas.least(block.text, rect.width(), Type.LABEL)) + u(4)
        label = QRectF(rect.left(), rect.top(), rect.width(), above)
        words = self.canvas.words(block.text, label, Type.LABEL, self.ink, self.on, lines=3)
        rect = rect.adjusted(0, above, 0, 0)
        side = max(self.kit.metrics.target, max(key.needs_width() for key in row.keys))
        row.keys[0].setGeometry(rect.left(), rect.top(), side, rect.height())
        row.keys[1].setGeometry(rect.right() + 1 - side, rect.top(), side, rect.height())
        room = QRectF(rect).adjusted(side + self.gap, rect.height() * 0.2, -side - self.gap, -rect.height() * 0.2)
        wide = (room.width() - u(6) * (block.of - 1)) / max(1, block.of)
        bars: Sequence[QRectF] = [
            QRectF(room.left() + n * (wide + u(6)), room.top(), wide, room.height()) for n in range(block.of)
        ]
        accent = colours.service("lessons").accent
        drawn = (Box(bar, accent if n < row.level else None, self.on, colours.edge, u(3), u(6)) for n, bar in
                 enumerate(bars))  # fmt: skip
        return [words, *drawn]


def _typed(row: Row) -> Type:
    """Of what stands in a field: a whole telephone number cannot be broken, and is set smaller."""
    return Type.VALUE if len(row.value) <= LARGE_TYPED else Type.BAR
