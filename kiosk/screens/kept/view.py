"""Draws what is kept of a resident, and the keys that end it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from kiosk.screens.kept.state import Page, State
from kiosk.text import Message
from kiosk.ui.drawn import Drawn
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.split import Split

SERVICE = "mine"
ICONS = {
    "back": "back",
    "agree": "check",
    "withdraw": "cross",
    "forget": "cross",
    "stay": "back",
    "forget_yes": "cross",
    "home": "home",
}
PICTURES = {Page.KEPT: "card", Page.ASKING: "question", Page.GONE: "check"}
MAIN = frozenset({"back", "stay", "home"})


class View(Base):
    pressed = Signal(str)

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title, self.service = state.title, SERVICE
        picture = "hourglass" if state.busy else PICTURES[state.page]
        answer = AnswerCard(self.kit, state.lead, state.lines, picture, service=SERVICE)
        keys: list[Drawn] = [self._key(name, words) for name, words in state.keys]
        self.fill(Split(self.kit, answer, Column(self.kit, keys, grow=[0])) if keys else answer)

    def _key(self, name: str, words: Message) -> BigKey:
        kind = KeyKind.MAIN if name in MAIN else KeyKind.OUTLINE
        key = BigKey(self.kit, words, ICONS[name], kind=kind, service=SERVICE)
        key.tapped.connect(partial(self.pressed.emit, name))
        return key
