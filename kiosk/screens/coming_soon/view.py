"""Draws what stands in for a service that does not exist yet."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk.screens.coming_soon.state import State
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.split import Split


class View(Base):
    help = Signal()
    leave = Signal()

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title, self.service = state.title, state.service
        answer = AnswerCard(
            self.kit, state.words, (state.advice,), state.service, service=state.service, type_=Type.ANSWER
        )
        main = BigKey(self.kit, state.help_key, "volunteer", kind=KeyKind.MAIN, service=state.service)
        home = BigKey(self.kit, state.home_key, "home")
        main.tapped.connect(self.help)
        home.tapped.connect(self.leave)
        self.fill(Split(self.kit, answer, Column(self.kit, [main, home], grow=[0])))
