"""The answer of a screen in words: an icon, the great sentence, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from kiosk.text import Message
from kiosk.ui.drawn import lead, visual
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Picture, Piece
from kiosk.ui.typeset import Setting
from kiosk.ui.widgets.paged_card import PagedCard


class AnswerCard(PagedCard):
    """`great` stands large, `lines` under it; `service` colours the icon. `set_words` replaces all.

    Where there is little room the icon goes first, for it says nothing that the words do not; then lines turn pages.
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
        icon = self._icon() + self.between() if self.symbol else 0
        return round(self.whole_height(width) + icon + self.kit.metrics.u(60))

    def draw_parts(self, first: int, last: int, inner: QRectF) -> list[Piece]:
        colours, parts = self.kit.colours, self.parts[first:last]
        settings = self._settings(parts, inner)
        words = sum(visual(s) for s in settings) + self.between() * max(0, len(settings) - 1)
        icon = self._icon() + self.between() if self._shows_icon(inner, words) else 0.0
        top = inner.center().y() - (words + icon) / 2
        pieces: list[Piece] = []
        if icon:
            place = QRectF(inner.left(), top, self._icon(), self._icon())
            accent = colours.service(self.service).accent if self.service else colours.ink
            pieces.append(Picture(self.symbol, place, accent, colours.surface))
        top += icon
        for setting, (_, kind) in zip(settings, parts, strict=True):
            place = QRectF(inner.left(), top - lead(setting), inner.width(), setting.height)
            colour = colours.ink if kind is self.type else colours.quiet
            pieces.append(self.placed(setting, place, kind, colour, colours.surface))
            top += visual(setting) + self.between()
        return pieces

    # parts

    def _icon(self) -> int:
        return self.kit.metrics.u(120)

    def _shows_icon(self, inner: QRectF, words: float) -> bool:
        return bool(self.symbol) and words + self._icon() + self.between() <= inner.height()

    def _settings(self, parts: list[tuple[str, Type]], inner: QRectF) -> list[Setting]:
        room = inner.height() - self.between() * max(0, len(parts) - 1)
        settings = []
        for index, (text, kind) in enumerate(parts):
            rest = sum(self.least(t, inner.width(), k) for t, k in parts[index + 1 :])
            setting = self.fit(text, inner.width(), room - rest, kind, 8)
            settings.append(setting)
            room -= setting.height
        return settings
