"""Draws the list of what has been asked for, and one matter with what can be done about it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from kiosk.domain.offered import Key
from kiosk.screens.mine.state import Matter, Page, State
from kiosk.ui.drawn import Drawn
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.choice_page import ChoicePage
from kiosk.ui.widgets.column import Column, Row
from kiosk.ui.widgets.key_tile import KeyTile
from kiosk.ui.widgets.split import Split

SERVICE = "mine"
PICTURES = {"appointment": "doctor", "consultation": "chat"}


class View(Base):
    chosen = Signal(str)
    pressed = Signal(str)

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title, self.service = state.title, SERVICE
        if state.page is not Page.LIST and state.matter is not None:
            self.fill(self._one(state, state.matter))
        else:
            self.fill(self._list(state) if state.matters else self._none(state))

    # the list

    def _list(self, state: State) -> Drawn:
        return ChoicePage(self.kit, [*map(self._tile, state.matters), *map(self._way, state.ways)])

    def _tile(self, matter: Matter) -> KeyTile:
        icon = PICTURES.get(matter.kind, matter.kind)
        tile = KeyTile(self.kit, icon, matter.words, matter.detail, service=SERVICE, plain=True, great=True)
        tile.tapped.connect(partial(self.chosen.emit, matter.request_id))
        return tile

    def _way(self, key: Key) -> KeyTile:
        """One matter alone would stand lost on a wide screen, and who has seen it wants to go on."""
        tile = KeyTile(self.kit, key.icon, key.words, plain=True, great=True)
        tile.tapped.connect(partial(self.pressed.emit, key.id))
        return tile

    def _none(self, state: State) -> Drawn:
        lines = () if state.loading else (state.note or state.hint,)
        answer = AnswerCard(self.kit, state.lead, lines, "mine", service=SERVICE, type_=Type.ANSWER)
        others = [key for key in state.ways if key != state.home_key]
        keys = [self._key(state.home_key, main=True), *map(self._key, others)]
        return Split(self.kit, answer, Column(self.kit, keys, grow=[0]))

    # one matter

    def _one(self, state: State, matter: Matter) -> Drawn:
        icon = "question" if state.page is Page.ASKING else PICTURES.get(matter.kind, matter.kind)
        answer = AnswerCard(self.kit, state.great, state.lines, icon, service=SERVICE)
        main: list[Drawn] = [self._key(key, main=True) for key in state.keys if key.main]
        others = [self._key(key) for key in state.keys if not key.main]
        twos = [Row(self.kit, others[at : at + 2]) for at in range(0, len(others), 2)]
        rows: list[Drawn] = [*others] if len(others) % 2 else [*twos]
        return Split(self.kit, answer, Column(self.kit, [*main, *rows], grow=[0] if main else []))

    def _key(self, key: Key, *, main: bool = False) -> BigKey:
        kind = KeyKind.MAIN if main else KeyKind.OUTLINE
        drawn = BigKey(self.kit, key.words, key.icon, kind=kind, service=SERVICE)
        drawn.tapped.connect(partial(self.pressed.emit, key.id))
        return drawn
