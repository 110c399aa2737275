"""What can be seen of an alarm."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.question import Question


class AlarmPhase(StrEnum):
    IDLE = "idle"
    COUNTDOWN = "countdown"
    CALLING = "calling"
    REACHED = "reached"
    ANSWERED = "answered"
    COMING = "coming"
    UNANSWERED = "unanswered"
    CANCELLED = "cancelled"
    OVER = "over"


@dataclass(frozen=True)
class Rules:
    """Seconds. `no_answer` after the countdown without the hub, `escalate` after it without a person: UNANSWERED.

    A disk that has not kept within `off_wait` that it was called off is said to hang. After `again`, another press is
    another call. Older than `late`: a notice at the desk, not a ringing alarm (R5).
    """

    countdown: float = 5.0
    cancel_after: float = 1.0
    off_wait: float = 1.0
    no_answer: float = 5.0
    escalate: float = 20.0
    again: float = 180.0
    late: float = 300.0
    poll: float = 1.5
    retry_first: float = 0.5
    retry_most: float = 5.0


@dataclass(frozen=True)
class AlarmState:
    """`written`: on the disk, surely. `reached`: the hub has it, durably. `by`: who is coming, `words` what they said.

    `listening`: armed desks, None while nobody can say; `late`: finished after a restart, too late to ring. `answers`:
    what the resident has answered so far, as (question, answer), oldest first. `gone_out`: kinds of ways beside the hub
    that have taken the call, each once. `question` is the desk's newest, answered or not. `turn`: whom the hub calls
    since the first did not answer, a code of kiosk.services.alarm.turns; `on_phone`: a telephone talks in the room.
    `kept`, once it is cancelled: no restart calls after all; `stalled`: the disk does not say so.
    `withdrawn`: an exercise's call that ended because its drill was ended.
    """

    phase: AlarmPhase = AlarmPhase.IDLE
    seconds_left: int = 0
    cancel_ready: bool = False
    written: bool = False
    reached: bool = False
    by: str = ""
    words: str = ""
    number: int = 0
    request_id: str = ""
    late: bool = False
    listening: int | None = None
    answers: tuple[tuple[str, str], ...] = ()
    gone_out: tuple[str, ...] = ()
    question: Question | None = None
    turn: str = ""
    on_phone: bool = False
    kept: bool = False
    stalled: bool = False
    withdrawn: bool = False


IDLE = AlarmState()
