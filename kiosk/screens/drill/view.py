"""Draws the drill's first screen. Its key is another one than 紧急呼救, in another place and colour."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from kiosk.screens.drill.state import State
from kiosk.text import Message
from kiosk.ui.drawn import Drawn
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.fitting import Fitting
from kiosk.ui.widgets.split import Split
from kiosk.ui.widgets.text_block import TextBlock

SERVICE = "lessons"
ICONS = {"press": "bell", "leave": ""}


class View(Base):
    pressed = Signal(str)
    service = SERVICE

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title = state.title
        self.fill(Fitting(self.kit, partial(self._drawn, state), partial(self._close, state)))

    def _drawn(self, state: State) -> Drawn:
        answer = AnswerCard(self.kit, state.big, state.lines, "bell", service=SERVICE, type_=Type.ANSWER)
        return Split(self.kit, answer, Column(self.kit, self._keys(state), grow=[0]))

    def _close(self, state: State) -> Drawn:
        words: list[Drawn] = [TextBlock(self.kit, state.big, type_=Type.LEAD, lines=4)]
        words += [TextBlock(self.kit, line, lines=4) for line in state.lines]
        return Column(self.kit, [*words, *self._keys(state)])

    def _keys(self, state: State) -> list[Drawn]:
        return [self._key(name, words) for name, words in state.keys]

    def _key(self, name: str, words: Message) -> BigKey:
        kind = KeyKind.MAIN if name == "press" else KeyKind.OUTLINE
        key = BigKey(self.kit, words, ICONS[name], kind=kind, service=SERVICE)
        key.tapped.connect(partial(self.pressed.emit, name))
        return key
