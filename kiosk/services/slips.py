"""Slips to take home: what stands on them, and their way to the printer. Nothing ever waits for paper.

S13: no name, no telephone, and no department where a room says where to go.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from kiosk.domain.appointment import Appointment
from kiosk.domain.card import grouped
from kiosk.domain.request import ENDED, Request, Status, What
from kiosk.domain.slip import Line, Slip
from kiosk.domain.story import Moment, tell
from kiosk.errors import PrinterError
from kiosk.ports.printer import Printer
from kiosk.ports.tasks import Tasks
from kiosk.services.calendar import entry, moment, place
from kiosk.services.saytime import time_words
from kiosk.text import Message, msg, verbatim

NOT_TO_BE = ENDED - {Status.DONE}
"""After these no appointment stands any more; one that is done is the desk's word that all is arranged."""

Draw = Callable[[Slip], bytes]
OnError = Callable[[Exception], None]


class Slips:
    """Lives on the main thread. `printer` None: there is none here. `tasks` has a thread for the printer alone.

    `draw` makes the picture (PNG) in the resident's language; the same picture stands on the screen.
    """

    def __init__(self, printer: Printer | None, draw: Draw, tasks: Tasks, *, demo: bool = False) -> None:
        self._demo = demo
        self._printer = printer
        self._draw = draw
        self._tasks = tasks
        self._printing = False

    @property
    def available(self) -> bool:
        """Whether there is a printer at this kiosk; that it will print is known when it has."""
        return self._printer is not None

    @property
    def offered(self) -> bool:
        """Whether keys lead to slips: where they are printed, and in the demonstration, where they can be seen."""
        return self.available or self._demo

    def print(self, slip: Slip, on_done: Callable[[], None], on_error: OnError) -> None:
        """Print one. Errors: PrinterError; at once when there is no printer, or another slip is being printed."""
        printer = self._printer
        if printer is None:
            on_error(PrinterError("no printer", msg("error.printer_none")))
            return
        if self._printing:
            on_error(PrinterError("printing another", msg("error.printer_busy")))
            return
        picture = self._draw(slip)
        self._printing = True

        def done(_: None) -> None:
            self._printing = False
            on_done()

        def failed(error: Exception) -> None:
            self._printing = False
            on_error(error)

        self._tasks.submit(lambda: printer.print(picture), done, failed)


def card_slip(code: str, number: str) -> Slip:
    """A card to cut out, until the desk prints one: code and number, and nothing of whose it is."""
    return Slip(
        msg("slip.card"),
        (Line(verbatim(grouped(number)), "card", great=True), Line(msg("slip.card_lost"), "phone")),
        qr=code,
        qr_words=msg("slip.card_scan"),
    )


def appointment_slip(request: Request, *, zone: tzinfo | None = None) -> Slip:
    """What a booked appointment's resident takes home, with a code for the family's calendar.

    One that no hospital has confirmed yet gets the slip of a wish: no time is claimed. `zone` None: the machine's.
    """
    found = tell(request).appointment
    word = request.last(What.BOOKED, What.MOVED)
    slip = None
    if found is not None and request.status not in NOT_TO_BE:
        slip = booked_slip(found, request.number, stamp=word.at if word else None, zone=zone)
    return slip or request_slip(request, zone=zone)


def booked_slip(
    found: Appointment, number: int, *, stamp: datetime | None = None, zone: tzinfo | None = None
) -> Slip | None:
    """Of what a hospital confirmed at `stamp`; None when nobody can read when it is to be."""
    try:
        start = moment(found.start)
        code = entry(found, stamp=stamp)
    except ValueError:
        return None
    return Slip(
        msg("slip.appointment"),
        (*_when(start.astimezone(zone)), *_where(found), *_advice(found, zone)),
        number=number,
        qr=code,
        qr_words=msg("slip.calendar"),
    )


def request_slip(request: Request, *, zone: tzinfo | None = None) -> Slip:
    """A waiting number to hold in the hand: what was asked for, when, and how it stood when this was printed."""
    story = tell(request)
    lines = []
    if request.created_at is not None:
        lines.append(Line(msg("slip.asked", at=time_words(request.created_at.astimezone(zone))), "clock"))
    lines.append(Line(msg("slip.status", status=msg(f"request.moment_{story.moment}")), "desk"))
    ride = story.ride if story.moment in (Moment.CAR, Moment.ARRIVED) else None
    if ride is not None and ride.plate:
        lines.append(Line(verbatim(ride.plate), "car", great=True))
        if ride.colour:
            lines.append(Line(msg("request.car_colour", colour=ride.colour), "eye"))
        if ride.stand_at:
            lines.append(Line(msg("slip.stand_at", place=ride.stand_at), "place"))
    if not request.status.ended:
        lines.append(Line(msg("slip.called", number=request.number), "listen"))
    return Slip(msg(f"mine.verb_{request.kind}"), tuple(lines), number=request.number)


def _when(start: datetime) -> tuple[Line, ...]:
    day = msg("slip.day", month=start.month, day=start.day)
    hour = msg("slip.hour", weekday=msg(f"time.weekday_{start.weekday()}"), time=time_words(start))
    return (Line(day, "calendar", great=True), Line(hour, "clock", great=True))


def _where(found: Appointment) -> list[Line]:
    """The hospital, then the room; without one the department, else nobody would find it."""
    lines = [Line(verbatim(found.hospital), "hospital")] if found.hospital else []
    inside = place(found) or found.department
    return [*lines, Line(verbatim(inside), "door")] if inside else lines


def _advice(found: Appointment, zone: tzinfo | None) -> list[Line]:
    lines = [Line(msg("slip.reference", reference=found.reference), "card")] if found.reference else []
    if found.bring:
        lines.append(Line(msg("slip.bring", things=found.bring), "luggage"))
    if found.way:
        lines.append(Line(msg("slip.way", way=found.way), "bus"))
    until = _until(found, zone)
    return [*lines, Line(until, "again")] if until else lines


def _until(found: Appointment, zone: tzinfo | None) -> Message | None:
    try:
        until = moment(found.cancel_until).astimezone(zone)
    except ValueError:
        return None
    return msg("slip.cancel_until", month=until.month, day=until.day, time=time_words(until))
