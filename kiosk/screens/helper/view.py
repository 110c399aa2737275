"""Draws what a helper sees."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from kiosk.screens.helper.state import DIGITS, Page, State
from kiosk.text import Message
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.choice_page import ChoicePage
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.key_tile import KeyTile
from kiosk.ui.widgets.number_pad import NumberPad
from kiosk.ui.widgets.split import Split

SERVICE = "lessons"
GROUPS = (DIGITS,)
CHOICES = (Page.MENU, Page.LOOK)
ICONS = {
    "step": "hand", "vouch": "check", "register": "plus", "issue": "card",
    "look": "larger", "health": "heart", "shift": "swap", "lock": "lock", "content": "plug",
    "larger": "larger", "colours": "colours", "language": "language", "menu": "back", "hand_over": "swap", "leave": "",
}  # fmt: skip
PICTURES = {Page.BADGE: "scan", Page.HEALTH: "heart", Page.SHIFT: "swap"}


class View(Base):
    pressed = Signal(str)
    typed = Signal(str)
    pin_done = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._pad: NumberPad | None = None

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title = state.title
        if state.page is Page.PIN and self._pad is not None:
            self._pad.fill(state.lead, state.typed)
            return
        self._pad = None
        self.fill(self._build(state))

    def _build(self, state: State) -> Drawn:
        if state.page is Page.PIN:
            return self._pin(state)
        if state.page in CHOICES:
            return ChoicePage(self.kit, [self._tile(name, words) for name, words in state.keys])
        answer = AnswerCard(self.kit, state.lead, state.lines, PICTURES[state.page], service=SERVICE, type_=Type.ANSWER)
        keys: list[Drawn] = [self._key(name, words) for name, words in state.keys]
        return Split(self.kit, answer, Column(self.kit, keys, grow=range(len(keys))))

    def _tile(self, name: str, words: Message) -> KeyTile:
        tile = KeyTile(self.kit, ICONS[name], words, service=SERVICE, plain=True, great=True)
        tile.tapped.connect(partial(self.pressed.emit, name))
        return tile

    def _key(self, name: str, words: Message) -> BigKey:
        kind = KeyKind.MAIN if name == "hand_over" else KeyKind.OUTLINE
        key = BigKey(self.kit, words, ICONS[name], kind=kind, service=SERVICE)
        key.tapped.connect(partial(self.pressed.emit, name))
        return key

    def _pin(self, state: State) -> NumberPad:
        pad = NumberPad(self.kit, state.lead, groups=GROUPS, service=SERVICE, secret=True, icon="lock")
        pad.changed.connect(self.typed)
        pad.done.connect(self.pin_done)
        pad.fill(state.lead, state.typed)
        self._pad = pad
        return pad
