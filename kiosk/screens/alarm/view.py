"""Draws the alarm: the countdown, then the truth of each moment, and 120 all along."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal

from kiosk.screens.alarm.state import Phase, State
from kiosk.text import Message
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.big_panel import BigPanel
from kiosk.ui.widgets.column import Column, Row
from kiosk.ui.widgets.countdown_ring import CountdownRing
from kiosk.ui.widgets.digits import Digits
from kiosk.ui.widgets.fitting import Fitting
from kiosk.ui.widgets.split import Split
from kiosk.ui.widgets.text_block import TextBlock

SERVICE = "alarm"
ICONS = {
    Phase.CALLING: "bell",
    Phase.REACHED: "desk",
    Phase.ANSWERED: "person",
    Phase.UNANSWERED: "warning",
    Phase.CANCELLED: "check",
    Phase.OVER: "check",
}


class View(Base):
    """Where the whole does not fit (large words on a small display), the keys, the seconds and 120 come before all
    else: nobody turns a page to stop an alarm or to read whom to ring."""

    pressed = Signal(str)
    service = SERVICE

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._state: State | None = None
        self._ring: CountdownRing | None = None
        self._seconds: TextBlock | None = None

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        before, self._state = self._state, state
        self.title = state.title
        if before is None or state.phase is not Phase.COUNTDOWN or _ticked(before, state) != state:
            self._build(state)
        if self._ring is not None:
            self._ring.set_caption(state.big)
            self._ring.set_left(state.left, state.left / state.total)
        if self._seconds is not None:
            self._seconds.set_text(state.big)

    def _build(self, state: State) -> None:
        drawn = self._countdown if state.phase is Phase.COUNTDOWN else self._moment
        self.fill(Fitting(self.kit, partial(drawn, state), partial(self._close, state)))

    def _countdown(self, state: State) -> Drawn:
        self._seconds = None
        self._ring = CountdownRing(self.kit, seconds=state.left, caption=state.big)
        self._ring.set_left(state.left, state.left / state.total)
        words: list[Drawn] = [TextBlock(self.kit, text, lines=3) for text in (state.lead, *state.notes)]
        items = [*words, *self._keys(state), self._ambulance(state)]
        return Split(self.kit, self._ring, Column(self.kit, items, grow=[len(words)]), share=0.46)

    def _moment(self, state: State) -> Drawn:
        self._ring = self._seconds = None
        lines = (state.lead, *state.notes)
        answer = AnswerCard(self.kit, state.big, lines, ICONS[state.phase], service=SERVICE, type_=Type.ANSWER)
        items: list[Drawn] = [self._ambulance(state)] if state.shows_ambulance else []
        items += self._phones(state)
        grow = [len(items)] if state.asking or not items else [] if len(items) > 1 else [0]
        return Split(self.kit, answer, Column(self.kit, [*items, *self._keys(state)], grow=grow))

    def _close(self, state: State) -> Drawn:
        """Everything one under the other, what matters first; in the countdown the advice gives way."""
        self._ring = None
        self._seconds = TextBlock(self.kit, state.big, type_=Type.LEAD, lines=3)
        top: list[Drawn] = [self._seconds]
        if state.shows_ambulance:
            top.append(self._ambulance(state, short=True))
        beside: list[Drawn] = [Row(self.kit, top)] if self.width() > self.height() else top
        advice: list[Drawn] = [TextBlock(self.kit, text, lines=4) for text in (state.lead, *state.notes)]
        if state.phase is Phase.COUNTDOWN:
            items = [*beside, *self._keys(state), *advice]
            return Column(self.kit, items, optional=range(len(items) - len(advice), len(items)))
        return Column(self.kit, [*beside, *advice, *self._phones(state), *self._keys(state)])

    def _phones(self, state: State) -> list[Drawn]:
        phones = state.phones[:2] if state.shows_phones else ()
        return [BigPanel(self.kit, phone.number, above=phone.name) for phone in phones]

    def _keys(self, state: State) -> list[Drawn]:
        return [self._key(name, words) for name, words in state.keys]

    def _key(self, name: str, words: Message) -> BigKey:
        kind = {"home": KeyKind.MAIN, "go_on": KeyKind.MAIN, "now": KeyKind.ALARM}.get(name, KeyKind.OUTLINE)
        size = Type.HUGE if name == "cancel" else None
        mark = "alarm" if kind is KeyKind.ALARM else ""
        key = BigKey(self.kit, words, mark, kind=kind, type_=size)
        key.tapped.connect(partial(self.pressed.emit, name))
        return key

    def _ambulance(self, state: State, *, short: bool = False) -> Digits:
        label = state.ambulance_short if short else state.ambulance_label
        return Digits(self.kit, self.kit.words(state.ambulance), before=label)


def _ticked(before: State, now: State) -> State:
    """`before` when only time has passed since."""
    return replace(before, left=now.left, cancel_ready=now.cancel_ready, written=now.written)
