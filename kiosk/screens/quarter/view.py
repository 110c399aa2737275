"""Draws notices and telephones."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from kiosk.domain.offered import Choice, Key
from kiosk.screens.quarter.state import Layout, State
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, offered_key
from kiosk.ui.widgets.choice_page import ChoicePage
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.key_tile import KeyTile
from kiosk.ui.widgets.read_back import ReadBack, Row
from kiosk.ui.widgets.split import Split

SERVICE = "policy"
SHARE = 0.62


class View(Base):
    chosen = Signal(str)
    pressed = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._shown: State | None = None

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title = state.title
        if state != self._shown:
            self._shown = state
            self.fill(self._build(state))

    def _build(self, state: State) -> Drawn:
        match state.layout:
            case Layout.CHOICES:
                return ChoicePage(self.kit, [*map(self._tile, state.choices)])
            case Layout.ROWS:
                rows = [Row(row.picture, row.label, row.words) for row in state.rows]
                return Split(self.kit, ReadBack(self.kit, rows, service=SERVICE), self._keys(state), share=SHARE)
            case Layout.WORDS:
                answer = AnswerCard(
                    self.kit, state.big or "", state.lines, state.icon, service=SERVICE, type_=Type.ANSWER
                )
                return Split(self.kit, answer, self._keys(state), share=SHARE)

    def _tile(self, choice: Choice) -> KeyTile:
        tile = KeyTile(self.kit, choice.picture, choice.words, choice.detail or "", service=SERVICE, plain=True)
        tile.tapped.connect(partial(self.chosen.emit, choice.id))
        return tile

    def _keys(self, state: State) -> Column:
        main = next((number for number, key in enumerate(state.keys) if key.main), None)
        return Column(self.kit, [self._key(key) for key in state.keys], grow=[] if main is None else [main])

    def _key(self, key: Key) -> BigKey:
        return offered_key(self.kit, key, self.pressed.emit, service=SERVICE)
