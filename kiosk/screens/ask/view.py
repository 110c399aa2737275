"""Draws the keyboard, and what a question is answered with."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from kiosk.domain.offered import Choice, Key
from kiosk.screens.ask.state import Layout, State
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, KeyKind, offered_key
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.column import Row as Beside
from kiosk.ui.widgets.fitting import Fitting
from kiosk.ui.widgets.split import Split
from kiosk.ui.widgets.text_block import TextBlock
from kiosk.ui.widgets.type_board import TypeBoard

SERVICE = "policy"


class View(Base):
    chosen = Signal(str)
    pressed = Signal(str)
    keyed = Signal(str)
    picked = Signal(int)
    sounded = Signal(int)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._shown: State | None = None
        self._board: TypeBoard | None = None
        self._pictures = frozenset(kit.icons.names())

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        """The keyboard stays while it is typed on: a key must not go from under a finger."""
        self.title = state.title
        if state == self._shown:
            return
        self._shown = state
        if state.layout is not Layout.TYPE:
            self._board = None
            self.fill(self._answers(state) if state.layout is Layout.ANSWERS else self._words(state))
            return
        if self._board is None:
            self._board = self._new_board(state)
            self.fill(self._board)
        self._board.set_typed(state.typed, state.spelling, state.words, state.sounds)

    def _new_board(self, state: State) -> TypeBoard:
        go = state.keys[0]
        board = TypeBoard(self.kit, state.lead, go.words, go.icon, service=SERVICE)
        board.keyed.connect(self.keyed)
        board.picked.connect(self.picked)
        board.sounded.connect(self.sounded)
        board.gone.connect(partial(self.pressed.emit, go.id))
        return board

    def _answers(self, state: State) -> Drawn:
        return Fitting(self.kit, partial(self._roomy, state), partial(self._close, state))

    def _roomy(self, state: State) -> Drawn:
        """The question above, the answer beside what more there is: the card that answers is the main key."""
        more: list[Drawn] = [self._choice(choice, main=n == 0) for n, choice in enumerate(state.choices)]
        keys: list[Drawn] = [self._key(key) for key in state.keys]
        right = Column(self.kit, [*more, Beside(self.kit, keys)], grow=[0] if more else [])
        above = [*self._problem(state), *self._asked(state)]
        split = Split(self.kit, self._answer(state, Type.LEAD), right, share=0.5)
        return Column(self.kit, [*above, split], grow=[len(above)])

    def _close(self, state: State) -> Drawn:
        """The question stands in the answer, and the keys turn pages."""
        keys: list[Drawn] = [self._choice(choice, main=n == 0) for n, choice in enumerate(state.choices)]
        keys += [self._key(key) for key in state.keys]
        return Split(self.kit, self._answer(state, Type.LEAD, whole=True), Column(self.kit, keys, grow=[0]), share=0.5)

    def _words(self, state: State) -> Drawn:
        keys: list[Drawn] = [*self._problem(state), *(self._key(key) for key in state.keys)]
        main = next((n for n, key in enumerate(state.keys, len(keys) - len(state.keys)) if key.main), None)
        column = Column(self.kit, keys, grow=[] if main is None else [main])
        return Split(self.kit, self._answer(state, Type.ANSWER, whole=True), column)

    def _answer(self, state: State, size: Type, *, whole: bool = False) -> AnswerCard:
        """`whole`: with the question and with what went wrong."""
        more = (*((state.problem,) if state.problem and state.layout is Layout.ANSWERS else ()),) if whole else ()
        asked = (state.question,) if whole and state.question else ()
        lines = (*more, *state.lines, *asked)
        return AnswerCard(self.kit, state.big or "", lines, self._picture(state.icon), service=SERVICE, type_=size)

    def _asked(self, state: State) -> list[Drawn]:
        return [TextBlock(self.kit, state.question, lines=3)] if state.question else []

    def _problem(self, state: State) -> list[Drawn]:
        return [] if state.problem is None else [TextBlock(self.kit, state.problem, service="alarm", lines=3)]

    def _choice(self, choice: Choice, *, main: bool) -> BigKey:
        kind = KeyKind.MAIN if main else KeyKind.OUTLINE
        key = BigKey(self.kit, choice.words, self._picture(choice.picture), kind=kind, service=SERVICE)
        key.tapped.connect(partial(self.chosen.emit, choice.id))
        return key

    def _key(self, key: Key) -> BigKey:
        return offered_key(self.kit, key, self.pressed.emit, service=SERVICE)

    def _picture(self, name: str) -> str:
        """A card names its picture itself; one that does not exist must not cost anybody the answer."""
        return name if name in self._pictures else SERVICE
