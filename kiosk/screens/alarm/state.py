"""What the alarm screen shows. Nothing is claimed before it is true."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.question import Question
from kiosk.screens.alarm.aid import Aid, Plan, Step, fitting
from kiosk.text import Message, msg, verbatim

AMBULANCE = "120"


class Phase(StrEnum):
    COUNTDOWN = "countdown"
    CALLING = "calling"
    REACHED = "reached"
    ANSWERED = "answered"
    COMING = "coming"
    UNANSWERED = "unanswered"
    CANCELLED = "cancelled"
    OVER = "over"


class Page(StrEnum):
    """Beside the truth of the moment: one question at a time, which may be left alone."""

    MOMENT = "moment"
    WHERE = "where"  # 哪里不舒服
    URGENT = "urgent"  # first of all 120
    TALK = "talk"  # whether to speak with who is on duty
    AIDS = "aids"  # which first aid
    AID = "aid"  # one step of it
    ASKED = "asked"  # what a person at the desk asks


WHERE: tuple[str, ...] = ("fall", "chest", "breath", "bleeding", "stroke", "afraid", "lost", "other")
"""Answers to 哪里不舒服, in the order of the pictures."""

CALL_120 = frozenset({"chest", "breath", "bleeding", "stroke"})
"""Signs for which 120 comes before everything: Shanghai's regulation on emergency medical services, article 42."""

MOST_AIDS = 6  # choices on one page (U6)

PATH_KINDS = ("outside", "sip", "hub", "sms", "relay")  # the most hopeful first
SHOWN_PATHS = 2  # more would push the telephone numbers to another page

TALK: tuple[str, ...] = ("yes", "no")

ASKED = "asked_"  # and the number of the answer

TURNS = frozenset({"group", "everyone", "phones", "phoning", "outside", "stopped"})
"""Whom the hub calls by now (kiosk.services.alarm.turns): what is done, never that anybody comes."""

UNDER_WAY = frozenset({Phase.COUNTDOWN, Phase.CALLING, Phase.REACHED, Phase.UNANSWERED})
SENT = frozenset({Phase.CALLING, Phase.REACHED, Phase.ANSWERED, Phase.COMING, Phase.UNANSWERED})


@dataclass(frozen=True)
class Phone:
    """Whom to ring, in digits that can be read from a step away."""

    name: str
    number: str


