"""The bar of five keys, in the same place on every screen (elder-ui U15)."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.text import msg
from kiosk.ui.drawn import Canvas
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Box, Piece
from kiosk.ui.widgets.big_key import BigKey, IconAt, KeyKind, level

KEYS = ("back", "home", "listen", "volunteer", "alarm")
MIDDLE = 0.58
"""The part of its width that a key keeps at least."""

Place = tuple[str, int, int]
"""A key's name, its left edge and its width."""


class BottomBar(Canvas):
    """返回 首页 听一听 叫志愿者 紧急呼救. A key that cannot act stays, and the screen says why.

    Two rows under 200 mm, or where the words need it. `key("back")` gives a key; its names are `KEYS`. A bar of several
    rows can `take` one key more, which costs the screen no height: no key of the bar begins elsewhere for it.
    """

    back = Signal()
    home = Signal()
    listen = Signal()
    volunteer = Signal()
    alarm = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_up(kit)
        self._guest: BigKey | None = None
        self._keys = {name: self._make(name) for name in KEYS}
        for name, key in self._keys.items():
            key.tapped.connect(getattr(self, name))

    def _make(self, name: str) -> BigKey:
        kind = KeyKind.ALARM if name == "alarm" else KeyKind.OUTLINE
        text = self.kit.t(msg(f"bar.{name}"))
        key = BigKey(self.kit, text, name, kind=kind, type_=Type.BAR, parent=self)
        key.outside = self.kit.colours.shelf
        return key

    def key(self, name: str) -> BigKey:
        return self._keys[name]

    def take(self, guest: BigKey | None, width: int) -> bool:
        """Whether this key has a place here, in a bar of this width; None gives the place back."""
        if guest is not None and not self._has_place(guest, width):
            guest = None
        if guest is not self._guest:
            self._guest = guest
            if guest is not None:
                guest.setParent(self)
                guest.outside = self.kit.colours.shelf
                guest.show()
            self.refresh()
            self._lay_out()
        return guest is not None

    @property
    def six(self) -> bool:
        """Whether one key more stands here."""
        return self._guest is not None

    def needs_height(self, width: int) -> int:
        rows = self._rows(width)
        return self.pad_top() + self._pad_bottom() + sum(h for _, h in rows) + (len(rows) - 1) * self.kit.metrics.gap

    def compose(self, rect: QRectF) -> list[Piece]:
        return [Box(rect, self.kit.colours.shelf, self.kit.colours.paper), *self._rim(rect)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        top = self.pad_top()
        for row, height in self._rows(self.width()):
            for name, left, width in row:
                self._keys[name].setGeometry(QRect(left, top, width, height))
            if self._guest is not None and row[-1][0] == "alarm":
                wide = self._guest.line_width(IconAt.NONE)
                self._guest.setGeometry(QRect(row[-1][1] - self._gap() - wide, top, wide, height))
            top += height + self.kit.metrics.gap
        keys = [*self._keys.values(), *((self._guest,) if self._guest is not None else ())]
        level(keys, [(k.width(), k.height()) for k in keys])

    # one key more, in the alarm's row

    def _has_place(self, guest: BigKey, width: int) -> bool:
        rows, _ = self._planned(width)
        return len(rows) > 1 and self._narrowed(rows[-1], guest.line_width(IconAt.NONE)) is not None

    def _with_guest(self, row: list[Place]) -> list[Place]:
        if self._guest is None:
            return row
        self._guest.place_icon(IconAt.NONE)
        places = self._narrowed(row, self._guest.line_width(IconAt.NONE)) or row
        for name, _, room in places[:-1]:
            if room < self._keys[name].line_width(self._keys[name].icon_at):
                self._keys[name].place_icon(IconAt.NONE)
        return places

    def _narrowed(self, row: list[Place], wide: int) -> list[Place] | None:
        """The row with so much room free before the alarm: 叫志愿者 gives what it can, then the alarm its left part.

        Whoever aims at the middle of where one of them stood still hits it.
        """
        *others, (alarm, left, width) = row
        wanted = wide + self._gap()
        if others:
            name, begin, room = others[-1]
            given = min(wanted, room - max(self._keys[name].line_width(IconAt.NONE), round(MIDDLE * room)))
            others[-1] = (name, begin, room - given)
            wanted -= given
        if width - wanted < max(self._line(alarm, IconAt.NONE), round(MIDDLE * width)):
            return None
        return [*others, (alarm, left + wanted, width - wanted)]

    # parts

    def _rim(self, rect: QRectF) -> list[Piece]:
        """Where paper and shelf are alike, a line tells them apart."""
        colours = self.kit.colours
        if colours.shelf != colours.paper:
            return []
        return [Box(QRectF(rect.left(), rect.top(), rect.width(), self.kit.metrics.edge), colours.line, colours.paper)]

    def pad_top(self) -> int:
        """Between its upper edge and its keys."""
        return max(self.kit.metrics.u(20), self.kit.metrics.gap // 2)

    def _pad_bottom(self) -> int:
        return max(self.kit.metrics.u(28), self.kit.metrics.gap // 2)

    def _plans(self) -> list[tuple[list[tuple[str, ...]], IconAt]]:
        """Rows of keys and where their icons stand, the best first."""
        one: list[tuple[str, ...]] = [KEYS]
        two: list[tuple[str, ...]] = [KEYS[:3], KEYS[3:]]
        three: list[tuple[str, ...]] = [KEYS[:2], KEYS[2:4], KEYS[4:]]
        plans = [(one, IconAt.BESIDE), (one, IconAt.ABOVE), (one, IconAt.NONE)]
        if self.kit.metrics.tight or not self.kit.metrics.display.portrait:
            plans.pop(1)  # height is dearer than icons
        plans += [(rows, where) for rows in (two, three) for where in (IconAt.BESIDE, IconAt.NONE)]
        return [(rows, where) for rows, where in plans if len(rows) >= self.kit.metrics.bar_rows]

    def _rows(self, width: int) -> list[tuple[list[Place], int]]:
        """Rows of (name, left, width), each with its height."""
        rows, where = self._planned(width)
        for name, key in self._keys.items():
            key.place_icon(self._where(name, where))
        rows[-1] = self._with_guest(rows[-1])
        least = self.kit.metrics.u(120 if len(rows) == 1 else 96)
        return [(row, max(least, *(self._keys[n].needs_height(w) for n, _, w in row))) for row in rows]

    def _planned(self, width: int) -> tuple[list[list[Place]], IconAt]:
        """The rows of the first plan whose words stand in one line, and where their icons stand."""
        for plan, where in self._plans():
            rows = [self._row(names, width, where) for names in plan]
            if all(w >= self._line(n, where) for row in rows for n, _, w in row):
                break
        return rows, where

    def _gap(self) -> int:
        return max(self.kit.metrics.mm(3.2), self.kit.metrics.u(24))

    def _where(self, name: str, where: IconAt) -> IconAt:
        """The alarm never loses its mark (U5)."""
        return IconAt.BESIDE if name == "alarm" and where is IconAt.NONE else where

    def _line(self, name: str, where: IconAt) -> int:
        return self._keys[name].line_width(self._where(name, where))

    def _row(self, names: tuple[str, ...], width: int, where: IconAt) -> list[Place]:
        metrics, gap = self.kit.metrics, self._gap()
        room = width - 2 * metrics.margin - gap * (len(names) - 1)
        shares = [1.4 if n == "alarm" else 1.0 for n in names]
        widths = [int(room * s / sum(shares)) for s in shares]
        needs = [self._line(n, where) for n in names]
        if any(w < n for w, n in zip(widths, needs, strict=True)) and sum(needs) <= room:
            spare = (room - sum(needs)) // len(names)
            widths = [n + spare for n in needs]
        places, left = [], metrics.margin
        for name, wide in zip(names, widths, strict=True):
            places.append((name, left, wide))
            left += wide + gap
        return places
