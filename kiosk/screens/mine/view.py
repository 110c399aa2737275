"""Draws the list of what is on its way."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from kiosk.screens.mine.state import Matter, State
from kiosk.ui.drawn import Drawn
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.choice_page import ChoicePage
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.key_tile import KeyTile
from kiosk.ui.widgets.split import Split

SERVICE = "mine"
PICTURES = {"appointment": "doctor", "consultation": "chat"}


class View(Base):
    chosen = Signal(str)
    leave = Signal()

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title, self.service = state.title, SERVICE
        self.fill(self._matters(state) if state.matters else self._none(state))

    def _matters(self, state: State) -> Drawn:
        return ChoicePage(self.kit, [*(self._tile(matter) for matter in state.matters), self._home(state)])

    def _tile(self, matter: Matter) -> KeyTile:
        tile = KeyTile(
            self.kit,
            PICTURES.get(matter.kind, matter.kind),
            matter.words,
            matter.detail,
            service=SERVICE,
            plain=True,
            great=True,
        )
        tile.tapped.connect(partial(self.chosen.emit, matter.request_id))
        return tile

    def _home(self, state: State) -> KeyTile:
        """One matter alone would stand lost on a wide screen, and who has seen it wants to go on."""
        tile = KeyTile(self.kit, "home", state.home_key, plain=True, great=True)
        tile.tapped.connect(self.leave)
        return tile

    def _none(self, state: State) -> Drawn:
        home = BigKey(self.kit, state.home_key, "home", kind=KeyKind.MAIN, service=SERVICE)
        home.tapped.connect(self.leave)
        answer = AnswerCard(self.kit, state.lead, (state.hint,), "mine", service=SERVICE, type_=Type.ANSWER)
        return Split(self.kit, answer, Column(self.kit, [home], grow=[0]))
