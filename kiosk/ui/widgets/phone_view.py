"""The drawn telephone: our own drawing, with what a lesson puts on it, and a ring around the key to tap."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from kiosk.content.lessons.model import Kind, Screen
from kiosk.content.lessons.phone import Phone, layers
from kiosk.text import msg
from kiosk.ui.drawn import Canvas, forget_heights
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Box, Piece
from kiosk.ui.widgets.big_key import BigKey
from kiosk.ui.widgets.hint_ring import HintRing
from kiosk.ui.widgets.phone_key import KeyShape, PhoneKey
from kiosk.ui.widgets.phone_rows import Row, RowPainter, ground, rows_of

BEZEL = 20
TALL = 0.74
"""Width to height, at the most; where there is little height it may be wider."""


class PhoneView(Canvas):
    """`touched(name)` comes with every tap on it. What does not fit turns pages; the page with the ring comes first."""

    touched = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_up(kit)
        self.screens: Mapping[str, Screen] = {}
        self.phone: Phone | None = None
        self.ring = self._first = ""
        self._rows: list[Row] = []
        self._sides: list[PhoneKey] = []
        self._drawn_rows: list[Piece] = []
        self._frame, self._screen_at, self._card_at = QRectF(), QRectF(), QRectF()
        self._page = 0
        self._wide = False
        self._decided: tuple[object, ...] = ()
        self._on = kit.colours.surface
        self._more = BigKey(kit, msg("page.more"), "arrow-right", type_=Type.BAR, parent=self)
        self._more.tapped.connect(self._turn)
        self._more.hide()
        self._turner = BigKey(kit, "", type_=Type.BAR)  # never shown: it measures
        self._hint = HintRing(kit, self)

    def show_phone(self, screens: Mapping[str, Screen], phone: Phone, ring: str, first: str = "") -> None:
        """The telephone as it stands, `ring` the key to point at; the page with `first` comes first. "" for neither."""
        if (phone, ring) == (self.phone, self.ring) and screens is self.screens:
            return
        same = self.phone == phone and screens is self.screens
        if self.phone is None or self.phone.screen != phone.screen:
            self._page = 0
            self._first = first
        self.screens, self.phone, self.ring = screens, phone, ring
        if not same:
            self._build()
        forget_heights(self)
        self._arrange()

    @property
    def keys(self) -> dict[str, PhoneKey]:
        """What can be tapped, by name."""
        return {key.key: key for key in (*self._sides, *(key for row in self._rows for key in row.keys))}

    def needs_width(self) -> int:
        painter = RowPainter(self, self._on)
        rows = max((painter.width(row) for row in self._rows), default=0)
        return max(rows, self._more.needs_width()) + 2 * self._inset() + self._side_width()

    def whole_height(self, width: int) -> int:
        wide = self._inner_width(width)
        painter = RowPainter(self, self._on)
        rows = sum(painter.height(row, wide) for row in self._rows) + painter.gap * max(0, len(self._rows) - 1)
        return rows + 2 * self._inset()

    def needs_height(self, width: int) -> int:
        wide = self._inner_width(width)
        painter = RowPainter(self, self._on)
        highest = max((painter.height(row, wide) for row in self._rows), default=0)
        return highest + painter.gap + self._more_height(wide) + 2 * self._inset()

    def likes_height(self, width: int) -> int:
        return max(self.whole_height(width), self.kit.metrics.u(760))

    def compose(self, _rect: QRectF) -> list[Piece]:
        colours, u = self.kit.colours, self.kit.metrics.u
        on = colours.shelf if self._is_dialog() else self._on
        pieces: list[Piece] = [
            Box(self._frame, colours.ink, colours.paper, None, 0, u(64), control=True),
            Box(self._screen_at, on, colours.ink, None, 0, u(46)),
        ]
        if self._is_dialog():
            pieces.append(Box(self._card_at, self._on, on, colours.edge, u(4), u(30)))
        return [*pieces, *self._drawn_rows]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._hint.around(self.keys.get(self.ring))

    # parts

    def _is_dialog(self) -> bool:
        return self.phone is not None and self.screens[self.phone.screen].kind is Kind.DIALOG

    def _kind(self) -> Kind:
        if self.phone is None or self.phone.screen not in self.screens:
            return Kind.HOME
        top = layers(self.screens, self.phone)[-1]
        return Kind.PAGE if top.kind is Kind.DIALOG else top.kind

    def _build(self) -> None:
        for key in self.keys.values():
            key.hide()
            key.deleteLater()
        self._rows, self._sides = [], []
        if self.phone is None:
            return
        self._on = ground(self.kit, self._kind())
        for screen in layers(self.screens, self.phone):
            tight, paper = self.kit.metrics.tight, self.kit.colours.paper
            sides = [PhoneKey(self.kit, KeyShape.SIDE, one.id, one.label, icon=one.icon, parent=self,
                              ground=self._on if tight else paper) for one in screen.sides]  # fmt: skip
            if tight and sides:  # there is no room beside the telephone: on it, above all else
                self._rows.append(Row(list(sides), len(sides)))
            else:
                self._sides += sides
            self._rows += rows_of(self.kit, screen, self.phone, self._on, self, wide=self._wide)
        for key in self.keys.values():
            key.tapped.connect(lambda name=key.key: self.touched.emit(name))

    def _inset(self) -> int:
        return self.kit.metrics.u(BEZEL) + self.kit.metrics.mm(3.2)

    def _side_width(self) -> int:
        return max((key.needs_width() for key in self._sides), default=0) + (self._inset() if self._sides else 0)

    def _inner_width(self, width: int) -> int:
        return max(1, width - 2 * self._inset() - self._side_width())

    def _arrange(self) -> None:
        if self.phone is None or self.width() < 10 or self.height() < 10:
            return
        height = self.height()
        outer = self.width() - self._side_width()
        narrow = max(self.needs_width() - self._side_width(), round(height * TALL))
        low = self._is_low(height)
        width = outer if low else min(outer, narrow)
        left = (self.width() - width - self._side_width()) // 2
        self._frame = QRectF(left, 0, width, height)
        bezel = self.kit.metrics.u(BEZEL)
        self._screen_at = self._frame.adjusted(bezel, bezel, -bezel, -bezel)
        self._place_sides(left + width)
        inset = self._inset()
        self._place_rows(QRect(left + inset, inset, width - 2 * inset, height - 2 * inset))
        self._pieces = None
        self.update()
        self._hint.around(self.keys.get(self.ring))

    def _is_low(self, height: int) -> bool:
        """Whether digits have to stand four in a row; decided once for a screen and a size."""
        assert self.phone is not None  # noqa: S101  # asked by the caller
        asked = (self.phone.screen, id(self.screens), self.size().toTuple())
        if asked != self._decided:
            self._decided = asked
            if self._wide:
                self._wide = False
                self._build()
            if self.whole_height(self.width()) > height:
                self._wide = True
                self._build()
        return self._wide

    def _place_sides(self, left: int) -> None:
        top = round(self.height() * 0.16)
        for key in self._sides:
            wide = max(key.needs_width(), self.kit.metrics.target)
            tall = key.needs_height(wide)
            key.setGeometry(left + self.kit.metrics.u(6), top, wide, tall)
            key.show()
            top += tall + self.kit.metrics.mm(3.2)

    def _place_rows(self, room: QRect) -> None:
        painter = RowPainter(self, self._on)
        pages = self._pages(painter, room)
        wanted = self.ring or self._first
        there = (n for n, page in enumerate(pages) if any(key.key == wanted for row in page for key in row.keys))
        self._page = next(there, self._page)
        self._page %= max(1, len(pages))
        for row in self._rows:
            for key in row.keys:
                key.hide()
        self._more.setVisible(len(pages) > 1)
        if len(pages) > 1:
            self._dress_more(pages)
            tall = self._more_height(room.width())
            self._more.setGeometry(room.left(), room.bottom() + 1 - tall, room.width(), tall)
            room = room.adjusted(0, 0, 0, -tall - painter.gap)
        self._drawn_rows = self._put(painter, pages[self._page] if pages else [], room)

    def _pages(self, painter: RowPainter, room: QRect) -> list[list[Row]]:
        def height(rows: list[Row]) -> int:
            return sum(painter.height(row, room.width()) for row in rows) + painter.gap * max(0, len(rows) - 1)

        if height(self._rows) <= room.height():
            return [self._rows]
        most = room.height() - self._more_height(room.width()) - painter.gap
        pages: list[list[Row]] = [[]]
        for row in self._rows:
            if pages[-1] and height([*pages[-1], row]) > most:
                pages.append([])
            pages[-1].append(row)
        return pages

    def _put(self, painter: RowPainter, rows: list[Row], room: QRect) -> list[Piece]:
        """Each as high as it needs, then as it likes; a call's buttons stand at the bottom, a dialog in the middle."""
        width = room.width()
        heights = [painter.height(row, width) for row in rows]
        spare = room.height() - sum(heights) - painter.gap * max(0, len(rows) - 1)
        wants = [max(0, painter.likes(row, width) - tall) for row, tall in zip(rows, heights, strict=True)]
        part = min(1.0, max(0, spare) / sum(wants)) if sum(wants) else 0.0
        heights = [tall + int(want * part) for tall, want in zip(heights, wants, strict=True)]
        spare = room.height() - sum(heights) - painter.gap * max(0, len(rows) - 1)
        calm = self._kind() in (Kind.CALL, Kind.LOCK)
        top = room.top() + (max(0, spare) // 3 if calm or self._is_dialog() else 0)
        if self._is_dialog():
            used = sum(heights) + painter.gap * max(0, len(rows) - 1)
            pad, above = self.kit.metrics.mm(3), self.kit.metrics.mm(5)
            self._card_at = QRectF(room.left() - pad, top - above, width + 2 * pad, used + 2 * above)
        pieces: list[Piece] = []
        for row, tall in zip(rows, heights, strict=True):
            at_foot = calm and row.last and row is rows[-1]
            place = QRect(room.left(), room.bottom() + 1 - tall if at_foot else top, width, tall)
            pieces += painter.place(row, place)
            top += tall + painter.gap
        return pieces

    def _more_height(self, width: int) -> int:
        """Of the key that turns pages, whichever of its words it bears."""
        tall = 0
        for words in ("page.more", "page.first"):
            self._turner.set_word(msg(words), "again")
            tall = max(tall, self._turner.needs_height(width))
        return tall

    def _dress_more(self, pages: list[list[Row]]) -> None:
        last = self._page == len(pages) - 1
        self._more.set_word(msg("page.first" if last else "page.more"), "again" if last else "arrow-right")
        after = pages[(self._page + 1) % len(pages)]
        first = next((key.accessibleName() for row in after for key in row.keys), "")
        self._more.rename("，".join(part for part in (self._more.word, first) if part))

    def _turn(self) -> None:
        self.ring, self._first, self._page = "", "", self._page + 1
        self._arrange()
