"""A great key of the home screen or a choice page: icon, great word, and what is behind it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from kiosk.text import Message
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Box, Picture, Piece, Words, moved
from kiosk.ui.tokens import Fill
from kiosk.ui.typeset import INK
from kiosk.ui.widgets.disc import disc
from kiosk.ui.widgets.tap_area import TapArea

SIGN, SIGN_LEAST = 260, 190


class KeyTile(TapArea):
    """`service` names the colour; "alarm" adds the white ring and acts after any press.

    `minor` tiles have smaller words; `plain` tiles are white with an outline, for choices among things rather than
    services, and `great` gives them the words of a service all the same. Signals: `tapped`, `held`.
    """

    def __init__(
        self, kit: Kit, icon: str, word: Message | str, sub: Message | str = "", *, service: str = "",
        minor: bool = False, plain: bool = False, great: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        self.symbol = icon
        self.word = kit.words(word)
        self.sub = kit.words(sub) if sub else ""
        self.service = service
        self.plain = plain
        self.cap: int | None = None
        self.upright = self.beside = False
        self.signed = True
        self.kind = Type.GREAT_MINOR if minor or (plain and not great) else Type.GREAT
        name = f"{self.word}，{self.sub}" if self.sub else self.word
        super().__init__(kit, name, parent, eager=service == "alarm")

    def fill(self) -> Fill:
        colours = self.kit.colours
        if self.plain:
            accent = colours.service(self.service).accent if self.service else colours.ink
            return Fill(colours.surface, colours.ink, colours.edge, accent)
        tile = colours.tile(self.service)
        return Fill(tile.ground, tile.words, tile.edge, tile.words)

    def level(self, cap: int | None) -> None:
        """Sets the largest size of the great word, so that neighbours look alike."""
        if cap != self.cap:
            self.cap = cap
            self.refresh()

    def stand(self, *, upright: bool = False, beside: bool = False, signed: bool = True) -> None:
        """The picture above the words, or beside them, or on a disc, wherever that is possible: as its neighbours."""
        if (upright, beside, signed) != (self.upright, self.beside, self.signed):
            self.upright, self.beside, self.signed = upright, beside, signed
            self.refresh()

    def can_sign(self, width: int, height: int) -> bool:
        """Whether there is room for the picture on a disc above the words."""
        return self._signed(self._inner(QRectF(0, 0, width, height)))

    def breaks(self, width: int, height: int) -> bool:
        """Whether the great word would take two lines beside the picture, and one under it."""
        inner, size = self._inner(QRectF(0, 0, width, height)), self.kit.metrics.type(self.kind)
        side = inner.width() - min(self.kit.metrics.u(120), inner.width() * 0.3) - self._gap()
        lines = [self.kit.type.line_count(self.word, w, size.floor, size.bold) for w in (side, inner.width())]
        return lines[0] > lines[1] and self.can_stack(width, height)

    def can_stack(self, width: int, height: int) -> bool:
        inner = self._inner(QRectF(0, 0, width, height))
        return inner.height() - self._gap() - self._text_least(inner.width()) >= self._icon_least()

    def word_px(self, width: int, height: int) -> int:
        """The size the great word would get on its own in a tile of this size."""
        cap, self.cap = self.cap, None  # else it would depend on how the tile was levelled before
        px = self._body(self._inner(QRectF(0, 0, width, height)), self.fill(), None)[1]
        self.cap = cap
        return px

    def fits(self, width: int, height: int) -> bool:
        return width >= self.needs_width() and height >= self.needs_height(width)

    def needs_width(self) -> int:
        pad = 2 * self._inset()
        widest = max(self.least_width(self.word, self.kind), self.least_width(self.sub, Type.SMALL) if self.sub else 0)
        return max(self.kit.metrics.target, round(widest + pad + 1))

    def needs_height(self, width: int) -> int:
        room = width - 2 * self._inset()
        stacked = self._icon_least() + self._gap() + self._text_least(room)
        beside = float("inf")
        side = room - self._icon_least() - self._gap()
        if side >= self.needs_width() - 2 * self._inset():
            beside = max(self._icon_least(), self._text_least(side))
        return max(self.kit.metrics.target, round(min(stacked, beside) + 2 * self._inset() + 1))

    def compose(self, rect: QRectF) -> list[Piece]:
        fill = self.fill()
        body, _ = self._body(self._inner(rect), fill, self.cap)
        return [*self._ground(rect, fill), *body]

    # parts

    def _ground(self, rect: QRectF, fill: Fill) -> list[Piece]:
        metrics, colours = self.kit.metrics, self.kit.colours
        radius = metrics.u(36)
        edge = metrics.edge if fill.edge != fill.ground else 0
        if self.pressed_now:
            sink = metrics.u(6)
            rect = rect.adjusted(sink, sink, -sink, -sink)
        boxes: list[Piece] = [
            Box(rect, fill.ground, colours.paper, fill.edge if edge else None, edge, radius, control=True)
        ]
        if self.eager:
            gap = metrics.u(14)
            ring = rect.adjusted(gap, gap, -gap, -gap)
            boxes.append(Box(ring, None, fill.ground, "#FFFFFF", metrics.u(10), max(2, radius - gap + 4), control=True))
        elif self.pressed_now:
            boxes.append(Box(rect, None, fill.ground, fill.words, metrics.u(8), radius))
        return boxes

    def _inset(self) -> int:
        return self.kit.metrics.pad + (self.kit.metrics.u(8) if self.eager else 0)

    def _inner(self, rect: QRectF) -> QRectF:
        inset = self._inset()
        return rect.adjusted(inset, inset, -inset, -inset)

    def _gap(self) -> int:
        return self.kit.metrics.u(24)

    def _icon_least(self) -> int:
        return max(self.kit.metrics.u(64), round(self.kit.metrics.type(self.kind).floor * 0.9))

    def _text_least(self, room: float) -> float:
        height = self.least(self.word, room, self.kind)
        if self.sub:
            height += self.least(self.sub, room, Type.SMALL) + self.kit.metrics.u(6)
        return height

    def _text_likes(self) -> float:
        metrics = self.kit.metrics
        likes = min(self.cap or 10**6, metrics.type(self.kind).want) * INK
        return likes + (metrics.type(Type.SMALL).want * INK + metrics.u(6) if self.sub else 0)

    def _body(self, inner: QRectF, fill: Fill, cap: int | None) -> tuple[list[Piece], int]:
        gap, metrics = self._gap(), self.kit.metrics
        stacked_room = inner.height() - gap - self._text_least(inner.width())
        side = inner.width() - self._icon_least() - gap
        tall = self.upright or self.kind is Type.GREAT or inner.height() > inner.width() * 0.8
        can_beside = self._text_least(side) <= inner.height() and side >= self.needs_width() - 2 * self._inset()
        can_stack = stacked_room >= self._icon_least() and not (self.beside and can_beside)
        if can_stack and tall and self.plain and self.signed and self._signed(inner):
            return self._with_sign(inner, fill, cap)
        if can_stack and (tall or not can_beside):
            icon = min(stacked_room, metrics.u(120), max(self._icon_least(), inner.height() - gap - self._text_likes()))
            place = QRectF(inner.left() - icon * 0.08, inner.top(), icon, icon)
            room = QRectF(inner.left(), inner.top() + icon + gap, inner.width(), inner.height() - icon - gap)
            text, px = self._text(room, fill, cap, bottom=True)
        else:
            icon = float(min(metrics.u(120), inner.height(), inner.width() * 0.3))
            left_over = inner.width() - icon - gap
            if left_over < self.needs_width() - 2 * self._inset() or self._text_least(left_over) > inner.height():
                icon = self._icon_least()
            place = QRectF(inner.left(), inner.center().y() - icon / 2, icon, icon)
            left = inner.left() + icon + gap
            room = QRectF(left, inner.top(), inner.right() - left, inner.height())
            text, px = self._text(room, fill, cap, bottom=False)
        return [Picture(self.symbol, place, fill.accent, fill.ground), *text], px

    def _signed(self, inner: QRectF) -> bool:
        """Whether there is so much room that the picture gets a disc, as on a card."""
        small = 0 if self.sub else self.kit.metrics.type(Type.SMALL).want * INK  # as a neighbour with two lines
        return inner.height() - self._text_tall(inner.width()) - small - self._gap() >= self.kit.metrics.u(SIGN_LEAST)

    def _text_tall(self, width: float) -> float:
        return max(self._text_likes(), self._text_least(width) * 1.1)

    def _with_sign(self, inner: QRectF, fill: Fill, cap: int | None) -> tuple[list[Piece], int]:
        gap = 1.6 * self._gap()
        side = min(self.kit.metrics.u(SIGN), inner.height() - self._text_tall(inner.width()) - gap, inner.width() * 0.6)
        room = inner.adjusted(0, side + gap, 0, 0)
        text, px = self._text(room, fill, cap, bottom=False)
        tops = [piece.ink().top() for piece in text if isinstance(piece, Words)]
        spare = (min(tops) - room.top()) / 2
        place = QRectF(inner.left(), inner.top() + spare, side, side)
        return [*disc(self.kit, self.symbol, place, self.service, fill.ground), *moved(text, 0, -spare)], px

    def _text(self, room: QRectF, fill: Fill, cap: int | None, *, bottom: bool) -> tuple[list[Piece], int]:
        between = self.kit.metrics.u(6)
        sub_least = self.least(self.sub, room.width(), Type.SMALL) + between if self.sub else 0.0
        word = self.fit(self.word, room.width(), room.height() - sub_least, self.kind, 2, cap)
        rest = room.height() - word.height - between
        sub = self.fit(self.sub, room.width(), rest, Type.SMALL) if self.sub else None
        height = word.height + (between + sub.height if sub else 0)
        top = room.bottom() - height if bottom else room.center().y() - height / 2
        pieces: list[Piece] = [
            self.placed(word, QRectF(room.left(), top, room.width(), word.height), self.kind, fill.words, fill.ground)
        ]
        if sub:
            colour = self.kit.colours.quiet if self.plain else fill.words
            below = QRectF(room.left(), top + word.height + between, room.width(), sub.height)
            pieces.append(self.placed(sub, below, Type.SMALL, colour, fill.ground))
        return pieces, word.px
