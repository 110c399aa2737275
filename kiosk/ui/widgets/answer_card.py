"""The answer of a screen in words: a picture, the great sentence, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from kiosk.text import Message
from kiosk.ui.drawn import lead, visual
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Piece
from kiosk.ui.typeset import Setting
from kiosk.ui.widgets.disc import disc
from kiosk.ui.widgets.paged_card import PagedCard

SIGN, SIGN_LIKED, SIGN_LEAST = 280, 170, 96
"""The picture's disc at most, as a stacked layout leaves room for it, and at least, in the drawing's pixels."""


class AnswerCard(PagedCard):
    """`great` stands large, `lines` under it; `service` colours the picture. `set_words` replaces all.

    Where there is little room the picture goes first, for it says nothing that the words do not; then lines turn pages.
    """

    def __init__(
        self, kit: Kit, great: Message | str = "", lines: Sequence[Message | str] = (), icon: str = "", *,
        service: str = "", type_: Type = Type.LEAD, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        self.service, self.symbol, self.type = service, icon, type_
        self.parts: list[tuple[str, Type]] = []
        super().__init__(kit, parent)
        self.set_words(great, lines, icon)

    def set_words(self, great: Message | str, lines: Sequence[Message | str] = (), icon: str = "") -> None:
        self.symbol = icon
        parts = [(great, self.type), *((line, Type.BODY) for line in lines)]
        self.parts = [(self.kit.words(text), kind) for text, kind in parts if text]
        self.setAccessibleName("。".join(text.rstrip("。") for text, _ in self.parts))
        self.parts_changed()

    def needs_width(self) -> int:
        widths = (self.least_width(text, kind, 4) for text, kind in self.parts)
        return round(max(widths, default=0) + 2 * self.inset() + 1)

    def part_heights(self, width: float) -> list[float]:
        return [self.least(text, width, kind) for text, kind in self.parts]

    def part_words(self, index: int) -> str:
        return self.parts[index][0]

    def between(self) -> float:
        return self.kit.metrics.u(14 if self.kit.metrics.tight else 30)

    def likes_height(self, width: int) -> int:
        sign = self.kit.metrics.u(SIGN_LIKED) + self._apart() if self.symbol else 0
        return round(self.whole_height(width) + sign + self.kit.metrics.u(60))

    def draw_parts(self, first: int, last: int, inner: QRectF) -> list[Piece]:
        parts = self.parts[first:last]
        sign, beside = self._sign(inner, parts) if self.symbol else (0.0, False)
        room = inner.adjusted(sign + self._apart() if beside else 0, 0, 0, 0)
        above = 0.0 if beside or not sign else sign + self._apart()
        settings = self._settings(parts, room)
        top = inner.center().y() - (self._tall(settings) + above) / 2
        pieces = self._words(settings, parts, room, top + above)
        if not sign:
            return pieces
        at = inner.center().y() - sign / 2 if beside else top
        place = QRectF(inner.left(), at, sign, sign)
        return [*disc(self.kit, self.symbol, place, self.service, self.kit.colours.surface), *pieces]

    # parts

    def _apart(self) -> float:
        return self.kit.metrics.u(24 if self.kit.metrics.tight else 44)

    def _sign(self, inner: QRectF, parts: list[tuple[str, Type]]) -> tuple[float, bool]:
        """How large the picture can be without costing the words anything, and whether it stands beside them."""
        metrics = self.kit.metrics
        largest, least = metrics.u(SIGN), metrics.u(SIGN_LEAST)
        wished = self._settings(parts, inner)
        above = min(largest, inner.height() - self._tall(wished) - self._apart())
        beside = min(largest, inner.height())
        narrow = self._settings(parts, inner.adjusted(beside + self._apart(), 0, 0, 0))
        as_good = all(
            n.fits and n.px >= w.px * 0.85 and len(n.lines) <= len(w.lines) for n, w in zip(narrow, wished, strict=True)
        )
        if as_good and beside >= least and above < beside * 0.8 and self._tall(narrow) <= inner.height() + 0.5:
            return beside, True
        return (above, False) if above >= least else (0.0, False)

    def _words(
        self, settings: list[Setting], parts: list[tuple[str, Type]], room: QRectF, top: float
    ) -> list[Piece]:  # fmt: skip
        colours, pieces = self.kit.colours, list[Piece]()
        for setting, (_, kind) in zip(settings, parts, strict=True):
            place = QRectF(room.left(), top - lead(setting), room.width(), setting.height)
            colour = colours.ink if kind is self.type else colours.quiet
            pieces.append(self.placed(setting, place, kind, colour, colours.surface))
            top += visual(setting) + self.between()
        return pieces

    def _tall(self, settings: list[Setting]) -> float:
        return sum(visual(s) for s in settings) + self.between() * max(0, len(settings) - 1)

    def _settings(self, parts: list[tuple[str, Type]], inner: QRectF) -> list[Setting]:
        room = inner.height() - self.between() * max(0, len(parts) - 1)
        settings = []
        for index, (text, kind) in enumerate(parts):
            rest = sum(self.least(t, inner.width(), k) for t, k in parts[index + 1 :])
            setting = self.fit(text, inner.width(), room - rest, kind, 8)
            settings.append(setting)
            room -= setting.height
        return settings
