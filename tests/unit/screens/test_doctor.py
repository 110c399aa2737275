"""The way to a doctor: few taps, honest ends, nothing entered is lost."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from typing import Any

import pytest

from kiosk.content.guide import Guide
from kiosk.domain.appointment import Slot
from kiosk.domain.details import AppointmentWish, Need, PlaceRef, SlotRef
from kiosk.domain.owner import ForWhom, Owner
from kiosk.domain.preferences import Preferences
from kiosk.domain.resident import Habits, Level, Resident, UsualDoctor
from kiosk.errors import DuplicateWish, HubUnreachable, StoreFull
from kiosk.ports.clock import Cancel
from kiosk.screens.doctor.draft import Page
from kiosk.screens.doctor.pages import DRAFT
from kiosk.screens.doctor.presenter import Presenter
from kiosk.screens.doctor.state import State
from kiosk.services.appointments import Bookings
from kiosk.services.requests import asked_here
from kiosk.services.session import Session
from tests.fakes.appointments import CLINIC, KEPT_SECONDS, MemoryAppointments
from tests.fakes.clock import START, FakeClock
from tests.fakes.requests import new_id, recorded
from tests.fakes.screens import ZH, FakeLine, FakeNavigator, FakeRequests, FakeSpeech, Listeners
from tests.fakes.tasks import ManualTasks

TODAY = START.date()
USUAL = UsualDoctor("east", "东街医院", "eyes", "眼科", "chen", "陈医生")
KNOWN = Resident("r1", Level.CARD)
REGULAR = Resident("r1", Level.CARD, habits=Habits(doctor=USUAL))


@dataclass
class Who:
    current: Resident
    whom: ForWhom = ForWhom.SELF
    listeners: Listeners = field(default_factory=Listeners)

    def owner(self) -> Owner:
        return Owner(self.current.id, self.whom)

    def for_whom(self, whom: ForWhom) -> None:
        self.whom = whom

    def watch(self, listener: Any) -> Cancel:
        return self.listeners.add(listener)


class Table:
    """A presenter with everything around it. `quick`: the hub answers before anybody can look."""

    def __init__(self, who: Resident = KNOWN, *, online: bool = True, quick: bool = True) -> None:
        self.shown: list[State] = []
        self.clock, self.tasks, self.quick = FakeClock(), ManualTasks(), quick
        self.speech, self.navigator, self.requests = FakeSpeech(), FakeNavigator(), FakeRequests()
        self.hospitals = MemoryAppointments()
        self.hospitals.fill(TODAY)
        self.session = Session(self.clock, Preferences())
        self.session.activity()
        self.times = Bookings(self.hospitals, self.tasks, self.clock, new_id, self.session)
        self.who, self.line, self.alarms = Who(who), FakeLine(online), 0
        self.guide: Guide | None = None
        self.approved = ""
        self.presenter = self.make()

    def make(self, instead: str = "") -> Presenter:
        presenter = Presenter(
            self.shown.append,
            speech=self.speech,
            navigator=self.navigator,
            session=self.session,
            clock=self.clock,
            requests=self.requests,
            times=self.times,
            residents=self.who,
            line=self.line,
            raise_alarm=self.alarm,
            zone=UTC,
            instead=instead,
            guide=self.guide,
            approved_by=self.approved,
        )
        presenter.open()
        self.settle()
        return presenter

    def alarm(self) -> None:
        self.alarms += 1

    def settle(self) -> None:
        if self.quick:
            self.tasks.run()

    def now(self) -> State:
        return self.shown[-1]

    def page(self) -> str:
        return self.now().page

    def choose(self, *choices: str) -> None:
        for choice in choices:
            assert choice in {c.id for c in self.now().choices}, (choice, self.page())
            self.presenter.chosen(choice)
            self.settle()

    def press(self, *keys: str) -> None:
        for key in keys:
            assert key in self.key_ids(), (key, self.page())
            self.presenter.pressed(key)
            self.settle()

    def key_ids(self) -> list[str]:
        return [k.id for k in self.now().keys]

    def rows(self) -> list[str]:
        return [ZH(r.value) for r in self.now().rows]

    def wish(self) -> AppointmentWish:
        made = self.requests.asked[-1][1]
        assert isinstance(made, AppointmentWish)
        return made


def day(ahead: int) -> str:
    return (TODAY + timedelta(days=ahead)).isoformat()


def test_u22_the_same_doctor_is_three_taps() -> None:
    """Key, 上次那位医生, 好的: the first tap brought us here."""
    table = Table(REGULAR)
    table.choose("usual")
    assert table.page() == Page.CONFIRM
    assert table.rows() == ["眼科", "东街医院", "明天上午 8 点"]
    table.press("ok")
    wish = table.wish()
    assert (wish.need, wish.doctor) == (Need.SAME_DOCTOR, "陈医生")
    assert wish.slot is not None
    assert table.hospitals.held[wish.hold] == wish.slot.id
    request = table.requests.answer()
    assert table.navigator.went == [("replace", "request", {"request_id": request.id})]
    assert table.session.kept(asked_here(request.id)) is True
    assert table.session.kept(DRAFT) is None
    table.session.end()
    table.settle()
    assert wish.hold in table.hospitals.held  # it is the hub's business now


def test_a_hospital_a_department_a_day_and_a_time_are_asked_one_by_one() -> None:
    table = Table()
    pages = []
    for choice in ("department", "east", "eyes", day(2), "s21"):
        pages.append(table.page())
        table.choose(choice)
    assert pages == [Page.START, Page.HOSPITALS, Page.DEPARTMENTS, Page.DAYS, Page.TIMES]
    table.press("ok")
    wish = table.wish()
    assert (wish.hospital and wish.hospital.id, wish.department and wish.department.id) == ("east", "eyes")
    assert wish.slot is not None
    assert wish.slot.id == "s21"
    assert (wish.day, wish.part) == ("", "any")


def test_the_earliest_needs_no_day_and_no_time() -> None:
    table = Table()
    table.choose("family_doctor", "earliest")
    table.press("ok")
    wish = table.wish()
    assert (wish.hospital and wish.hospital.name, wish.department and wish.department.id) == (CLINIC.name, "family")
    assert wish.slot is not None
    assert wish.slot.id == "s10"


@pytest.mark.parametrize(
    ("who", "online", "hospitals"),
    [
        (Resident(), True, True),
        (KNOWN, False, True),
        (KNOWN, True, False),
        (Resident("r1", Level.CARD, offline=True), True, True),
    ],
)
def test_u23_a_guest_and_everybody_offline_ends_with_a_wish_that_says_so(
    who: Resident, online: bool, hospitals: bool
) -> None:
    table = Table(who, online=online, quick=False)
    table.hospitals.all = table.hospitals.all if hospitals else ()
    table.tasks.run()
    table.quick = True
    table.choose("community")
    assert table.page() == Page.WHEN
    table.speech.heard()
    table.choose("any")
    assert "我们替您去约，约好了告诉您。" in table.speech.heard()
    table.press("ok")
    wish = table.wish()
    assert wish.wish
    assert (wish.need, wish.day, wish.part, wish.hold) == (Need.COMMUNITY, "", "any", "")
    assert table.hospitals.held == {}


def test_u23_a_guests_wish_has_a_day_and_half_of_it() -> None:
    table = Table(Resident())
    table.choose("medicine", day(3), "afternoon")
    assert table.rows()[-1] == "星期一下午"
    table.press("ok")
    wish = table.wish()
    assert (wish.day, wish.part) == (day(3), "afternoon")
    assert wish.hospital is not None
    assert wish.hospital.name == CLINIC.name


def test_a_guest_may_name_the_hospital_and_not_know_the_department() -> None:
    table = Table(Resident())
    table.choose("department", "east", "unsure", "any")
    table.press("ok")
    assert (table.wish().need, table.wish().department) == (Need.OPEN, None)
    assert table.wish().hospital is not None


def test_u11_the_department_is_shown_and_said_only_when_asked() -> None:
    table = Table(REGULAR)
    table.choose("usual")
    heard = table.speech.heard()
    for personal in ("眼科", "东街医院", "陈医生"):
        assert personal not in heard
    assert "眼科" in table.rows()
    table.presenter.read_aloud()
    assert "眼科" in table.speech.heard()


def test_a_time_that_is_gone_shows_the_days_times_again_with_one_sentence() -> None:
    table = Table()
    table.choose("department", "east", "eyes", day(1))
    table.hospitals.gone.add("s10")
    table.choose("s10")
    assert table.page() == Page.TIMES
    assert "这个时间刚被约走了" in table.speech.heard()
    assert table.now().problem is not None
    assert [c.id for c in table.now().choices] == ["s11", "s12", "other_day"]
    table.choose("s11")
    assert table.page() == Page.CONFIRM
    assert table.presenter.back()
    assert table.page() == Page.TIMES
    assert table.presenter.back()
    assert table.page() == Page.DAYS


def test_a_day_that_filled_up_leads_to_the_days() -> None:
    table = Table()
    table.choose("department", "east", "eyes", day(1))
    table.hospitals.gone |= {"s10", "s11", "s12"}
    table.choose("s10")
    assert table.page() == Page.DAYS
    assert day(1) not in {c.id for c in table.now().choices}


def test_a_usual_doctor_without_a_free_time_shows_the_others() -> None:
    table = Table(REGULAR)
    table.hospitals.free = [replace(slot, doctor_id="li") for slot in table.hospitals.free]
    table.choose("usual")
    assert table.page() == Page.DAYS
    assert "这位医生约满了" in table.speech.heard()


def test_a_hospital_without_any_time_is_a_wish() -> None:
    table = Table()
    table.hospitals.free = []
    table.choose("department", "east", "eyes")
    assert table.page() == Page.WHEN
    assert "近来约满了" in table.speech.heard()


def test_a_silent_hospital_goes_to_a_person_and_nothing_is_lost() -> None:
    table = Table()
    table.choose("department", "east", "eyes")
    table.hospitals.error = HubUnreachable("hospital_silent")
    table.choose(day(1))
    assert table.page() == Page.WHEN
    assert "我们替您去约" in table.speech.heard()
    table.choose("any")
    assert table.rows()[:2] == ["眼科", "东街医院"]
    table.press("ok")
    assert table.wish().wish


def test_what_takes_long_is_shown_and_can_be_left_to_a_person() -> None:
    table = Table(quick=False)
    table.tasks.run()
    table.presenter.chosen("department")
    table.presenter.chosen("east")
    table.presenter.chosen("eyes")
    assert table.page() == Page.DEPARTMENTS
    table.clock.advance(1)
    assert table.page() == "waiting"
    assert "正在问医院" in table.speech.heard()
    table.presenter.pressed("by_hand")
    assert table.page() == Page.WHEN
    table.tasks.run()  # the late answer
    assert table.page() == Page.WHEN


def test_back_while_waiting_drops_the_late_answer() -> None:
    table = Table(quick=False)
    table.tasks.run()
    table.presenter.chosen("family_doctor")
    table.clock.advance(1)
    assert table.presenter.back()
    assert table.page() == Page.START
    table.tasks.run()
    assert table.page() == Page.START


def test_u14_a_kept_time_warns_is_extended_and_is_offered_again() -> None:
    table = Table()
    table.choose("department", "east", "eyes", day(1), "s11")
    table.speech.heard()
    for _ in range(10):
        table.clock.advance(KEPT_SECONDS - 29)
        assert "这个时间再留半分钟" in table.speech.heard()
        table.press("more")
        assert "再给您留一会儿" in table.speech.heard()
        assert "more" not in table.key_ids()
    table.clock.advance(KEPT_SECONDS)
    table.settle()
    assert table.page() == Page.LAPSED
    assert "再给您留" in table.speech.heard()
    assert table.hospitals.held == {}
    table.press("keep_again")
    assert table.page() == Page.CONFIRM
    table.press("ok")
    assert table.wish().slot is not None
    assert set(table.hospitals.held) == {table.wish().hold}


def test_u14_what_was_entered_survives_a_visit_elsewhere() -> None:
    table = Table()
    table.choose("department", "east", "eyes", day(1), "s11")
    table.presenter.close()
    table.presenter = table.make()
    assert table.page() == Page.CONFIRM
    assert table.rows()[0] == "眼科"
    table.presenter.close()
    for _ in range(3):
        table.clock.advance(KEPT_SECONDS / 3)
        table.session.activity()
    table.presenter = table.make()
    table.clock.advance(0)
    assert table.page() == Page.LAPSED


def test_s3_the_end_of_the_session_lets_the_time_go() -> None:
    table = Table()
    table.choose("department", "east", "eyes", day(1), "s11")
    assert len(table.hospitals.held) == 1
    table.session.end()
    table.settle()
    assert table.hospitals.held == {}
    assert table.session.kept(DRAFT) is None


def test_for_somebody_else_a_person_finds_the_time_near_the_chosen_one() -> None:
    """Hospitals want the real name of who comes."""
    table = Table()
    table.choose("department", "east", "eyes", day(1), "s11")
    table.speech.heard()
    table.press("whom")
    assert table.who.whom is ForWhom.SPOUSE
    assert "给老伴看" in table.speech.heard()
    table.press("ok")
    wish = table.wish()
    assert wish.wish
    assert (wish.day, wish.part) == (day(1), "morning")
    table.requests.answer()
    table.settle()
    assert table.hospitals.held == {}


def test_back_from_the_read_back_lets_the_time_go_and_other_time_shows_the_days() -> None:
    table = Table()
    table.choose("department", "east", "eyes", day(1), "s11")
    table.press("time")
    assert table.page() == Page.DAYS
    assert table.hospitals.held == {}
    table.choose("earliest")
    assert table.presenter.back()
    table.settle()
    assert table.hospitals.held == {}


def test_a_telephone_may_be_left_for_a_wish_and_is_never_said() -> None:
    table = Table(Resident())
    table.choose("community", "any")
    table.press("phone")
    table.presenter.typed("021")
    table.presenter.phone_done("021")
    assert "号码好像少了几位。" in table.speech.heard()
    table.presenter.typed("02100000000")
    table.presenter.phone_done("02100000000")
    assert table.page() == Page.CONFIRM
    assert "021 0000 0000" in table.rows()
    assert "0000" not in table.speech.heard()
    table.press("ok")
    assert table.wish().phone == "02100000000"


def test_red_flags_lead_to_120_and_the_alarm_before_anything_else() -> None:
    table = Table(Resident())
    table.press("urgent")
    assert table.page() == Page.URGENT
    assert "120" in table.speech.heard()
    table.press("alarm")
    assert table.alarms == 1
    table.press("not_urgent")
    assert table.page() == Page.START


def test_who_cannot_say_it_gets_a_person_and_who_has_a_card_can_show_it() -> None:
    table = Table(Resident())
    table.choose("help", "card")
    assert table.navigator.went == [
        ("go", "volunteer", {"screen": "doctor", "about": "doctor"}),
        ("replace", "who", {"then": "doctor"}),
    ]
    assert "card" not in {c.id for c in Table().now().choices}


def test_the_same_wish_again_shows_the_first_or_asks_a_second_time() -> None:
    table = Table(Resident())
    table.choose("community", "any")
    table.press("ok")
    table.requests.fail(DuplicateWish("first", "9:10"))
    assert "您 9:10 记过了。" in table.speech.heard()
    table.press("again")
    assert table.requests.asked[-1][0] == "appointment again"
    table.requests.fail(DuplicateWish("first", "9:10"))
    table.press("see")
    assert table.navigator.went[-1] == ("replace", "request", {"request_id": "first"})


def test_u18_an_error_is_told_and_the_page_stays() -> None:
    table = Table(Resident())
    table.choose("community", "any")
    table.press("ok")
    assert table.page() == Page.CONFIRM
    table.presenter.pressed("ok")
    assert len(table.requests.asked) == 1
    table.requests.fail(StoreFull())
    assert "机器记满了" in table.speech.heard()
    assert table.page() == Page.CONFIRM


def test_what_is_not_on_the_page_does_nothing() -> None:
    table = Table()
    table.presenter.chosen("moon")
    table.presenter.pressed("ok")
    assert table.page() == Page.START
    assert not table.presenter.back()


def test_a_card_shown_meanwhile_changes_the_first_page() -> None:
    table = Table(Resident())
    table.who.current = REGULAR
    table.who.listeners.tell()
    assert table.now().choices[0].id == "usual"


def test_at_most_six_times_are_offered_the_earliest_among_them() -> None:
    table = Table()
    table.hospitals.free = [Slot(SlotRef(f"m{n}", f"{day(1)}T{n:02}:00:00Z")) for n in range(20)]
    table.choose("department", "east", "eyes", day(1))
    offered = [c.id for c in table.now().choices]
    assert len(offered) == 6
    assert (offered[0], offered[-1]) == ("m0", "m19")


def test_another_time_for_what_is_booked_asks_only_when() -> None:
    table = Table()
    east, eyes = PlaceRef("east", "东街医院"), PlaceRef("eyes", "眼科")
    before = recorded(AppointmentWish(Need.DEPARTMENT, east, eyes, slot=SlotRef("s10", f"{day(1)}T08:00:00Z")))
    table.requests.requests[before.id] = before
    table.presenter.close()
    table.presenter = table.make(before.id)
    assert table.page() == Page.DAYS
    table.choose(day(2), "s21")
    assert ZH(table.now().lead) == "新的约好了，再退旧的。"
    table.press("ok")
    assert table.wish().instead == before.id
    assert table.wish().slot is not None
