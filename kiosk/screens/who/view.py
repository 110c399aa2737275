"""Draws the asking for a card, its number, and 属相."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from kiosk.screens.who.state import Page, State
from kiosk.text import Message
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.choice_page import ChoicePage
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.number_pad import NumberPad
from kiosk.ui.widgets.picture_tile import PictureTile
from kiosk.ui.widgets.split import Split

SERVICE = "mine"
GROUPS = (4, 4, 4)
ICONS = {"number": "keypad", "guest": "person", "volunteer": "volunteer", "leave": ""}
PICTURES = {Page.CARD: "scan", Page.CLOSED: "lock"}


class View(Base):
    pressed = Signal(str)
    typed = Signal(str)
    number_done = Signal(str)
    sign_chosen = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._pad: NumberPad | None = None
        self._signs: Message | None = None

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        zodiac = state.page is Page.ZODIAC
        self.title = state.lead if zodiac else state.title
        if state.page is Page.NUMBER and self._pad is not None:
            self._pad.fill(state.lead, state.typed)
            return
        if zodiac and self._signs is not None:
            return
        self._pad, self._signs = None, state.lead if zodiac else None
        self.fill(self._build(state))

    def _build(self, state: State) -> Drawn:
        if state.page is Page.NUMBER:
            return self._number(state)
        if state.page is Page.ZODIAC:
            return ChoicePage(self.kit, [self._sign(sign, words) for sign, words in state.signs])
        answer = AnswerCard(self.kit, state.lead, state.lines, PICTURES[state.page], service=SERVICE, type_=Type.ANSWER)
        return Split(self.kit, answer, self._keys(state))

    def _keys(self, state: State) -> Column:
        keys: list[Drawn] = []
        for name, words in state.keys:
            kind = KeyKind.MAIN if name == "volunteer" else KeyKind.OUTLINE
            key = BigKey(self.kit, words, ICONS[name], kind=kind, service=SERVICE)
            key.tapped.connect(partial(self.pressed.emit, name))
            keys.append(key)
        return Column(self.kit, keys, grow=range(len(keys)))

    def _number(self, state: State) -> NumberPad:
        pad = NumberPad(self.kit, state.lead, groups=GROUPS, service=SERVICE, icon="card")
        pad.changed.connect(self.typed)
        pad.done.connect(self.number_done)
        pad.fill(state.lead, state.typed)
        self._pad = pad
        return pad

    def _sign(self, sign: str, words: Message) -> PictureTile:
        tile = PictureTile(self.kit, sign, words, service=SERVICE, plain=True)
        tile.tapped.connect(partial(self.sign_chosen.emit, sign))
        return tile
