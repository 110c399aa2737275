"""Draws the alarm: the countdown, then the truth of each moment, and 120 all along."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from kiosk.screens.alarm.state import Phase, State
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.big_panel import BigPanel
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.countdown_ring import CountdownRing
from kiosk.ui.widgets.digits import Digits
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
    pressed = Signal(str)
    service = SERVICE

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._ring: CountdownRing | None = None
        self._shown: tuple[object, ...] = ()

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title = state.title
        shown = (state.phase, state.lead, state.notes, state.asking, state.shows_phones)
        if shown != self._shown or state.phase is not Phase.COUNTDOWN:
            self._shown = shown
            self._ring = None
            self.fill(self._countdown(state) if state.phase is Phase.COUNTDOWN else self._moment(state))
        if self._ring is not None:
            self._ring.set_caption(state.big)
            self._ring.set_left(state.left, state.left / state.total)

    def _countdown(self, state: State) -> Drawn:
        self._ring = CountdownRing(self.kit, seconds=state.left, caption=state.big)
        notes = [TextBlock(self.kit, note, lines=2) for note in state.notes]
        cancel = self._key("cancel", state, type_=Type.HUGE)
        now = self._key("now", state, kind=KeyKind.ALARM)
        items: list[Drawn] = [TextBlock(self.kit, state.lead, lines=3), *notes, cancel, now, self._ambulance(state)]
        return Split(self.kit, self._ring, Column(self.kit, items, grow=[1 + len(notes)]), share=0.46)

    def _moment(self, state: State) -> Drawn:
        answer = AnswerCard(
            self.kit, state.big, (state.lead, *state.notes), ICONS[state.phase], service=SERVICE, type_=Type.GREAT
        )
        items: list[Drawn] = [self._ambulance(state)] if state.shows_ambulance else []
        if state.shows_phones:
            items += [BigPanel(self.kit, p.number, above=p.name) for p in state.phones[:2]]
        keys = [self._key(name, state) for name, _ in state.keys]
        grow = [len(items)] if state.asking or not items else []
        return Split(self.kit, answer, Column(self.kit, [*items, *keys], grow=grow))

    def _key(self, name: str, state: State, *, kind: KeyKind = KeyKind.OUTLINE, type_: Type | None = None) -> BigKey:
        if name in ("home", "go_on"):
            kind = KeyKind.MAIN
        key = BigKey(self.kit, dict(state.keys)[name], kind=kind, type_=type_)
        key.tapped.connect(partial(self.pressed.emit, name))
        return key

    def _ambulance(self, state: State) -> Digits:
        number = self.kit.words(state.ambulance)
        return Digits(self.kit, number, before=state.ambulance_label)
