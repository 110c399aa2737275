"""An article of an official text: its number, where it stands, and its words in lines that turn pages."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from kiosk.text import Message
from kiosk.ui.drawn import lead, visual
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Piece
from kiosk.ui.widgets.paged_card import PagedCard
from kiosk.ui.widgets.text_block import LONGEST_LINE

MOST_LINES = 12


class ArticleCard(PagedCard):
    """`number` stands large in the service's colour, `lines` quietly under it, then `parts`, the words themselves.

    `official`: its words are the law's, and not ours to make plain (U19)."""

    official = True

    def __init__(
        self, kit: Kit, number: Message | str, lines: Sequence[Message | str], parts: Sequence[Message | str], *,
        service: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(kit, parent)
        colours = kit.colours
        accent = colours.service(service).accent if service else colours.ink
        head = [(kit.words(number), Type.LEAD, accent), *((kit.words(one), Type.SMALL, colours.quiet) for one in lines)]
        self._parts = [*head, *((kit.words(one), Type.BODY, colours.ink) for one in parts)]
        self.setAccessibleName("".join(text for text, _, _ in self._parts))
        self.parts_changed()

    def needs_width(self) -> int:
        return 7 * self.kit.metrics.type(Type.BODY).floor + 2 * self.inset()

    def between(self) -> float:
        return self.kit.metrics.u(16)

    def part_heights(self, width: float) -> list[float]:
        return [self.least(text, self._room(width, kind), kind) for text, kind, _ in self._parts]

    def part_words(self, index: int) -> str:
        return self._parts[index][0]

    def draw_parts(self, first: int, last: int, inner: QRectF) -> list[Piece]:
        """At their smallest where it is full, larger where there is room."""
        shown = self._parts[first:last]
        needs = [self.least(text, self._room(inner.width(), kind), kind) for text, kind, _ in shown]
        spare = inner.height() - sum(needs) - self.between() * max(0, len(shown) - 1)
        pieces: list[Piece] = []
        top = inner.top()
        for (text, kind, colour), need in zip(shown, needs, strict=True):
            room = need + max(0.0, spare) * need / (sum(needs) or 1.0)
            setting = self.fit(text, self._room(inner.width(), kind), room, kind, MOST_LINES)
            place = QRectF(inner.left(), top - lead(setting), self._room(inner.width(), kind), setting.height)
            pieces.append(self.placed(setting, place, kind, colour, self.kit.colours.surface))
            top += visual(setting) + self.between()
        return pieces

    def _room(self, width: float, kind: Type) -> float:
        """No line longer than can be followed with the eyes (U3)."""
        return min(width, LONGEST_LINE * self.kit.metrics.type(kind).floor * 1.0)
