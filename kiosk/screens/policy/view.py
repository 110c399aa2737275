"""Draws the pages of the policies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal

from kiosk.screens.policy.state import Choice, Key, Layout, State
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.choice_page import ChoicePage
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.column import Row as Beside
from kiosk.ui.widgets.key_tile import KeyTile
from kiosk.ui.widgets.read_back import ReadBack, Row
from kiosk.ui.widgets.split import Split
from kiosk.ui.widgets.text_block import TextBlock

SERVICE = "policy"


class View(Base):
    chosen = Signal(str)
    pressed = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._shown: State | None = None
        self._pictures = frozenset(kit.icons.names())

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title = state.title
        if state != self._shown:
            self._shown = state
            self.fill(self._build(state))

    def _build(self, state: State) -> Drawn:
        match state.layout:
            case Layout.CHOICES:
                return self._under(state, [*self._problem(state), self._tiles(state.choices)])
            case Layout.QUESTION:
                words = TextBlock(self.kit, state.lead, type_=Type.LEAD, service=SERVICE, lines=4)
                return self._under(state, [*self._problem(state), words, self._tiles(state.choices)])
            case Layout.CARD:
                keys = self._under(state, [*self._problem(state), self._tiles(state.choices)])
                return Split(self.kit, self._answer(state, Type.LEAD), keys, share=0.42)
            case Layout.ROWS:
                rows = [Row(self._picture(row.picture), "", row.words, row.detail or "") for row in state.rows]
                return Split(self.kit, ReadBack(self.kit, rows, service=SERVICE), self._keys(state), share=0.62)
            case Layout.WORDS:
                return Split(self.kit, self._answer(state, Type.ANSWER), self._keys(state))

    def _under(self, state: State, items: list[Drawn]) -> Column:
        """Keys in a row under what grows."""
        keys: list[Drawn] = [self._key(key) for key in state.keys]
        row: list[Drawn] = [Beside(self.kit, keys)] if len(keys) > 1 else keys
        return Column(self.kit, [*items, *row], grow=[len(items) - 1])

    def _answer(self, state: State, size: Type) -> AnswerCard:
        icon = self._picture(state.icon)
        return AnswerCard(self.kit, state.big or "", state.lines, icon, service=SERVICE, type_=size)

    def _tiles(self, choices: Sequence[Choice]) -> ChoicePage:
        return ChoicePage(self.kit, [self._tile(choice) for choice in choices])

    def _tile(self, choice: Choice) -> KeyTile:
        tile = KeyTile(
            self.kit, self._picture(choice.picture), choice.words, choice.detail or "", service=SERVICE, plain=True
        )  # fmt: skip
        tile.tapped.connect(partial(self.chosen.emit, choice.id))
        return tile

    def _picture(self, name: str) -> str:
        """A card names its picture itself; one that does not exist must not cost anybody the answer."""
        return name if name in self._pictures else SERVICE

    def _problem(self, state: State) -> list[Drawn]:
        return [] if state.problem is None else [TextBlock(self.kit, state.problem, service="alarm", lines=3)]

    def _keys(self, state: State) -> Column:
        items: list[Drawn] = [*self._problem(state), *(self._key(key) for key in state.keys)]
        main = next((n for n, key in enumerate(state.keys, len(items) - len(state.keys)) if key.main), None)
        return Column(self.kit, items, grow=[] if main is None else [main])

    def _key(self, key: Key) -> BigKey:
        kind = KeyKind.MAIN if key.main else KeyKind.OUTLINE
        drawn = BigKey(self.kit, key.words, key.icon, kind=kind, service=SERVICE)
        drawn.tapped.connect(partial(self.pressed.emit, key.id))
        return drawn
