"""Draws the leaving of a message."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from kiosk.screens.message.state import Phase, State
from kiosk.text import Message
from kiosk.ui.drawn import Drawn
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.big_panel import BigPanel
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.fitting import Fitting
from kiosk.ui.widgets.split import Split
from kiosk.ui.widgets.text_block import TextBlock

SERVICE = "lessons"
ICONS = {"start": "voice", "stop": "stop", "send": "check", "listen": "listen", "hush": "stop", "again": "again",
         "done": "check"}  # fmt: skip
SIGNS = {Phase.SENT: "check", Phase.FAILED: "mute"}


class View(Base):
    pressed = Signal(str)

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title, self.service = state.title, SERVICE
        self.fill(Fitting(self.kit, partial(self._drawn, state), partial(self._close, state)))

    def _drawn(self, state: State) -> Drawn:
        keys = self._keys(state)
        if not keys:
            return self._answer(state)
        return Split(self.kit, self._answer(state), Column(self.kit, keys, grow=[0]))

    def _answer(self, state: State) -> Drawn:
        if state.phase is Phase.RECORDING:
            return BigPanel(self.kit, state.big, above=state.above or "", below=state.lines[0])
        sign = SIGNS.get(state.phase, "voice")
        return AnswerCard(self.kit, state.big, state.lines, sign, service=SERVICE, type_=Type.ANSWER)

    def _close(self, state: State) -> Drawn:
        """What matters first; the seconds in digits of their own."""
        if state.phase is Phase.RECORDING:
            return Column(self.kit, [self._answer(state), *self._keys(state)])
        items: list[Drawn] = [TextBlock(self.kit, state.big, type_=Type.LEAD, lines=4)]
        items += [TextBlock(self.kit, line, lines=4) for line in state.lines]
        return Column(self.kit, [*items, *self._keys(state)])

    def _keys(self, state: State) -> list[Drawn]:
        return [self._key(name, words, main=n == 0) for n, (name, words) in enumerate(state.keys)]

    def _key(self, name: str, words: Message, *, main: bool) -> BigKey:
        kind = KeyKind.MAIN if main else KeyKind.OUTLINE
        key = BigKey(self.kit, words, ICONS.get(name, ""), kind=kind, service=SERVICE)
        key.tapped.connect(partial(self.pressed.emit, name))
        return key
