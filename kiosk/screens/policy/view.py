"""Draws the pages of the policies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal

from kiosk.domain.offered import Choice, Key
from kiosk.screens.policy.state import Layout, State
from kiosk.text import Message
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, offered_key
from kiosk.ui.widgets.choice_page import ChoicePage
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.column import Row as Beside
from kiosk.ui.widgets.fitting import Fitting
from kiosk.ui.widgets.key_tile import KeyTile
from kiosk.ui.widgets.read_back import ReadBack, Row
from kiosk.ui.widgets.split import Split
from kiosk.ui.widgets.text_block import TextBlock

SERVICE = "policy"
SHARE = 0.34
"""Of a card's answer: one sentence beside seven keys."""


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
            case Layout.CHOICES | Layout.QUESTION:
                return self._fitting(partial(self._choices, state), partial(self._close, state))
            case Layout.CARD:
                return self._fitting(partial(self._card, state), partial(self._card_close, state))
            case Layout.ROWS:
                rows = [Row(self._picture(row.picture), "", row.words, row.detail or "") for row in state.rows]
                return Split(self.kit, ReadBack(self.kit, rows, service=SERVICE), self._keys(state), share=0.62)
            case Layout.WORDS:
                return Split(self.kit, self._answer(state, Type.ANSWER), self._keys(state))

    def _fitting(self, drawn: Callable[[], Drawn], close: Callable[[], Drawn]) -> Drawn:
        return close() if self.kit.metrics.tight else Fitting(self.kit, drawn, close)

    def _choices(self, state: State) -> Drawn:
        """Great keys, and the others in a row under them."""
        page, keys = self._tiles(state.choices), [self._key(key) for key in state.keys]
        row: list[Drawn] = [Beside(self.kit, keys)] if len(keys) > 1 else [*keys]
        above = self._above(state, Type.LEAD)
        return Column(self.kit, [*above, page, *row], grow=[len(above)]) if above or row else page

    def _close(self, state: State) -> Drawn:
        """Where there is little room, all keys are among the great ones and turn pages with them."""
        page, above = self._tiles(state.choices, state.keys), self._above(state, Type.BODY)
        return Column(self.kit, [*above, page], grow=[len(above)]) if above else page

    def _above(self, state: State, size: Type) -> list[Drawn]:
        """What went wrong, and the question."""
        asked = state.layout is Layout.QUESTION
        words = [TextBlock(self.kit, state.lead, type_=size, service=SERVICE, lines=4)] if asked else []
        return [*self._problem(state), *words]

    def _card(self, state: State) -> Drawn:
        return Split(self.kit, self._answer(state, Type.LEAD), self._choices(state), share=SHARE)

    def _card_close(self, state: State) -> Drawn:
        """What went wrong stands in the answer, which turns pages itself."""
        answer = self._answer(state, Type.LEAD, state.problem)
        return Split(self.kit, answer, self._tiles(state.choices, state.keys), share=SHARE)

    def _answer(self, state: State, size: Type, problem: Message | None = None) -> AnswerCard:
        icon, lines = self._picture(state.icon), (*((problem,) if problem else ()), *state.lines)
        return AnswerCard(self.kit, state.big or "", lines, icon, service=SERVICE, type_=size)

    def _tiles(self, choices: Sequence[Choice], keys: Sequence[Key] = ()) -> ChoicePage:
        return ChoicePage(self.kit, [*map(self._tile, choices), *map(self._key_tile, keys)])

    def _key_tile(self, key: Key) -> KeyTile:
        tile = KeyTile(self.kit, key.icon, key.words, service=SERVICE, plain=True)
        tile.tapped.connect(partial(self.pressed.emit, key.id))
        return tile

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
        return offered_key(self.kit, key, self.pressed.emit, service=SERVICE)
