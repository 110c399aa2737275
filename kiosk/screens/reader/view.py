"""Draws an article: where it stands, its words in large lines, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk.domain.offered import Key
from kiosk.screens.reader.state import State
from kiosk.ui.drawn import Drawn
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.article_card import ArticleCard
from kiosk.ui.widgets.big_key import BigKey, offered_key
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.split import Split

SERVICE = "policy"


class View(Base):
    pressed = Signal(str)

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title = state.title
        self.fill(self._drawn(state))

    def _drawn(self, state: State) -> Drawn:
        card = self._card(state)
        if not state.keys:
            return card
        keys = [self._key(key) for key in state.keys]
        return Split(self.kit, card, Column(self.kit, keys, grow=[0] if state.keys[0].main else []), share=0.66)

    def _card(self, state: State) -> Drawn:
        if state.parts:
            return ArticleCard(self.kit, state.big, state.lines, state.parts, service=SERVICE)
        return AnswerCard(self.kit, state.big, state.lines, "book", service=SERVICE, type_=Type.LEAD)

    def _key(self, key: Key) -> BigKey:
        return offered_key(self.kit, key, self.pressed.emit, service=SERVICE)
