"""Shows what the alarm lane does. The lane needs no screen; this screen never stands in its way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from kiosk.content.first_aid.card import AidCard
from kiosk.domain.question import Question
from kiosk.ports.clock import Cancel
from kiosk.ports.navigator import Navigator
from kiosk.screens.alarm.aid import Aid, Plan, aids_of, fitting
from kiosk.screens.alarm.state import ASKED, CALL_120, SENT, UNDER_WAY, Page, Phase, Phone, State
from kiosk.services.screen import Presenter as Base
from kiosk.services.session import Session
from kiosk.services.speech import Speaker
from kiosk.text import Message

ENDED = (Phase.CANCELLED, Phase.OVER)
QUESTION = "alarm_question"  # which page, for a screen that is built anew
AID = "alarm_aid"  # which first-aid card, and which step
ASIDE = "alarm_aside"  # the desk's question that is not to be answered now


class LaneState(Protocol):
    """kiosk.services.alarm.AlarmState."""

    @property
    def phase(self) -> str: ...
    @property
    def seconds_left(self) -> int: ...
    @property
    def cancel_ready(self) -> bool: ...
    @property
    def written(self) -> bool: ...
    @property
    def by(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def late(self) -> bool: ...
    @property
    def listening(self) -> int | None: ...
    @property
    def answers(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def gone_out(self) -> tuple[str, ...]: ...
    @property
    def question(self) -> Question | None: ...
    @property
    def turn(self) -> str: ...
    @property
    def on_phone(self) -> bool: ...
    @property
    def kept(self) -> bool: ...
    @property
    def stalled(self) -> bool: ...


class Lane(Protocol):
    """kiosk.services.alarm.AlarmLane."""

    @property
    def state(self) -> LaneState: ...

    def watch(self, listener: Callable[[LaneState], None], /) -> Cancel: ...

    def send_now(self) -> None: ...

    def cancel(self) -> bool: ...

    def wrong_press(self) -> None: ...

    def answer(self, question: str, answer: str, words: str = "", /) -> None: ...

    def close_card(self) -> None: ...


class Presenter(Base[State]):
    """返回 and 首页 never cancel: while help is being called they say how to stop it, and stay.

    Who has said that nobody needs help may leave: where no hub can be reached nobody would ever close the card. Help is
    still being called, and whoever answers brings the card back.
    """

    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        navigator: Navigator,
        session: Session,
        lane: Lane,
        phones: tuple[Phone, ...] = (),
        countdown: int = 5,
        promised: Callable[[], bool] = lambda: True,
        first_aid: Callable[[], tuple[AidCard, ...]] = tuple,
        plan: Plan | None = None,
    ) -> None:
        self._session = session
        self._first_aid, self._plan = first_aid, plan
        self._promised = promised
        self._loud = False
        self._phones = phones
        self._total = max(1, countdown)
        kept, first = session.kept(QUESTION), self._shown(lane.state)
        page = kept if isinstance(kept, Page) and first.phase in SENT else Page.MOMENT
        open_ = session.kept(AID)
        aid, step = open_ if isinstance(open_, tuple) else ("", 0)
        self._before = page
        if first.open_question and first.open_question.id != session.kept(ASIDE):
            page = Page.ASKED
        super().__init__(render, speech, _possible(replace(first, page=page, aid=aid, step=step)))
        self._lane = lane
        self._navigator = navigator
        self._hold: Cancel | None = None
        self._mistaken = False
        self._speech.mute(first.quiet)
        self._keep_waiting()
        self._until_closed(lane.watch(self._changed))
        self._until_closed(session.watch(self._language_changed))

    def pressed(self, key: str) -> None:
        """A key of the screen, by its id in `State.keys`."""
        actions: dict[str, Callable[[], None]] = {
            "cancel": self._cancel,
            "now": self._lane.send_now,
            "wrong": lambda: self._show(aloud=True, asking=True, staying=False),
            "wrong_yes": self._wrong,
            "go_on": lambda: self._show(aloud=True, asking=False),
            "home": self._navigator.home,
            "where": lambda: self._turn(Page.WHERE),
            "talk": lambda: self._turn(Page.TALK),
            "skip": self._skip,
            "asked": lambda: self._turn(Page.ASKED),
            "sound": self._speak_again,
            "aid": self._first_aid_wanted,
            "next": lambda: self._step(1),
            "before": lambda: self._step(-1),
        }
        if key in {name for name, _ in self._state.keys}:
            actions[key]()

    def answered(self, choice: str) -> None:
        """An answer to the question of this page, by its id in `State.choices`; it travels at once."""
        page = self._state.page
        if choice not in {code for code, _ in self._state.choices}:
            return
        if page is Page.AIDS:
            self._open_aid(choice)
            return
        if page is Page.ASKED:
            self._answer_desk(int(choice.removeprefix(ASKED)))
            return
        self._lane.answer(str(page), choice)
        if page is Page.TALK:
            self._after_questions(talk=choice)
        elif choice == "afraid":
            self._hush(choice)
        else:
            self._turn(Page.URGENT if choice in CALL_120 else Page.TALK, where=choice)

    def read_aloud(self) -> None:
        """Whoever asks for it wants sound again."""
        self._loud = True
        self._show(quiet=False)
        self._speech.mute(False)
        super().read_aloud()

    def back(self) -> bool:
        if self._state.page is not Page.MOMENT:
            self._skip()
            return True
        return self._stay()

    def home(self) -> bool:
        return self._stay()

    def close(self) -> None:
        super().close()
        self._speech.mute(False)
        self._release()
        if self._state.phase in ENDED:
            self._session.drop(QUESTION)
            self._session.drop(AID)
            self._session.drop(ASIDE)
            self._lane.close_card()

    def _turn(self, page: Page, **changes: Any) -> None:
        self._session.keep(QUESTION, page)
        self._show(page=page, asking=False, staying=False, **changes)
        self._say(*self._state.say)

    def _skip(self) -> None:
        """Nothing has to be answered; what the desk asked can still be found again."""
        if self._state.page is not Page.ASKED:
            self._turn(Page.MOMENT)
            return
        if self._state.asked is not None:
            self._session.keep(ASIDE, self._state.asked.id)
        self._turn(self._before)

    def _answer_desk(self, number: int) -> None:
        question = self._state.open_question
        if question is not None:
            self._lane.answer(question.id, question.answers[number], question.text)
            self._turn(self._before)

    def _after_questions(self, talk: str) -> None:
        """Nothing more is asked; where a card fits what was answered, it begins by itself."""
        self._turn(Page.MOMENT, talk=talk)
        for_it = [aid.id for aid in self._state.aids if self._state.where in aid.signs]
        if len(for_it) == 1:
            self._open_aid(for_it[0])
        elif for_it:
            self._turn(Page.AIDS)

    def _first_aid_wanted(self) -> None:
        fit = fitting(self._state.aids, self._state.where)
        if len(fit) == 1:
            self._open_aid(fit[0].id)
        else:
            self._turn(Page.AIDS)

    def _open_aid(self, aid: str, step: int = 0) -> None:
        self._session.keep(AID, (aid, step))
        self._turn(Page.AID, aid=aid, step=step)

    def _step(self, by: int) -> None:
        self._open_aid(self._state.aid, self._state.step + by)

    def _language_changed(self) -> None:
        aids = self._aids()
        if not self.closed and aids != self._state.aids:
            self._show(aids=aids)

    def _aids(self) -> tuple[Aid, ...]:
        return aids_of(self._first_aid(), self._session.preferences.language)

    def _hush(self, where: str) -> None:
        """Somebody is afraid, perhaps of who stands near: not a sound from now on, and one small line."""
        self._speech.mute(True)
        self._session.drop(QUESTION)
        self._loud = False
        self._show(page=Page.MOMENT, where=where, quiet=True)

    def _speak_again(self) -> None:
        self._loud = True
        self._speech.mute(False)
        self._show(aloud=True, quiet=False)

    def _say(self, *words: Message) -> None:
        if not self._state.quiet:
            self._speech.say(*words)

    def _stay(self) -> bool:
        if self._mistaken or self._state.phase not in UNDER_WAY:
            return False
        self._show(staying=True, asking=False, page=Page.MOMENT)
        self._say(self._state.lead)
        return True

    def _keep_waiting(self) -> None:
        """Nobody is hurried while help is on its way; a card that says it is over may go by itself (U14)."""
        if self._mistaken or self._state.phase in ENDED:
            self._release()
        elif self._hold is None:
            self._hold = self._session.hold()

    def _release(self) -> None:
        if self._hold is not None:
            self._hold()
            self._hold = None

    def _cancel(self) -> None:
        """Deaf in the first second, against panic taps (U16); the lane is asked, because it may just have sent."""
        if self._state.cancel_ready:
            self._lane.cancel()

    def _wrong(self) -> None:
        self._mistaken = True
        self._show(asking=False)
        self._lane.wrong_press()
        self._keep_waiting()

    def _changed(self, lane: LaneState) -> None:
        if self.closed or not _known(lane):
            return
        before, fresh = self._state, self._shown(lane)
        turned = _news(fresh) != _news(before)
        sent = fresh.phase in SENT
        asked = fresh.open_question is not None and fresh.open_question != before.open_question
        asking = before.asking and sent and not asked
        changes = {k: getattr(fresh, k) for k in _FOLLOWED}
        page = _possible(replace(before, **changes)).page if sent else Page.MOMENT
        if asked and before.page is not Page.ASKED:
            self._before = page
        if asked:
            page = Page.ASKED
        elif before.page is Page.ASKED and page is not Page.ASKED and sent:
            page = _possible(replace(before, **changes, page=self._before)).page
        self._show(asking=asking, staying=before.staying and not turned, page=page, **changes)
        self._speech.mute(self._state.quiet)
        self._keep_waiting()
        words = replace(self._state, page=Page.MOMENT).say if turned and not asking else ()
        if words or asked:
            self._say(*words, *(self._state.say if asked else ()))

    def _shown(self, lane: LaneState) -> State:
        answers = dict(lane.answers)
        where = answers.get(Page.WHERE, "")
        return State(
            phase=Phase(str(lane.phase)) if _known(lane) else Phase.CANCELLED,
            left=lane.seconds_left,
            total=max(self._total, lane.seconds_left),
            cancel_ready=lane.cancel_ready,
            written=lane.written,
            by=lane.by,
            words=lane.words,
            number=lane.number,
            unattended=lane.listening == 0,
            unpromised=not self._promised(),
            late=lane.late,
            phones=self._phones,
            where=where,
            talk=answers.get(Page.TALK, ""),
            quiet=where == "afraid" and not self._loud,
            gone_out=lane.gone_out,
            aids=self._aids(),
            plan=self._plan,
            asked=lane.question,
            turn=lane.turn,
            on_phone=lane.on_phone,
            kept=lane.kept or not _known(lane),
            stalled=lane.stalled,
        )


_FOLLOWED = (
    "phase", "left", "total", "cancel_ready", "written", "by", "words", "number", "unattended", "unpromised", "late",
    "where", "talk", "quiet", "gone_out", "aids", "asked", "turn", "on_phone", "kept",
    "stalled",
)  # fmt: skip


def _possible(state: State) -> State:
    """Without the page of a card whose review has run out meanwhile, or that was taken away, or of a question that
    waits no more."""
    lost = (state.page is Page.AID and state.card is None) or (state.page is Page.AIDS and not state.aids)
    lost = lost or (state.page is Page.ASKED and state.open_question is None)
    return replace(state, page=Page.MOMENT) if lost else state


def _news(state: State) -> tuple[object, ...]:
    """What is said when it changes: not that an answer has arrived, which is only shown."""
    done = state.phase is Phase.CANCELLED and state.kept
    return state.phase, state.by, replace(state, asked=None).notes, done


def _known(lane: LaneState) -> bool:
    """Whether there is an alarm to show: the lane is idle before the first and after the card is closed."""
    return str(lane.phase) in set(Phase)
