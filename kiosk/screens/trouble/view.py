"""Draws the last resort."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk.screens.trouble.state import State
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.split import Split


class View(Base):
    leave = Signal()

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title = state.title
        answer = AnswerCard(self.kit, state.words, (state.safe,), "hourglass", type_=Type.ANSWER)
        home = BigKey(self.kit, state.home_key, "home", kind=KeyKind.MAIN)
        home.tapped.connect(self.leave)
        self.fill(Split(self.kit, answer, Column(self.kit, [home], grow=[0])))