@dataclass(frozen=True)
class State:
    """`left` of `total` seconds of the countdown; `cancel_ready` after its first second. `by` is who answered and
    `words` what they said. `unattended`: no desk listens. `unpromised`: the
    centre has not signed that anybody answers. `asking`: 我按错了 waits for its yes. `where` and `talk` are
    what the resident answered, "" until then; `quiet`: nothing is said aloud, for somebody who is afraid.
    `gone_out` are the kinds of ways beside the hub that took the call. `aids` are first-aid cards that may be shown,
    `aid` and `step` which one is open, and where; `plan` is the floor plan, None without one. `asked` is the desk's
    newest question, answered or not; `turn` whom the hub calls by now; `on_phone`: a telephone talks in the room.
    `kept`: that it was cancelled outlives a restart; `stalled`: the disk does not say so.
    """

    phase: Phase
    left: int = 0
    total: int = 5
    cancel_ready: bool = False
    written: bool = False
    by: str = ""
    words: str = ""
    number: int = 0
    unattended: bool = False
    unpromised: bool = False
    late: bool = False
    phones: tuple[Phone, ...] = ()
    asking: bool = False
    staying: bool = False
    page: Page = Page.MOMENT
    where: str = ""
    talk: str = ""
    quiet: bool = False
    gone_out: tuple[str, ...] = ()
    aids: tuple[Aid, ...] = ()
    aid: str = ""
    step: int = 0
    plan: Plan | None = None
    asked: Question | None = None
    turn: str = ""
    on_phone: bool = False
    kept: bool = True
    stalled: bool = False

    @property
    def open_question(self) -> Question | None:
        """The desk's question while it may be answered; it may be left alone."""
        asked = self.asked if self.phase in SENT else None
        return asked if asked is not None and not asked.answer else None

    @property
    def asks(self) -> Message:
        """Who asks."""
        by = self.asked.by if self.asked else ""
        return msg("alarm.asked_by", name=by) if by else msg("alarm.asked")

    @property
    def card(self) -> Aid | None:
        """The first-aid card that is open, None when there is no such card any more."""
        return next((aid for aid in self.aids if aid.id == self.aid), None) if self.page is Page.AID else None

    @property
    def doing(self) -> Step | None:
        """The step that is shown."""
        return self.card.steps[min(self.step, len(self.card.steps) - 1)] if self.card else None

    @property
    def step_words(self) -> tuple[Message, ...]:
        """Which step it is, where to go with it, and who vouches for it."""
        if self.card is None:
            return ()
        count = msg("alarm.aid_step", n=self.step + 1, of=len(self.card.steps))
        return (*self.plan_words, count, self.card.checked)

    @property
    def plan_words(self) -> tuple[Message, ...]:
        """What the floor plan shows, () where it is not shown."""
        return self.plan.words if self.plan and self.doing and self.doing.plan else ()

    @property
    def question(self) -> Message | None:
        """The question on this page, None where nothing is asked."""
        if self.page is Page.ASKED:
            return verbatim(self.asked.text) if self.asked else None
        asked = {Page.WHERE: "alarm.where", Page.TALK: "alarm.talk", Page.AIDS: "alarm.aid_which"}.get(self.page)
        return msg(asked) if asked else None

    @property
    def choices(self) -> tuple[tuple[str, Message], ...]:
        """Answers of this page, by the ids that `answered` takes."""
        if self.page is Page.WHERE:
            return tuple((code, msg(f"alarm.where_{code}")) for code in WHERE)
        if self.page is Page.TALK:
            return tuple((code, msg(f"alarm.talk_{code}")) for code in TALK)
        if self.page is Page.ASKED:
            words = self.open_question.answers if self.open_question else ()
            return tuple((f"{ASKED}{n}", verbatim(word)) for n, word in enumerate(words))
        if self.page is Page.AIDS:
            return tuple((aid.id, aid.name) for aid in fitting(self.aids, self.where)[:MOST_AIDS])
        return ()

    @property
    def urgent(self) -> Message:
        """What the resident has said, when 120 comes first."""
        return msg("alarm.urgent")

    @property
    def title(self) -> Message:
        return msg(f"alarm.title_{self.phase}")

    @property
    def big(self) -> Message:
        if self.asking:
            return msg("alarm.ask_wrong")
        if self.phase is Phase.COUNTDOWN:
            return msg("alarm.in_seconds", seconds=self.left)
        if self.phase in (Phase.ANSWERED, Phase.COMING) and self.by:
            return msg(f"alarm.{self.phase}_by", name=self.by)
        if self.phase is Phase.CANCELLED and not self.kept:
            return msg("alarm.stopped")
        return msg(f"alarm.{self.phase}")

    @property
    def lead(self) -> Message:
        """What to do in this moment."""
        if self.staying:
            return msg("alarm.staying")
        if self.asking:
            return msg("alarm.ask_wrong_lead")
        if self.phase is Phase.CALLING and self.late:
            return msg("alarm.lead_late")
        return msg(f"alarm.lead_{self.phase}")

    @property
    def notes(self) -> tuple[Message, ...]:
        """What else is true: a person's words, that it is written down, that no desk listens."""
        notes = []
        if self.stalled and self.phase is Phase.CANCELLED:
            notes.append(msg("alarm.stalled"))
        if self.words and self.phase in (Phase.ANSWERED, Phase.COMING):  # once it is over, "I am coming" is not so
            notes.append(msg("alarm.said", text=self.words))
        if self.unpromised and self.phase in UNDER_WAY:
            notes.append(msg("alarm.not_promised"))
        elif self.unattended and self.phase in UNDER_WAY - {Phase.UNANSWERED}:
            notes.append(msg("alarm.nobody_listens"))
        if self.written and self.phase is Phase.CALLING:
            notes.append(msg("alarm.written"))
        turn = self.turn if self.turn in TURNS and self.phase in UNDER_WAY else ""
        if turn:
            notes.append(msg(f"alarm.turn_{turn}"))
        elif self.phase is Phase.UNANSWERED:
            notes.append(msg("alarm.still_calling"))
        if self.phase in (Phase.CALLING, Phase.REACHED, Phase.UNANSWERED):
            out = [kind for kind in PATH_KINDS if kind in self.gone_out]
            notes += [msg(f"alarm.gone_out_{kind}") for kind in out[:SHOWN_PATHS]]
        notes += self._talk_notes
        if self.quiet:
            notes.append(msg("alarm.quiet"))
        return tuple(notes)

    @property
    def _talk_notes(self) -> list[Message]:
        """That a telephone talks in the room, and what became of the answer to the desk's question."""
        if self.phase not in SENT:
            return []
        notes = [msg("alarm.on_phone")] if self.on_phone else []
        if self.asked is not None and self.asked.answer:
            told = "alarm.answer_told" if self.asked.told else "alarm.answer_kept"
            notes.append(msg(told, answer=self.asked.answer))
        return notes

    @property
    def shows_phones(self) -> bool:
        """Whether the centre's numbers stand beside 120: when nobody has answered or nobody can."""
        return bool(self.phones) and (self.phase is Phase.UNANSWERED or (self.unattended and self.phase in SENT))

    @property
    def ambulance_label(self) -> Message:
        return msg("alarm.ambulance")

    @property
    def ambulance_short(self) -> Message:
        """For small displays: the part that says what to do."""
        return msg("alarm.ambulance_short")

    @property
    def says_120(self) -> bool:
        """Whether what to do names 120 by itself."""
        return self.phase is Phase.UNANSWERED and self.page is Page.MOMENT and not (self.asking or self.staying)

    @property
    def duty_short(self) -> Message:
        """For the name of a number where there is no room for it."""
        return msg("alarm.duty_short")

    @property
    def ambulance(self) -> Message:
        return verbatim(AMBULANCE)

    @property
    def shows_ambulance(self) -> bool:
        return self.phase not in (Phase.CANCELLED, Phase.OVER)

    @property
    def keys(self) -> tuple[tuple[str, Message], ...]:
        """The first is the large one."""
        if self.asking:
            return (("go_on", msg("alarm.go_on")), ("wrong_yes", msg("alarm.wrong_yes")))
        if self.phase is Phase.COUNTDOWN:
            return (("cancel", msg("alarm.cancel")), ("now", msg("alarm.now")))
        if self.page is Page.AID:
            return self._aid_keys
        if self.page is not Page.MOMENT:
            later = {Page.URGENT: "alarm.urgent_go_on", Page.AIDS: "alarm.aid_leave", Page.ASKED: "alarm.asked_later"}
            return (("skip", msg(later.get(self.page, "alarm.skip"))),)
        if self.phase in SENT:
            return self._sent_keys
        return (("home", msg("alarm.home")),)

    @property
    def _sent_keys(self) -> tuple[tuple[str, Message], ...]:
        wrong = ("wrong", msg("alarm.wrong"))
        if self.open_question:  # one question at a time
            return (
                ("asked", msg("alarm.asked_now")),
                *((("sound", msg("alarm.sound_on")),) if self.quiet else ()),
                wrong,
            )
        if self.quiet:
            return (("sound", msg("alarm.sound_on")), wrong)
        aid = (("aid", msg("alarm.aid")),) if self.aids else ()
        if not self.where:
            return (("where", msg("alarm.tell_where")), *aid, wrong)
        return (*aid, wrong) if self.talk else (("talk", msg("alarm.tell_talk")), *aid, wrong)

    @property
    def _aid_keys(self) -> tuple[tuple[str, Message], ...]:
        last = self.card is None or self.step >= len(self.card.steps) - 1
        leave = ("skip", msg("alarm.urgent_go_on" if last else "alarm.aid_leave"))
        before = ("before", msg("alarm.aid_before"))
        if last:
            return (leave, before) if self.step else (leave,)
        return (("next", msg("alarm.aid_next")), before if self.step else leave)

    @property
    def say(self) -> tuple[Message, ...]:
        if self.page is Page.URGENT:
            return (self.urgent, self.ambulance, self.big)
        if self.phase is Phase.CANCELLED and not (self.kept or self.stalled):
            return ()  # in a moment it is known
        if self.doing is not None:
            return (self.doing.words, *self.plan_words)
        if self.page is Page.ASKED and self.question is not None:
            return (self.asks, self.question, *(words for _, words in self.choices))
        if self.question is not None:
            return (self.question,)
        words = (self.big, self.lead, *self.notes)
        if self.phase is Phase.COUNTDOWN and not self.asking and not self.staying:
            return (*words, self.ambulance_label, self.ambulance)
        waiting = self.phase in (Phase.CALLING, Phase.REACHED) and not (self.asking or self.staying or self.where)
        return (*words, msg("alarm.ask_where")) if waiting else words

    @property
    def aloud(self) -> tuple[Message, ...]:
        phones = tuple(verbatim(t) for p in self.phones for t in (p.name, p.number)) if self.shows_phones else ()
        ambulance = (self.ambulance_label, self.ambulance) if self.shows_ambulance else ()
        keys = tuple(words for _, words in self.keys)
        if self.page is not Page.MOMENT:
            asked: tuple[Message, ...] = (self.question,) if self.question else (self.urgent,)
            if self.page is Page.ASKED:
                asked = (self.asks, *asked)
            if self.doing is not None:
                asked = (self.doing.words, *self.step_words)
            choices = tuple(words for _, words in self.choices)
            return (self.title, self.big, *asked, *choices, *ambulance, *keys)
        return (self.title, self.big, self.lead, *self.notes, *phones, *ambulance, *keys)
