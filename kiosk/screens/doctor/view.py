"""Draws the pages on the way to a doctor."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal

from kiosk.domain.offered import Key
from kiosk.screens.doctor.state import URGENT_NUMBER, Choice, Layout, State
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.choice_page import ChoicePage
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.column import Row as KeyRow
from kiosk.ui.widgets.digits import Digits
from kiosk.ui.widgets.fitting import Fitting
from kiosk.ui.widgets.key_tile import KeyTile
from kiosk.ui.widgets.number_pad import NumberPad
from kiosk.ui.widgets.read_back import ReadBack, Row
from kiosk.ui.widgets.split import Split
from kiosk.ui.widgets.text_block import TextBlock

SERVICE = "doctor"
URGENT_MM = 40.0


class View(Base):
    chosen = Signal(str)
    pressed = Signal(str)
    typed = Signal(str)
    phone_done = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._shown: State | None = None
        self._pad: NumberPad | None = None
        self._pictures = frozenset(kit.icons.names())

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title = state.title
        before, self._shown = self._shown, state
        if self._pad is not None and before is not None and before.layout is state.layout is Layout.PAD:
            self._pad.fill(state.lead, state.typed)
            return
        self._pad = None
        if before is None or _drawn_anew(before, state):
            self.fill(self._build(state))

    def _build(self, state: State) -> Drawn:
        match state.layout:
            case Layout.CHOICES:
                return self._choices(state)
            case Layout.READ_BACK:
                rows = [Row(self._picture(r.picture), r.label or "", r.value, r.detail or "") for r in state.rows]
                return self._read_back(state, partial(ReadBack, self.kit, rows, service=SERVICE))
            case Layout.WORDS:
                answer = AnswerCard(
                    self.kit, state.big or "", (state.lead,), state.icon, service=SERVICE, type_=Type.ANSWER
                )
                return Split(self.kit, answer, self._keys(state))
            case Layout.PAD:
                return self._phone(state)
            case Layout.URGENT:
                return Fitting(self.kit, partial(self._urgent, state), partial(self._urgent_small, state))

    def _read_back(self, state: State, rows: Callable[[], ReadBack]) -> Drawn:
        """The rows and the keys; what went wrong is never behind a page."""
        if state.problem is None:
            return Split(self.kit, rows(), self._keys(state))
        return Fitting(
            self.kit,
            lambda: Split(self.kit, rows(), self._keys(state)),
            lambda: Column(self.kit, [*self._words_and_keys(state), rows()]),
        )

    def _choices(self, state: State) -> Drawn:
        page = ChoicePage(self.kit, [self._tile(choice) for choice in state.choices])
        words = [] if state.sentence is None else [TextBlock(self.kit, state.sentence, service="alarm", lines=2)]
        keys = [self._key(key) for key in state.keys]
        if not words and not keys:
            return page
        return Column(self.kit, [*words, page, *keys], grow=[len(words)])

    def _tile(self, choice: Choice) -> KeyTile:
        tile = KeyTile(
            self.kit, self._picture(choice.picture), choice.words, choice.detail or "", service=SERVICE, plain=True,
            great=choice.great,
        )  # fmt: skip
        tile.tapped.connect(partial(self.chosen.emit, choice.id))
        return tile

    def _picture(self, name: str) -> str:
        """A department's picture is named by the hospital; one that does not exist must not cost anybody the visit."""
        return name if name in self._pictures else "doctor"

    def _keys(self, state: State) -> Column:
        items = self._words_and_keys(state)
        if len(items) == len(state.keys):
            return Column(self.kit, items, grow=[0] if state.keys[0].main else [])
        spare = [0] if state.problem is None else []  # a promise is heard too, and gives way to what it is about
        return Column(self.kit, items, grow=[1], optional=spare)

    def _words_and_keys(self, state: State) -> list[Drawn]:
        keys: list[Drawn] = [self._key(key) for key in state.keys]
        if state.layout is not Layout.READ_BACK or state.sentence is None:
            return keys
        service = "alarm" if state.problem is not None else SERVICE
        return [TextBlock(self.kit, state.sentence, service=service, lines=6), *keys]

    def _key(self, key: Key) -> BigKey:
        kind = KeyKind.MAIN if key.main else KeyKind.ALARM if key.id == "alarm" else KeyKind.OUTLINE
        size = Type.GREAT if key.main else None
        drawn = BigKey(self.kit, key.words, key.icon, kind=kind, service=SERVICE, type_=size)
        drawn.tapped.connect(partial(self.pressed.emit, key.id))
        return drawn

    def _urgent(self, state: State) -> Drawn:
        """120 first and largest, by which signs, and the alarm beside it."""
        number = Digits(self.kit, URGENT_NUMBER, before=state.lead, height_mm=URGENT_MM)
        signs = ReadBack(self.kit, [Row(r.picture, "", r.value) for r in state.rows], service="alarm")
        keys = [self._key(key) for key in state.keys]
        return Split(self.kit, signs, Column(self.kit, [number, *keys], grow=[0]), share=0.42)

    def _urgent_small(self, state: State) -> Drawn:
        return Fitting(self.kit, partial(self._urgent_beside, state), partial(self._urgent_close, state))

    def _urgent_beside(self, state: State) -> Drawn:
        """The signs in a sentence beside 120, the keys in one row below."""
        metrics = self.kit.metrics
        digits = Digits(self.kit, URGENT_NUMBER, height_mm=URGENT_MM)
        signs = "、".join(self.kit.words(row.value) for row in state.rows)
        words = [TextBlock(self.kit, signs, lines=4), TextBlock(self.kit, state.lead, type_=Type.LEAD, lines=2)]
        left = Column(self.kit, words, gap=metrics.u(10))
        if metrics.display.portrait:
            return Column(self.kit, [left, digits, *(self._key(key) for key in state.keys)])
        wide = digits.line_width()
        shares = (metrics.display.width_px - 2 * metrics.margin - metrics.gap - wide, wide)
        keys = KeyRow(self.kit, [self._key(key) for key in state.keys])
        return Column(self.kit, [KeyRow(self.kit, [left, digits], shares=shares), keys])

    def _urgent_close(self, state: State) -> Drawn:
        number = Digits(self.kit, URGENT_NUMBER, before=state.lead, height_mm=URGENT_MM)
        signs = [TextBlock(self.kit, row.value, lines=2) for row in state.rows]
        return Column(self.kit, [number, *(self._key(key) for key in state.keys), *signs])

    def _phone(self, state: State) -> NumberPad:
        pad = NumberPad(self.kit, state.lead, service=SERVICE, icon="phone")
        pad.changed.connect(self.typed)
        pad.done.connect(self.phone_done)
        pad.fill(state.lead, state.typed)
        self._pad = pad
        return pad


def _drawn_anew(before: State, now: State) -> bool:
    """Great keys stay where they are while nothing on them changes: a page that was turned to stays turned to."""
    return (before.page, before.choices, before.rows, before.keys, before.sentence, before.big) != (
        now.page,
        now.choices,
        now.rows,
        now.keys,
        now.sentence,
        now.big,
    )
