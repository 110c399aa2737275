"""Draws the alarm: the countdown, then the truth of each moment, and 120 all along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal

from kiosk.screens.alarm.state import CALL_120, WHERE, Page, Phase, State
from kiosk.text import Message
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, IconAt, KeyKind
from kiosk.ui.widgets.big_panel import BigPanel
from kiosk.ui.widgets.choice_page import ChoicePage
from kiosk.ui.widgets.column import Column, Row
from kiosk.ui.widgets.countdown_ring import CountdownRing
from kiosk.ui.widgets.digits import Digits
from kiosk.ui.widgets.fitting import Fitting
from kiosk.ui.widgets.floor_plan import FloorPlan
from kiosk.ui.widgets.key_tile import KeyTile
from kiosk.ui.widgets.number_row import NumberRow
from kiosk.ui.widgets.split import Split
from kiosk.ui.widgets.text_block import TextBlock

SERVICE = "alarm"
ICONS = {
    Phase.CALLING: "bell",
    Phase.REACHED: "desk",
    Phase.ANSWERED: "person",
    Phase.COMING: "walk",
    Phase.UNANSWERED: "warning",
    Phase.CANCELLED: "check",
    Phase.OVER: "check",
}
PICTURES = {
    "fall": "fall", "chest": "chest", "breath": "breath", "bleeding": "bleeding", "stroke": "stroke",
    "afraid": "afraid", "lost": "lost", "other": "more", "yes": "speech", "no": "mute",
}  # fmt: skip
ANSWERS = "doctor"  # their colour: only the alarm key itself is drawn as the alarm (U5)
BESIDE = 6  # pictures stand together, what is left of the answers beside them
THIRTY_MM, FORTY_MM = 30.0, 40.0
MAIN = frozenset({"home", "go_on", "where", "talk", "next", "asked"})


class View(Base):
    """Where the whole does not fit (large words on a small display), the keys, the seconds and 120 come before all
    else: nobody turns a page to stop an alarm or to read whom to ring."""

    pressed = Signal(str)
    answered = Signal(str)
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
        if self._seconds is not None and state.page is Page.MOMENT:
            self._seconds.set_text(state.big)

    def _build(self, state: State) -> None:
        drawn = self._countdown if state.phase is Phase.COUNTDOWN else self._moment
        close = self._close
        if state.page is Page.URGENT:
            drawn, close = self._urgent, self._urgent_close
        elif state.page is Page.AID:
            close = self._aid_close
            small = self.kit.metrics.tight or self.kit.metrics.display.portrait
            drawn = close if state.plan_words and small else self._aid
        elif state.page is Page.ASKED:
            drawn, close = self._asked, self._asked_close
        elif state.page is not Page.MOMENT:
            close = self._question_close
            drawn = close if self._many(state) else self._question
        self.fill(Fitting(self.kit, partial(drawn, state), partial(close, state)))

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
        icon = "warning" if state.stalled else ICONS[state.phase]
        answer = AnswerCard(self.kit, state.big, lines, icon, service=SERVICE, type_=Type.ANSWER)
        items: list[Drawn] = [self._ambulance(state)] if state.shows_ambulance else []
        items += self._phones(state)
        grow = [len(items)] if state.asking or not items else [] if len(items) > 1 else [0]
        return Split(self.kit, answer, Column(self.kit, [*items, *self._keys(state)], grow=grow))

    def _close(self, state: State) -> Drawn:
        """What is true and what to do beside 120, whom to ring, the keys; other words are heard too, and give way."""
        if state.phase is Phase.COUNTDOWN:
            advice = self._lines((state.lead, *state.notes))
            return self._pressed([*self._top(state, (state.big,)), *self._keys(state)], advice, last=True)
        needed = [*self._top(state, (state.big, state.lead)), *self._rows(state)]
        return self._pressed([*needed, self._key_row(state)], self._lines(state.notes))

    def _pressed(self, needed: list[Drawn], spare: list[Drawn], *, last: bool = False) -> Drawn:
        """The spare words stand over the last of what is needed, or `last` of all."""
        at = len(needed) if last else len(needed) - 1
        items = [*needed[:at], *spare, *needed[at:]]
        return Column(self.kit, items, optional=range(at, at + len(spare)))

    def _lines(self, words: Sequence[Message]) -> list[Drawn]:
        return [TextBlock(self.kit, text, lines=4) for text in words]

    def _question(self, state: State) -> Drawn:
        """Pictures to touch; what is true now and 120 stay beside them."""
        self._ring = self._seconds = None
        tiles = ChoicePage(self.kit, [self._choice(code, words) for code, words in state.choices[:BESIDE]])
        rest: list[Drawn] = [self._answer_key(code, words) for code, words in state.choices[BESIDE:]]
        asked = [TextBlock(self.kit, state.question or "", type_=Type.LEAD, lines=2)]
        items = [*asked, TextBlock(self.kit, state.big, lines=2), *rest, *self._keys(state), self._ambulance(state)]
        return Split(self.kit, tiles, Column(self.kit, items, grow=[1]), share=0.62)

    def _many(self, state: State) -> bool:
        """Whether the pictures need the room: on tall displays, for large words, and lest they take more pages."""
        metrics = self.kit.metrics
        many = min(len(state.choices), BESIDE) > metrics.choices
        return metrics.display.portrait or many or (metrics.tight and len(state.choices) > 2)

    def _question_close(self, state: State) -> Drawn:
        """返回 leaves the question too."""
        words, metrics = state.question or state.big, self.kit.metrics
        shown = BESIDE if metrics.choices >= BESIDE and not metrics.display.portrait else len(state.choices)
        tiles = ChoicePage(self.kit, [self._choice(code, text) for code, text in state.choices[:shown]])
        if metrics.display.portrait:
            top = self._top(state, (words,))
            return Column(self.kit, [*top, tiles], grow=[len(top)])
        self._ring = self._seconds = None
        digits = self._bare_ambulance(state)
        rest = [self._answer_key(code, text) for code, text in state.choices[shown:]]
        asked = TextBlock(self.kit, words, type_=Type.LEAD, lines=3)
        lines = [digits.line_width(), asked.needs_width(), *(key.line_width(IconAt.BESIDE) for key in rest)]
        wide = max(lines) + metrics.gap
        share = 1 - wide / (metrics.display.width_px - 2 * metrics.margin - metrics.gap)
        return Split(self.kit, tiles, Column(self.kit, [asked, *rest, digits]), share=share)

    def _asked(self, state: State) -> Drawn:
        """A person's question as large as it will go, its answers beside it, and 120 with them."""
        self._ring = self._seconds = None
        words = state.question or state.big
        question = AnswerCard(self.kit, words, (state.asks, state.big), "question", service=ANSWERS, type_=Type.ANSWER)
        items = [*self._answers(state), *self._keys(state), self._ambulance(state)]
        return Split(self.kit, question, Column(self.kit, items))

    def _asked_close(self, state: State) -> Drawn:
        """The question beside 120, its answers in one row; who asks and what is true give way."""
        top = self._top(state, (state.question or state.big,), spare=(state.big, state.asks))
        answers = Row(self.kit, self._answers(state))
        return Column(self.kit, [*top, answers, *self._keys(state)])

    def _answers(self, state: State) -> list[Drawn]:
        return [self._answer(code, words) for code, words in state.choices]

    def _answer(self, code: str, words: Message) -> BigKey:
        key = BigKey(self.kit, words, kind=KeyKind.MAIN)
        key.tapped.connect(partial(self.answered.emit, code))
        return key

    def _aid(self, state: State) -> Drawn:
        """One step as large as it will go; what is true now and 120 stay beside it."""
        self._ring = self._seconds = None
        plan = self._plan(state)
        said = state.step_words[len(state.plan_words) :] if plan else ()
        small: list[Drawn] = [TextBlock(self.kit, words, lines=4) for words in said]
        beside: list[Drawn] = [
            TextBlock(self.kit, state.big, lines=3),
            self._ambulance(state),
            *small,
            *self._keys(state),
        ]
        right = Column(self.kit, beside, grow=[1])
        if state.doing is None or state.card is None:
            return right
        if plan is None:
            icon = state.card.picture
            step = AnswerCard(self.kit, state.doing.words, state.step_words, icon, service=ANSWERS, type_=Type.ANSWER)
            return Split(self.kit, step, right)
        lines: list[Drawn] = [TextBlock(self.kit, words, lines=4) for words in state.plan_words]
        left: list[Drawn] = [TextBlock(self.kit, state.doing.words, type_=Type.LEAD, lines=3), plan, *lines]
        return Split(self.kit, Column(self.kit, left, grow=[1]), right, share=0.62)

    def _aid_close(self, state: State) -> Drawn:
        """The step beside 120 and the keys to the next; the floor plan, and at last what is true and who vouches."""
        if state.doing is None:
            return Column(self.kit, [*self._top(state, (state.big,)), *self._keys(state)])
        plan, tall = self._plan(state), self.kit.metrics.display.portrait
        if plan is not None and not tall:
            return self._beside_plan(state, state.doing.words, plan)
        needed = [*self._top(state, (state.doing.words,), spare=(state.big,)), self._key_row(state)]
        grow = [len(needed)] if plan else []
        lines = self._lines(state.plan_words if plan else state.step_words)
        items = [*needed, *([plan] if plan else []), *lines]
        return Column(self.kit, items, grow=grow, optional=range(len(needed) + len(grow), len(items)))

    def _beside_plan(self, state: State, words: Message, plan: FloorPlan) -> Drawn:
        self._ring = self._seconds = None
        lines = self._lines(state.plan_words)
        left = Column(self.kit, [plan, *lines], grow=[0], optional=range(1, len(lines) + 1))
        step = TextBlock(self.kit, words, type_=Type.LEAD, lines=3)
        right = Column(self.kit, [step, self._bare_ambulance(state), self._key_row(state)])
        return Split(self.kit, left, right, share=0.5)

    def _plan(self, state: State) -> FloorPlan | None:
        plan = state.plan
        if plan is None or state.doing is None or not state.doing.plan:
            return None
        return FloorPlan(self.kit, plan.picture, plan.words[0], here=plan.kiosk, goal=plan.defibrillator)

    def _choice(self, code: str, words: Message) -> KeyTile:
        tile = KeyTile(self.kit, self._picture(code), words, "", service=ANSWERS, plain=True)
        tile.tapped.connect(partial(self.answered.emit, code))
        return tile

    def _answer_key(self, code: str, words: Message) -> BigKey:
        key = BigKey(self.kit, words, self._picture(code), kind=KeyKind.OUTLINE)
        key.tapped.connect(partial(self.answered.emit, code))
        return key

    def _picture(self, code: str) -> str:
        aids = self._state.aids if self._state is not None else ()
        return {**PICTURES, **{aid.id: aid.picture for aid in aids if aid.id not in WHERE}}.get(code, "more")

    def _urgent(self, state: State) -> Drawn:
        """120 before all else, as large as it will go; then that somebody is being called too."""
        self._ring = self._seconds = None
        digits = Digits(self.kit, self.kit.words(state.ambulance), before=state.urgent, height_mm=FORTY_MM)
        items = [TextBlock(self.kit, state.big, type_=Type.LEAD, lines=3), *self._keys(state)]
        return Split(self.kit, digits, Column(self.kit, items, grow=[0]))

    def _urgent_close(self, state: State) -> Drawn:
        digits = Digits(self.kit, self.kit.words(state.ambulance), before=state.ambulance_short, height_mm=FORTY_MM)
        return Column(self.kit, [digits, TextBlock(self.kit, state.big, lines=3), *self._keys(state)])

    def _top(self, state: State, words: Sequence[Message], spare: Sequence[Message] = ()) -> list[Drawn]:
        """Words, the first of them great, and 120, side by side where there is room; spare words give way."""
        self._ring = None
        self._seconds = TextBlock(self.kit, words[0], type_=Type.LEAD, lines=3)
        said: list[Drawn] = [self._seconds, *self._lines((*words[1:], *spare))]
        if not state.shows_ambulance:
            return said
        if self.kit.metrics.display.portrait:
            return [said[0], self._ambulance(state, short=True), *said[1:]]
        metrics = self.kit.metrics
        digits = self._bare_ambulance(state) if state.says_120 else self._ambulance(state, short=True)
        wide, gap = digits.line_width(), metrics.u(40)
        left = Column(self.kit, said, gap=metrics.u(10), optional=range(len(words), len(said)))
        shares = (metrics.display.width_px - 2 * metrics.margin - gap - wide, wide)
        return [Row(self.kit, [left, digits], shares=shares, gap=gap)]

    def _bare_ambulance(self, state: State) -> Digits:
        """For where the words beside it say 120, or need its room."""
        return Digits(self.kit, self.kit.words(state.ambulance), height_mm=THIRTY_MM)

    def _phones(self, state: State) -> list[Drawn]:
        phones = state.phones[:2] if state.shows_phones else ()
        return [BigPanel(self.kit, phone.number, above=phone.name) for phone in phones]

    def _rows(self, state: State) -> list[Drawn]:
        """The numbers, the first of them never behind a page."""
        phones = state.phones[:2] if state.shows_phones else ()
        return [NumberRow(self.kit, phone.number, phone.name, state.duty_short) for phone in phones]

    def _key_row(self, state: State) -> Drawn:
        """One row of keys; one under the other where a word would be torn."""
        keys = self._keys(state)
        metrics = self.kit.metrics
        wide = sum(key.line_width(IconAt.BESIDE) + metrics.gap for key in keys) - metrics.gap
        fits = wide <= metrics.display.width_px - 2 * metrics.margin
        return Row(self.kit, keys) if fits else Column(self.kit, keys)

    def _keys(self, state: State) -> list[BigKey]:
        return [self._key(name, words) for name, words in state.keys]

    def _key(self, name: str, words: Message) -> BigKey:
        kind = KeyKind.ALARM if name == "now" else KeyKind.MAIN if name in MAIN else KeyKind.OUTLINE
        size = Type.HUGE if name == "cancel" else None
        mark = "alarm" if kind is KeyKind.ALARM else ""
        key = BigKey(self.kit, words, mark, kind=kind, type_=size)
        key.tapped.connect(partial(self.pressed.emit, name))
        return key

    def _ambulance(self, state: State, *, short: bool = False) -> Digits:
        """For signs of danger in 40 mm wherever there is room for the whole."""
        label = state.ambulance_short if short else state.ambulance_label
        height = FORTY_MM if state.where in CALL_120 and not short else THIRTY_MM
        return Digits(self.kit, self.kit.words(state.ambulance), before=label, height_mm=height)


def _ticked(before: State, now: State) -> State:
    """`before` when only time has passed since."""
    return replace(before, left=now.left, cancel_ready=now.cancel_ready, written=now.written)
