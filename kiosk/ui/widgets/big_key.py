"""A key that does something: the filled main key, outlined others, and the alarm's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from kiosk.domain.offered import Key
from kiosk.text import Message
from kiosk.ui.drawn import lead, visual
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Box, Picture, Piece
from kiosk.ui.tokens import Fill
from kiosk.ui.typeset import Setting
from kiosk.ui.widgets.tap_area import TapArea


class KeyKind(Enum):
    """`MAIN` is filled in the colour of its service; `ALARM` red with the white ring; `OUTLINE` for all others."""

    MAIN = "main"
    OUTLINE = "outline"
    ALARM = "alarm"


class IconAt(Enum):
    """Where the icon stands. `AUTO` is beside the words, or above where that lets them be larger."""

    AUTO = "auto"
    BESIDE = "beside"
    ABOVE = "above"
    NONE = "none"


class BigKey(TapArea):
    """Icon and words, centred, in one line or two; never elided, never smaller than U1 allows.

    `selected` shows a choice that is made: filled, with a tick. `type_` overrides the size of the words.
    `outside` is the colour around the key. Signals: `tapped`, `held`.
    """

    def __init__(
        self, kit: Kit, word: Message | str, icon: str = "", *, kind: KeyKind = KeyKind.OUTLINE, service: str = "",
        type_: Type | None = None, name: Message | str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        self.word = kit.words(word)
        self.symbol = icon
        self.kind = kind
        self.service = "alarm" if kind is KeyKind.ALARM else service
        self.type = type_ or {KeyKind.MAIN: Type.MAIN, KeyKind.ALARM: Type.MAIN}.get(kind, Type.KEY)
        self.outside = kit.colours.paper
        self.selected = False
        self.cap: int | None = None
        self.icon_at = IconAt.AUTO
        super().__init__(kit, kit.words(name) if name else self.word, parent, eager=kind is KeyKind.ALARM)

    def set_word(self, word: Message | str, icon: str | None = None) -> None:
        self.word = self.kit.words(word)
        self.symbol = self.symbol if icon is None else icon
        self.rename(self.word)
        self.refresh()

    def set_selected(self, selected: bool) -> None:
        """Shown as filled with a tick, and told to assistive technology."""
        if selected != self.selected:
            self.selected = selected
            self.setCheckable(True)
            self.setChecked(selected)
            self.refresh()

    def level(self, cap: int | None) -> None:
        """Sets the largest size of the words, so that neighbours look alike."""
        if cap != self.cap:
            self.cap = cap
            self.refresh()

    def fill(self) -> Fill:
        colours = self.kit.colours
        if self.kind is KeyKind.OUTLINE and not self.selected:
            ground = colours.pressed if self.pressed_now else colours.surface
            return Fill(ground, colours.ink, colours.edge, colours.ink)
        fill = colours.service(self.service)
        return Fill(fill.ground, fill.words, fill.edge, fill.words)

    def place_icon(self, where: IconAt) -> None:
        if where is not self.icon_at:
            self.icon_at = where
            self.refresh()

    def line_width(self, where: IconAt) -> int:
        """Width at which the words take one line at their smallest, with the icon so placed."""
        width = self.kit.type.width(self.word, self.type.bold) * self._floor()
        if where is IconAt.BESIDE and self.symbol:
            width += self._icon_side(self._floor()) + self._between()
        return max(self.kit.metrics.target, round(width + 2 * self._inset() + 2))

    def whole_width(self) -> int:
        """Width at which the words take two lines beside the icon and none of them is torn."""
        floor = self._floor()
        width = self.kit.type.narrowest(self.word, floor, self.type.bold, 2, whole=True)
        icon = self._icon_side(floor) + self._between() if self.symbol else 0
        return max(self.kit.metrics.target, round(width + icon + 2 * self._inset() + 2))

    def icon_above(self) -> bool:
        """Whether the icon stands above the words, as large as the key is now."""
        return bool(self.word and self._icon()) and self._best(self._inner(QRectF(self.rect())))[1]

    def fits_with(self, where: IconAt) -> bool:
        """Whether the words fit beside the icon, or under it, as large as the key is now."""
        return self._with_icon(self._inner(QRectF(self.rect())), above=where is IconAt.ABOVE).fits

    def needs_width(self) -> int:
        least = self.least_width(self.word, self.type) if self.word else self._icon_side(self._floor())
        return max(self.kit.metrics.target, round(least + 2 * self._inset() + 1))

    def needs_height(self, width: int) -> int:
        room = width - 2 * self._inset()
        text = self.least(self.word, room, self.type) if self.word else 0.0
        icon = self._icon_side(self._floor()) if self._icon() else 0
        beside = room - icon - self._between()
        if self.icon_at is IconAt.ABOVE and icon and self.word:
            text += icon + self._between() / 2
        elif icon and beside >= self.needs_width() - 2 * self._inset():
            text = min(self.least(self.word, beside, self.type), text + icon + self._between())
        elif icon and self.word:
            text += icon + self._between() / 2
        return max(self.kit.metrics.target, round(max(text, icon) + 2 * self._inset_v() + 1))

    def likes_height(self, width: int) -> int:
        metrics = self.kit.metrics
        drawn = metrics.u(150 if self.kind is KeyKind.OUTLINE else 170)
        return max(self.needs_height(width), drawn, round(metrics.type(self.type).want * 2.2))

    def compose(self, rect: QRectF) -> list[Piece]:
        fill = self.fill()
        return [*self._ground(rect, fill), *self._body(self._inner(rect), fill)]

    def word_px(self, width: int, height: int) -> int:
        """The size the words would get on their own in a key of this size."""
        cap, self.cap = self.cap, None
        inner = QRectF(0, 0, width - 2 * self._inset(), height - 2 * self._inset_v())
        px = self._best(inner)[0].px
        self.cap = cap
        return px

    # parts

    def _floor(self) -> int:
        return self.kit.metrics.type(self.type).floor

    def _icon(self) -> str:
        if self.icon_at is IconAt.NONE and self.word:
            return ""
        return "check" if self.selected and not self.symbol else self.symbol

    def _icon_side(self, px: int) -> int:
        return round(px * 1.2)

    def _between(self) -> int:
        return self.kit.metrics.u(20)

    def _inner(self, rect: QRectF) -> QRectF:
        inset, inset_v = self._inset(), self._inset_v()
        return rect.adjusted(inset, inset_v, -inset, -inset_v)

    def _inset(self) -> int:
        metrics = self.kit.metrics
        return metrics.u(16 if metrics.tight else 24) + (metrics.u(8) if self.eager else 0)

    def _inset_v(self) -> int:
        metrics = self.kit.metrics
        return metrics.u(8 if metrics.tight else 16) + (metrics.u(8) if self.eager else 0)

    def _ground(self, rect: QRectF, fill: Fill) -> list[Piece]:
        metrics = self.kit.metrics
        filled = self.kind is not KeyKind.OUTLINE or self.selected
        if self.pressed_now:
            sink = metrics.u(4)
            rect = rect.adjusted(sink, sink, -sink, -sink)
        edge = 0 if filled and fill.edge == fill.ground else metrics.edge
        boxes: list[Piece] = [
            Box(rect, fill.ground, self.outside, fill.edge if edge else None, edge, metrics.radius, control=True)
        ]
        if self.eager:
            gap = metrics.u(10)
            ring = rect.adjusted(gap, gap, -gap, -gap)
            boxes.append(
                Box(ring, None, fill.ground, "#FFFFFF", metrics.u(6), max(2, metrics.radius - gap), control=True)
            )
        elif self.pressed_now:
            boxes.append(Box(rect, None, fill.ground, fill.words, metrics.u(8), metrics.radius))
        return boxes

    def _best(self, inner: QRectF) -> tuple[Setting, bool]:
        """How the words are set, and whether the icon stands above them rather than beside."""
        if not self._icon():
            return self.fit(self.word, inner.width(), inner.height(), self.type, 2, self.cap), False
        if self.icon_at is IconAt.ABOVE:
            return self._with_icon(inner, above=True), True
        beside = self._with_icon(inner, above=False)
        if self.icon_at is IconAt.BESIDE:
            return beside, False
        if beside.fits and len(beside.lines) == 1:
            return beside, False
        above = self._with_icon(inner, above=True)
        if above.fits and (not beside.fits or above.px > beside.px * 1.15 or len(above.lines) < len(beside.lines)):
            return above, True
        return beside, False

    def _with_icon(self, inner: QRectF, *, above: bool) -> Setting:
        """The icon grows with the words, so the room for the words is found in two steps."""
        px = min(self.cap or 10**6, self.kit.metrics.type(self.type).want)
        setting = None
        for _ in range(2):
            taken = self._icon_side(px) + self._between() / (2 if above else 1)
            width, height = inner.width() - (0 if above else taken), inner.height() - (taken if above else 0)
            setting = self.fit(self.word, width, height, self.type, 2, self.cap)
            px = setting.px
        assert setting is not None  # noqa: S101 - the loop ran
        return setting

    def _body(self, inner: QRectF, fill: Fill) -> list[Piece]:
        icon = self._icon()
        if not self.word:
            side = min(inner.width(), inner.height(), self.kit.metrics.u(110))
            square = QRectF(inner.center().x() - side / 2, inner.center().y() - side / 2, side, side)
            return [Picture(icon, square, fill.accent, fill.ground)]
        setting, above = self._best(inner)
        if not icon:
            return [self._at(setting, inner, fill)]
        side, between = self._icon_side(setting.px), self._between()
        if above:
            height = side + between / 2 + visual(setting)
            top = inner.center().y() - height / 2
            square = QRectF(inner.center().x() - side / 2, top, side, side)
            below = QRectF(inner.left(), top + side + between / 2, inner.width(), visual(setting))
            return [Picture(icon, square, fill.accent, fill.ground), self._at(setting, below, fill)]
        width = side + between + setting.width
        left = inner.center().x() - width / 2
        square = QRectF(left, inner.center().y() - side / 2, side, side)
        right = QRectF(left + side + between, inner.top(), setting.width, inner.height())
        return [Picture(icon, square, fill.accent, fill.ground), self._at(setting, right, fill)]

    def _at(self, setting: Setting, room: QRectF, fill: Fill) -> Piece:
        top = room.center().y() - visual(setting) / 2 - lead(setting)
        place = QRectF(room.left(), top, room.width(), setting.height)
        return self.placed(setting, place, self.type, fill.words, fill.ground, centred=True)


def align(row: Sequence[BigKey]) -> None:
    """Puts the icons of keys side by side all beside their words, or all above them."""
    for key in row:
        key.place_icon(IconAt.AUTO)
    if len({key.icon_above() for key in row if key.symbol}) > 1:
        both = (IconAt.BESIDE, IconAt.ABOVE)
        where = next((one for one in both if all(key.fits_with(one) for key in row)), IconAt.AUTO)
        for key in row:
            key.place_icon(where)


def level(keys: Sequence[BigKey], sizes: Sequence[tuple[int, int]]) -> None:
    """Gives neighbours of these (width, height) the same size of words, the largest that all can have."""
    common = min(key.word_px(*size) for key, size in zip(keys, sizes, strict=True)) if keys else None
    for key in keys:
        key.level(common)


def offered_key(
    kit: Kit, key: Key, pressed: Callable[[str], object], *, service: str = "", type_: Type | None = None
) -> BigKey:
    """`key` as a page draws it; `pressed` hears its id."""
    kind = KeyKind.MAIN if key.main else KeyKind.OUTLINE
    drawn = BigKey(kit, key.words, key.icon, kind=kind, service=service, type_=type_)
    drawn.tapped.connect(partial(pressed, key.id))
    return drawn
