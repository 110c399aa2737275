"""What stands on a slip, and what happens when it is to be printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from kiosk.domain.appointment import Appointment
from kiosk.domain.details import AppointmentWish, Consultation, HelpCall, Need, PlaceRef, SlotRef
from kiosk.domain.request import Request, Status, What, told
from kiosk.domain.slip import Slip
from kiosk.errors import PrinterError
from kiosk.services.slips import Slips, appointment_slip, request_slip
from kiosk.text import Translator, msg
from tests.fakes.printer import Paperboard
from tests.fakes.requests import TAXI, by_hub, recorded
from tests.fakes.tasks import InlineTasks, ManualTasks

SHANGHAI = timezone(timedelta(hours=8))
ZH = Translator("zh_CN")
SLOT = SlotRef("s1", "2026-11-25T01:30:00Z", doctor="李医生")
WISH = AppointmentWish(Need.DEPARTMENT, PlaceRef("east", "东街医院"), PlaceRef("heart", "心内科"), slot=SLOT)
BOOKED = Appointment(
    start="2026-11-25T01:30:00Z", hospital="东街医院", department="心内科", doctor="李医生", building="门诊楼",
    floor="三层", room="12 号诊室", bring="医保卡", way="坐公交到东街站", reference="0000",
    cancel_until="2026-11-24T08:00:00Z",
)  # fmt: skip


def booked(appointment: Appointment = BOOKED) -> Request:
    request = recorded(WISH, number=12)
    yes = by_hub(request, What.BOOKED, Status.IN_PROGRESS, **appointment.facts())
    return told(request, [by_hub(request, What.DELIVERED, Status.DELIVERED), yes])


def words(slip: Slip) -> list[str]:
    return [ZH(line.words) for line in slip.lines]


def test_appointment_slip_tells_when_where_and_what_to_bring() -> None:
    slip = appointment_slip(booked(), zone=SHANGHAI)

    assert words(slip) == [
        "11 月 25 日",
        "星期三上午 9:30",
        "东街医院",
        "门诊楼 三层 12 号诊室",
        "预约号 0000",
        "带上：医保卡",
        "怎么去：坐公交到东街站",
        "11 月 24 日下午 4:00 前还能改",
    ]
    assert [line.great for line in slip.lines] == [True, True, *[False] * 6]
    assert slip.number == 12
    assert slip.qr.startswith("BEGIN:VCALENDAR")


def test_s13_department_only_when_no_room_is_known() -> None:
    nowhere = replace(BOOKED, building="", floor="", room="")
    assert "心内科" not in "".join(words(appointment_slip(booked(), zone=SHANGHAI)))
    assert "心内科" in words(appointment_slip(booked(nowhere), zone=SHANGHAI))
    assert "李医生" not in "".join(words(appointment_slip(booked(nowhere), zone=SHANGHAI)))


@pytest.mark.parametrize("start", ["", "2026-11-25T01:30:00", "soon"])
def test_nothing_is_claimed_without_a_time(start: str) -> None:
    slip = appointment_slip(booked(replace(BOOKED, start=start)), zone=SHANGHAI)
    assert slip.qr == ""
    assert "东街医院" not in words(slip)


def test_wish_and_cancelled_appointment_get_no_time() -> None:
    wish = recorded(replace(WISH, slot=None), number=12)
    over = booked()
    over = told(over, [by_hub(over, What.CANCELLED, Status.CANCELLED)])
    assert words(appointment_slip(wish, zone=SHANGHAI)) == ["上午 9:00 办的", "打这张时：已记下", "有消息，会叫 12 号"]
    assert words(appointment_slip(over, zone=SHANGHAI)) == ["上午 9:00 办的", "打这张时：取消了"]


def test_taxi_slip_shows_the_plate_and_never_the_way() -> None:
    request = recorded(TAXI, number=12)
    car = by_hub(request, What.CAR_FOUND, Status.IN_PROGRESS, plate="沪A·00000", colour="绿色", stand_at="南门")
    taken = by_hub(request, What.ACCEPTED, Status.ACCEPTED, seq=1)
    slip = request_slip(told(request, [taken, car]), zone=SHANGHAI)

    assert words(slip)[1:] == ["打这张时：车在路上", "沪A·00000", "绿色出租车", "在南门等", "有消息，会叫 12 号"]
    assert "区中心医院" not in "".join(words(slip))


def test_every_kind_has_a_slip() -> None:
    for details in (TAXI, HelpCall(), WISH, Consultation("高龄津贴怎么领")):
        slip = request_slip(recorded(details, number=12))
        assert slip.number == 12
        assert "高龄津贴" not in "".join([ZH(slip.title), *words(slip)])


ONE = Slip(msg("slip.appointment"), (), number=12)


class Ends:
    """What a caller was told, in order."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def done(self) -> None:
        self.told.append("done")

    def failed(self, error: Exception) -> None:
        assert isinstance(error, PrinterError)
        self.told.append(error.message.key)


def test_picture_goes_to_the_printer() -> None:
    printer, ends = Paperboard(), Ends()
    slips = Slips(printer, lambda slip: str(slip.number).encode(), InlineTasks())
    slips.print(ONE, ends.done, ends.failed)
    assert slips.available
    assert (printer.printed, ends.told) == ([b"12"], ["done"])


def test_no_printer_is_said_at_once() -> None:
    ends = Ends()
    slips = Slips(None, lambda _: b"", ManualTasks())
    slips.print(ONE, ends.done, ends.failed)
    assert not slips.available
    assert not slips.offered
    assert Slips(None, lambda _: b"", ManualTasks(), demo=True).offered  # to be seen, though nothing prints
    assert ends.told == ["error.printer_none"]


def test_nothing_waits_for_a_slow_printer_and_one_tap_is_one_slip() -> None:
    printer, ends, tasks = Paperboard(), Ends(), ManualTasks()
    slips = Slips(printer, lambda _: b"x", tasks)
    slips.print(ONE, ends.done, ends.failed)
    slips.print(ONE, ends.done, ends.failed)
    assert ends.told == ["error.printer_busy"]
    tasks.run()
    assert (ends.told, printer.printed) == (["error.printer_busy", "done"], [b"x"])


def test_after_an_error_the_next_slip_can_be_printed() -> None:
    printer, ends = Paperboard(PrinterError("paper", msg("error.printer_paper"))), Ends()
    slips = Slips(printer, lambda _: b"x", InlineTasks())
    slips.print(ONE, ends.done, ends.failed)
    printer.error = None
    slips.print(ONE, ends.done, ends.failed)
    assert ends.told == ["error.printer_paper", "done"]
