"""Every state of the screen, for pictures and checks."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.slip import Line, Slip
from kiosk.screens.slip.state import Paper, Phase, State
from kiosk.text import msg, verbatim

_CODE = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART:20261125T013000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
_DOCTOR = Slip(
    msg("slip.appointment"),
    (
        Line(msg("slip.day", month=11, day=25), "calendar", great=True),
        Line(
            msg("slip.hour", weekday=msg("time.weekday_2"), time=msg("time.morning", time="9:30")), "clock", great=True
        ),
        Line(verbatim("东街医院"), "hospital"),
        Line(verbatim("门诊楼 三层 12 号诊室"), "door"),
        Line(msg("slip.bring", things="医保卡、病历本"), "luggage"),
        Line(msg("slip.way", way="从南门坐公交到东街站"), "bus"),
    ),
    number=12,
    qr=_CODE,
    qr_words=msg("slip.calendar"),
)
_TAXI = Slip(
    msg("mine.verb_taxi"),
    (
        Line(msg("slip.status", status=msg("request.moment_car")), "desk"),
        Line(verbatim("沪A·00000"), "car", great=True),
        Line(msg("request.car_colour", colour="绿色"), "eye"),
        Line(msg("slip.called", number=12), "listen"),
    ),
    number=12,
)
_READY = State(_DOCTOR)

SPECIMENS: tuple[tuple[str, State], ...] = (
    ("slip-doctor", _READY),
    ("slip-taxi", State(_TAXI)),
    ("slip-narrow-demo", State(_DOCTOR, Paper(384, demo=True))),
    ("slip-printing", replace(_READY, phase=Phase.PRINTING)),
    ("slip-printed", replace(_READY, phase=Phase.PRINTED)),
    ("slip-no-paper", replace(_READY, phase=Phase.FAILED, problem=msg("error.printer_paper"))),
    ("slip-no-answer", replace(_READY, phase=Phase.FAILED, problem=msg("error.printer_line"))),
    ("slip-stopped", replace(_READY, phase=Phase.FAILED, problem=msg("error.printer_stopped"))),
    ("slip-busy", replace(_READY, phase=Phase.FAILED, problem=msg("error.printer_busy"))),
    ("slip-no-printer", replace(_READY, phase=Phase.NONE)),
)
