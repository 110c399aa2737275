"""The calendar entry of a slip, read by a reader that is not ours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from kiosk.domain.appointment import Appointment
from kiosk.services.calendar import LONGEST_LINE, entry, moment

BOOKED = Appointment(
    start="2026-11-25T01:30:00Z",
    minutes=20,
    hospital="东街医院，南院",
    hospital_id="east",
    department="心内科",
    doctor="李医生",
    building="门诊楼",
    floor="三层",
    room="12 号诊室",
    bring="医保卡; 病历",
    reference="A-0000",
)
LONG = "东街社区卫生服务中心门诊楼" * 4


def event(text: str) -> icalendar.Event:
    """The one event of a calendar."""
    (found,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert isinstance(found, icalendar.Event)
    return found


def test_entry_says_when_and_where() -> None:
    found = event(entry(BOOKED, stamp=datetime(2026, 11, 20, 1, 0, tzinfo=UTC)))

    assert found.start == datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
    assert found.end - found.start == timedelta(minutes=20)
    assert found.decoded("DTSTAMP") == datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    assert found["SUMMARY"] == "东街医院，南院"
    assert found["LOCATION"] == "门诊楼 三层 12 号诊室"
    (alarm,) = found.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(hours=-2)


def test_s13_entry_names_neither_department_nor_doctor() -> None:
    text = entry(BOOKED)
    assert "心内科" not in text
    assert "李医生" not in text
    assert "A-0000" not in text


def test_same_booking_is_same_entry_and_another_hour_is_another() -> None:
    moved = Appointment.of({**BOOKED.facts(), "start": "2026-11-26T01:30:00Z"})
    assert event(entry(BOOKED))["UID"] == event(entry(BOOKED))["UID"]
    assert event(entry(BOOKED))["UID"] != event(entry(moved))["UID"]


@pytest.mark.parametrize("name", [LONG, "a,b;c\\d", "第一行\n第二行", "\x07门", '"引"'])
def test_any_name_survives_and_no_line_is_too_long(name: str) -> None:
    text = entry(Appointment.of({**BOOKED.facts(), "hospital": name}))
    assert all(len(line.encode()) <= LONGEST_LINE for line in text.split("\r\n"))
    assert text.endswith("END:VCALENDAR\r\n")
    assert event(text)["SUMMARY"] == name.replace("\x07", "")


@pytest.mark.parametrize("start", ["", "tomorrow", "2026-11-25T01:30:00"])
def test_time_that_nobody_can_place_is_refused(start: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        moment(start)
