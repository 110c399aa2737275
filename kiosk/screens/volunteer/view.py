"""Draws the asking of a volunteer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from kiosk.screens.volunteer.state import State
from kiosk.ui.drawn import Drawn
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.big_panel import BigPanel
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.split import Split

ICONS = {"wish": "pencil", "retry": "again"}


class View(Base):
    pressed = Signal(str)

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title = state.title
        answer = AnswerCard(self.kit, state.big, state.lines, "volunteer", service="lessons", type_=Type.GREAT)
        right: list[Drawn] = []
        if state.phone_words is not None:
            right.append(BigPanel(self.kit, state.phone_words, above=state.phone_label))
        for name, words in state.keys:
            kind = KeyKind.MAIN if name in ICONS else KeyKind.OUTLINE
            key = BigKey(self.kit, words, ICONS.get(name, ""), kind=kind, service="lessons")
            key.tapped.connect(partial(self.pressed.emit, name))
            right.append(key)
        self.fill(Split(self.kit, answer, Column(self.kit, right, grow=[0])) if right else answer)
