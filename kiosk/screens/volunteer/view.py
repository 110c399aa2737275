"""Draws the asking of a volunteer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from kiosk.screens.volunteer.state import State
from kiosk.text import Message
from kiosk.ui.drawn import Drawn
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.big_panel import BigPanel
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.fitting import Fitting
from kiosk.ui.widgets.number_row import NumberRow
from kiosk.ui.widgets.split import Split
from kiosk.ui.widgets.text_block import TextBlock

ICONS = {"wish": "pencil", "retry": "again", "leave": "", "helper": "person"}
MAIN = ("wish", "retry")


class View(Base):
    pressed = Signal(str)

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title = state.title
        self.fill(Fitting(self.kit, partial(self._drawn, state), partial(self._close, state)))

    def _drawn(self, state: State) -> Drawn:
        answer = AnswerCard(self.kit, state.big, state.lines, "volunteer", service="lessons", type_=Type.ANSWER)
        right: list[Drawn] = []
        if state.phone_words is not None:
            right.append(BigPanel(self.kit, state.phone_words, above=state.phone_label))
        right += self._keys(state)
        return Split(self.kit, answer, Column(self.kit, right, grow=[0])) if right else answer

    def _close(self, state: State) -> Drawn:
        """What is so, whom to ring and the keys; the other words are heard too, and give way."""
        items: list[Drawn] = [TextBlock(self.kit, state.big, type_=Type.LEAD, lines=4)]
        lines = [TextBlock(self.kit, line, lines=4) for line in state.lines]
        if state.phone_words is not None:
            items.append(NumberRow(self.kit, state.phone_words, state.phone_label, state.phone_label))
        at = len(items)
        return Column(self.kit, [*items, *lines, *self._keys(state)], optional=range(at, at + len(lines)))

    def _keys(self, state: State) -> list[Drawn]:
        return [self._key(name, words) for name, words in state.keys]

    def _key(self, name: str, words: Message) -> BigKey:
        kind = KeyKind.MAIN if name in MAIN else KeyKind.OUTLINE
        key = BigKey(self.kit, words, ICONS[name], kind=kind, service="lessons")
        key.tapped.connect(partial(self.pressed.emit, name))
        return key
