"""Every state of the alarm screen, for pictures and checks."""

from __future__ import annotations

from dataclasses import replace

from kiosk.screens.alarm.state import Page, Phase, Phone, State

_PHONES = (Phone("东街社区中心值班", "021-00000000"),)
_SENT = State(Phase.CALLING, number=12, written=True, phones=_PHONES)
_COUNTDOWN = State(Phase.COUNTDOWN, left=3, cancel_ready=True, phones=_PHONES)

SPECIMENS: tuple[tuple[str, State], ...] = (
    ("alarm-first-second", replace(_COUNTDOWN, left=5, cancel_ready=False)),
    ("alarm-countdown", _COUNTDOWN),
    ("alarm-countdown-stay", replace(_COUNTDOWN, left=2, staying=True)),
    ("alarm-countdown-nobody", replace(_COUNTDOWN, unattended=True)),
    ("alarm-calling", replace(_SENT, written=False)),
    ("alarm-calling-written", _SENT),
    ("alarm-calling-late", replace(_SENT, late=True)),
    ("alarm-calling-nobody", replace(_SENT, unattended=True)),
    ("alarm-reached", replace(_SENT, phase=Phase.REACHED)),
    ("alarm-answered", replace(_SENT, phase=Phase.ANSWERED, by="王阿姨")),
    ("alarm-answered-words", replace(_SENT, phase=Phase.ANSWERED, by="王阿姨", words="我马上下来")),
    ("alarm-coming", replace(_SENT, phase=Phase.COMING, by="王阿姨", words="我马上过来，您别动。")),
    ("alarm-unanswered", replace(_SENT, phase=Phase.UNANSWERED)),
    ("alarm-gone-out", replace(_SENT, phase=Phase.UNANSWERED, gone_out=("relay", "sms"))),
    ("alarm-where", replace(_SENT, phase=Phase.REACHED, page=Page.WHERE)),
    ("alarm-urgent", replace(_SENT, phase=Phase.REACHED, page=Page.URGENT, where="chest")),
    ("alarm-talk", replace(_SENT, phase=Phase.REACHED, page=Page.TALK, where="fall")),
    ("alarm-told", replace(_SENT, phase=Phase.ANSWERED, by="王阿姨", where="fall", talk="yes")),
    ("alarm-quiet", replace(_SENT, phase=Phase.REACHED, where="afraid", quiet=True)),
    ("alarm-asking", replace(_SENT, phase=Phase.REACHED, asking=True)),
    ("alarm-cancelled", State(Phase.CANCELLED)),
    ("alarm-over", State(Phase.OVER, by="王阿姨")),
)

NOBODY = frozenset({"alarm-countdown-nobody", "alarm-calling-nobody"})
