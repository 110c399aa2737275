"""Draws the pages of registering somebody."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from kiosk.screens.register.state import Page, State
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
from kiosk.ui.widgets.picture_tile import PictureTile
from kiosk.ui.widgets.read_back import ReadBack, Row
from kiosk.ui.widgets.split import Split
from kiosk.ui.widgets.text_block import TextBlock

SERVICE = "mine"
MAIN = ("agree", "make", "issue", "slip")
ICONS = {
    "agree": "check", "make": "check", "issue": "card", "leave": "", "health_yes": "check", "health_no": "cross",
    "sign_yes": "check", "sign_no": "cross",
    "slip": "printer", "tie": "scan", "finish": "check", "card": "back",
    "kind_social": "card", "kind_code": "qr", "kind_identity": "person", "kind_other": "card",
}  # fmt: skip
PICTURES = {
    Page.AGREE: "book",
    Page.HEALTH: "heart",
    Page.SIGN: "star",
    Page.REISSUE: "card",
    Page.CARD: "card",
    Page.TIE: "scan",
}


class View(Base):
    pressed = Signal(str)
    typed = Signal(str)
    phone_done = Signal(str)
    sign_chosen = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._pad: NumberPad | None = None

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title = state.lead if state.page in (Page.ZODIAC, Page.KIND) else state.title
        if state.page is Page.PHONE and self._pad is not None:
            self._pad.fill(state.lead, state.phone)
            return
        self._pad = None
        self.fill(self._build(state))

    def _build(self, state: State) -> Drawn:
        match state.page:
            case Page.PHONE:
                return self._phone(state)
            case Page.ZODIAC:
                return ChoicePage(self.kit, [self._sign(sign, words) for sign, words in state.signs])
            case Page.KIND:
                return ChoicePage(self.kit, [self._tile(name, words) for name, words in state.keys])
            case Page.CHECK:
                rows = [Row(row.icon, row.label, row.value, "") for row in state.rows]
                return Split(self.kit, ReadBack(self.kit, rows, service=SERVICE), self._keys(state))
        picture = PICTURES[state.page]
        answer = AnswerCard(self.kit, state.lead, state.lines, picture, service=SERVICE, type_=Type.ANSWER)
        return Split(self.kit, answer, self._keys(state))

    def _keys(self, state: State) -> Column:
        keys: list[Drawn] = []
        for name, words in state.keys:
            kind = KeyKind.MAIN if name in MAIN else KeyKind.OUTLINE
            key = BigKey(self.kit, words, ICONS[name], kind=kind, service=SERVICE)
            key.tapped.connect(partial(self.pressed.emit, name))
            keys.append(key)
        if state.page is Page.CHECK and state.problem is not None:
            return Column(self.kit, [TextBlock(self.kit, state.problem, service="alarm", lines=3), *keys], grow=[1])
        return Column(self.kit, keys, grow=range(len(keys)))

    def _tile(self, name: str, words: Message) -> KeyTile:
        tile = KeyTile(self.kit, ICONS[name], words, service=SERVICE, plain=True, great=True)
        tile.tapped.connect(partial(self.pressed.emit, name))
        return tile

    def _sign(self, sign: str, words: Message) -> PictureTile:
        tile = PictureTile(self.kit, sign, words, service=SERVICE, plain=True)
        tile.tapped.connect(partial(self.sign_chosen.emit, sign))
        return tile

    def _phone(self, state: State) -> NumberPad:
        pad = NumberPad(self.kit, state.lead, service=SERVICE, icon="phone")
        pad.changed.connect(self.typed)
        pad.done.connect(self.phone_done)
        pad.fill(state.lead, state.phone)
        self._pad = pad
        return pad
