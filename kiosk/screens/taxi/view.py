"""Draws the pages on the way to a taxi."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from kiosk.domain.offered import Choice
from kiosk.screens.taxi.state import Option, Page, State
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.choice_page import ChoicePage
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.fitting import Fitting
from kiosk.ui.widgets.key_tile import KeyTile
from kiosk.ui.widgets.number_pad import NumberPad
from kiosk.ui.widgets.read_back import ReadBack, Row
from kiosk.ui.widgets.split import Split
from kiosk.ui.widgets.text_block import TextBlock

SERVICE = "taxi"
ICONS = {"call": "check", "confirm": "check", "options": "people", "places": "swap", "see": "taxi", "again": "plus"}
MAIN = ("call", "confirm", "see")


class View(Base):
    place_chosen = Signal(str)
    pressed = Signal(str)
    option = Signal(str)
    typed = Signal(str)
    phone_done = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._page: Page | None = None
        self._pad: NumberPad | None = None
        self._pictures = frozenset(kit.icons.names())

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title = state.title
        if state.page is Page.PHONE and self._pad is not None and self._page is Page.PHONE:
            self._pad.fill(state.lead, state.typed)
            return
        turned, self._page, self._pad = state.page is not self._page, state.page, None
        if turned or state.page is not Page.PLACES:
            self.fill(self._build(state))

    def _build(self, state: State) -> Drawn:
        match state.page:
            case Page.PLACES:
                return ChoicePage(self.kit, [self._place(choice) for choice in state.choices])
            case Page.CONFIRM:
                return self._confirm(state)
            case Page.OPTIONS:
                tiles = ChoicePage(self.kit, [self._option(option) for option in state.options])
                return Split(self.kit, tiles, self._keys(state), share=0.66)
            case Page.PHONE:
                return self._phone(state)
            case Page.TWICE:
                answer = AnswerCard(
                    self.kit, state.lead, (state.twice_detail,), "clock", service=SERVICE, type_=Type.ANSWER
                )
                return Split(self.kit, answer, self._keys(state))

    def _place(self, choice: Choice) -> KeyTile:
        sub = choice.detail or ""
        tile = KeyTile(self.kit, self._picture(choice.picture), choice.words, sub, service=SERVICE, plain=True)
        tile.tapped.connect(partial(self.place_chosen.emit, choice.id))
        return tile

    def _picture(self, name: str) -> str:
        """A place's picture is named in the settings; one that does not exist must not cost the resident the taxi."""
        return name if name in self._pictures else "place"

    def _option(self, option: Option) -> KeyTile:
        tile = KeyTile(self.kit, option.picture, option.value, option.hint, service=SERVICE, plain=True)
        tile.tapped.connect(partial(self.option.emit, option.id))
        return tile

    def _confirm(self, state: State) -> Drawn:
        """The rows and the keys; what went wrong is never behind a page."""
        rows = [Row(self._picture(r.picture), r.label, r.value, r.detail or "") for r in state.rows]
        read_back = partial(ReadBack, self.kit, rows, service=SERVICE)
        if state.problem is None:
            return Split(self.kit, read_back(), self._keys(state))
        return Fitting(
            self.kit,
            lambda: Split(self.kit, read_back(), self._keys(state)),
            lambda: Column(
                self.kit, [*self._problem_and_keys(state), read_back()]
            ),  # what went wrong is never behind a page
        )

    def _keys(self, state: State) -> Column:
        items = self._problem_and_keys(state)
        return Column(self.kit, items, grow=[0 if state.problem is None else 1])

    def _problem_and_keys(self, state: State) -> list[Drawn]:
        problem = [] if state.problem is None else [TextBlock(self.kit, state.problem, service="alarm", lines=3)]
        return [*problem, *(self._key(name, state) for name, _ in state.keys)]

    def _key(self, name: str, state: State) -> BigKey:
        kind = KeyKind.MAIN if name in MAIN else KeyKind.OUTLINE
        size = Type.GREAT if name in MAIN else None
        key = BigKey(self.kit, dict(state.keys)[name], ICONS[name], kind=kind, service=SERVICE, type_=size)
        key.tapped.connect(partial(self.pressed.emit, name))
        return key

    def _phone(self, state: State) -> NumberPad:
        pad = NumberPad(self.kit, state.lead, service=SERVICE, icon="phone")
        pad.changed.connect(self.typed)
        pad.done.connect(self.phone_done)
        pad.fill(state.lead, state.typed)
        self._pad = pad
        return pad
