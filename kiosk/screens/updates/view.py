"""Draws what a helper sees of new content on a stick."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from kiosk.screens.updates.state import Page, State
from kiosk.text import Message
from kiosk.ui.drawn import Drawn
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.split import Split

SERVICE = "lessons"
ICONS = {"install": "check", "again": "again", "stop": "stop", "leave": "back", "done": "check"}
PICTURES = {Page.DONE: "check", Page.FAILED: "warning", Page.INSTALLING: "hourglass", Page.LOOKING: "search"}


class View(Base):
    pressed = Signal(str)

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title = state.title
        picture = PICTURES.get(state.page, "plug")
        answer = AnswerCard(self.kit, state.lead, state.details, picture, service=SERVICE, type_=Type.ANSWER)
        keys: list[Drawn] = [self._key(name, words) for name, words in state.keys]
        self.fill(Split(self.kit, answer, Column(self.kit, keys, grow=range(len(keys)))))

    def _key(self, name: str, words: Message) -> BigKey:
        kind = KeyKind.MAIN if name in ("install", "done") else KeyKind.OUTLINE
        key = BigKey(self.kit, words, ICONS[name], kind=kind, service=SERVICE)
        key.tapped.connect(partial(self.pressed.emit, name))
        return key
