"""Draws the pages of the lessons."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from kiosk.domain.offered import Key
from kiosk.screens.lessons.state import Choice, Layout, State
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, offered_key
from kiosk.ui.widgets.choice_page import ChoicePage
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.column import Row as Beside
from kiosk.ui.widgets.key_tile import KeyTile
from kiosk.ui.widgets.phone_view import PhoneView
from kiosk.ui.widgets.picture_tile import PictureTile
from kiosk.ui.widgets.read_back import ReadBack, Row
from kiosk.ui.widgets.split import Split
from kiosk.ui.widgets.stamp_book import StampBook
from kiosk.ui.widgets.step_bar import StepBar
from kiosk.ui.widgets.text_block import TextBlock

SERVICE = "lessons"
PHONE_SHARE = 0.34


class View(Base):
    chosen = Signal(str)
    touched = Signal(str)
    ticked = Signal(int)
    pressed = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._shown: State | None = None
        self._phone: PhoneView | None = None
        self._words: AnswerCard | None = None
        self._pictures = frozenset(kit.icons.names())

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title = state.title
        before, self._shown = self._shown, state
        if state == before:
            return
        if before is not None and _same_step(before, state):
            self._renew(state)
        else:
            self._phone = self._words = None
            self.fill(self._build(state))

    def _build(self, state: State) -> Drawn:
        match state.layout:
            case Layout.STEP:
                return self._step(state)
            case Layout.CHOICES:
                return ChoicePage(self.kit, [self._tile(one) for one in state.choices])
            case Layout.QUESTION:
                return self._question(state)
            case Layout.TICKS:
                return Split(self.kit, self._answer(state, Type.LEAD), self._ticks(state), share=0.45)
            case Layout.ROWS:
                rows = [Row(self._picture(row.picture), "", row.words) for row in state.rows]
                return Split(self.kit, ReadBack(self.kit, rows, service=SERVICE), self._keys(state), share=0.6)
            case Layout.STAMPS:
                return self._stamp_book(state)
            case Layout.WORDS:
                if not state.keys:
                    return self._answer(state, Type.LEAD)
                return Split(self.kit, self._answer(state, Type.LEAD), self._keys(state))

    # the drawn telephone

    def _step(self, state: State) -> Drawn:
        self._phone = PhoneView(self.kit)
        self._phone.touched.connect(self.touched.emit)
        self._words = AnswerCard(self.kit, type_=Type.LEAD)
        self._renew(state)
        bar = StepBar(self.kit, state.number, state.of, state.progress)  # where there is no room, the voice says it
        near = max(
            self.kit.metrics.mm(3.2), self.kit.metrics.u(18)
        )  # U6; nearer than elsewhere, so that no word breaks
        drawn = [self._key(key, Type.KEY_NOW if key.main else Type.BAR) for key in state.keys]
        keys = Beside(self.kit, drawn, gap=near)
        beside: list[Drawn] = [self._words, keys] if self.kit.metrics.tight else [bar, self._words, keys]
        column = Column(self.kit, beside, grow=[len(beside) - 2])
        return Split(self.kit, self._phone, column, share=PHONE_SHARE)

    def _renew(self, state: State) -> None:
        """The same step: only the telephone and what is said have changed, so no key goes from under a finger."""
        assert self._phone is not None  # noqa: S101  # made with the step
        assert self._words is not None  # noqa: S101  # likewise
        assert state.handset is not None  # noqa: S101  # of every step
        handset = state.handset
        self._phone.show_phone(handset.screens, handset.phone, handset.ring, handset.first)
        self._words.set_words(state.big or "", state.told or state.lines)

    # the others

    def _question(self, state: State) -> Drawn:
        bar = StepBar(self.kit, state.number, state.of, state.progress)
        lead = TextBlock(self.kit, state.big or state.lead, type_=Type.LEAD, lines=4)
        told = [TextBlock(self.kit, words, quiet=True, lines=4) for words in state.told]
        page = ChoicePage(self.kit, [self._answer_tile(one) for one in state.choices])
        items: list[Drawn] = [bar, lead, *told, page]
        return Column(self.kit, items, grow=[len(items) - 1], optional=[0])

    def _ticks(self, state: State) -> Drawn:
        keys: list[Drawn] = []
        for number, tick in enumerate(state.ticks):
            key = BigKey(self.kit, tick.words, "check" if tick.on else "", service=SERVICE)
            key.set_selected(tick.on)
            key.tapped.connect(partial(self.ticked.emit, number))
            keys.append(key)
        return Column(self.kit, [*keys, *(self._key(key) for key in state.keys)])

    def _stamp_book(self, state: State) -> Drawn:
        book = StampBook(self.kit, [(level.title, level.stamps) for level in state.stamps])
        words = self._answer(state, Type.LEAD)
        right = Column(self.kit, [words, *(self._key(key) for key in state.keys)], grow=[0])
        return Split(self.kit, book, right, share=0.56)

    def _answer(self, state: State, size: Type) -> AnswerCard:
        words = (*state.told, *state.lines)
        return AnswerCard(self.kit, state.big or "", words, self._picture(state.icon), service=SERVICE, type_=size)

    def _keys(self, state: State) -> Column:
        keys = [self._key(key) for key in state.keys]
        main = next((n for n, key in enumerate(state.keys) if key.main), None)
        return Column(self.kit, keys, grow=[] if main is None else [main])

    def _key(self, key: Key, type_: Type | None = None) -> BigKey:
        return offered_key(self.kit, key, self.pressed.emit, service=SERVICE, type_=type_)

    def _tile(self, choice: Choice) -> KeyTile:
        tile = KeyTile(self.kit, self._picture(choice.picture), choice.words, choice.detail or "", service=SERVICE,
                       plain=not choice.main, minor=choice.main)  # fmt: skip
        tile.tapped.connect(partial(self.chosen.emit, choice.id))
        return tile

    def _answer_tile(self, choice: Choice) -> PictureTile:
        tile = PictureTile(self.kit, self._picture(choice.picture), choice.words, service=SERVICE, plain=True)
        tile.tapped.connect(partial(self.chosen.emit, choice.id))
        return tile

    def _picture(self, name: str) -> str:
        """A lesson names its pictures itself; one that does not exist must not cost anybody the lesson."""
        return name if name in self._pictures else SERVICE


def _same_step(before: State, now: State) -> bool:
    """Whether the keys beside the telephone stay as they are."""
    return before.layout is now.layout is Layout.STEP and (before.title, before.big, before.keys, before.number) == (
        now.title, now.big, now.keys, now.number)  # fmt: skip
