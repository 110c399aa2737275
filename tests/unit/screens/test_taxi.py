"""The way to a taxi: three taps, read back, never two cars by mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from kiosk.domain.details import PlaceRef
from kiosk.domain.leaving import Visit
from kiosk.domain.phone import grouped
from kiosk.domain.places import CentrePlaces, Place
from kiosk.domain.preferences import Preferences
from kiosk.errors import DuplicateWish, StoreFull
from kiosk.screens.taxi.presenter import Presenter
from kiosk.screens.taxi.state import NO_DESTINATION, TELL_VOLUNTEER, Page, State
from kiosk.services.session import Session
from tests.fakes.clock import FakeClock
from tests.fakes.screens import ZH, FakeNavigator, FakeRequests, FakeSpeech

PLACES = CentrePlaces(
    PlaceRef("here", "东街社区中心", "南门"),
    places=(Place("hospital", "东街医院", "门诊大门"), Place("park", "东街公园")),
)


SHANGHAI = timezone(timedelta(hours=8))
VISIT = Visit("a-visit", datetime(2026, 11, 22, 2, 20, tzinfo=UTC), Place("visit-h", "南街医院", "南街 1 号"))


class Table:
    """A presenter with everything around it; `shown` are the states it rendered."""

    def __init__(self, visit: Visit | None = None) -> None:
        self.shown: list[State] = []
        self.clock, self.visit = FakeClock(), visit
        self.speech, self.navigator, self.requests = FakeSpeech(), FakeNavigator(), FakeRequests()
        self.session = Session(FakeClock(), Preferences())
        self.session.activity()
        self.presenter = self.make()

    def make(self) -> Presenter:
        presenter = Presenter(
            self.shown.append,
            speech=self.speech,
            navigator=self.navigator,
            session=self.session,
            requests=self.requests,
            places=PLACES,
            clock=self.clock,
            zone=SHANGHAI,
            visit=self.visit,
        )
        presenter.open()
        return presenter

    def now(self) -> State:
        return self.shown[-1]


@pytest.fixture
def table() -> Table:
    return Table()


def test_u22_after_the_place_one_yes_calls_the_taxi(table: Table) -> None:
    table.presenter.place_chosen("hospital")
    table.presenter.pressed("call")
    request = table.requests.answer()
    wish = table.requests.asked[0][1]
    assert wish.destination == PlaceRef("hospital", "东街医院", "门诊大门")
    assert (wish.in_minutes, wish.people, wish.wheelchair, wish.phone) == (0, 1, False, "")
    assert table.navigator.went == [("replace", "request", {"request_id": request.id})]


def test_a_place_unknown_to_the_centre_changes_nothing(table: Table) -> None:
    table.presenter.place_chosen("moon")
    assert table.now().page is Page.PLACES


def test_telling_the_driver_is_a_good_answer(table: Table) -> None:
    table.presenter.place_chosen(NO_DESTINATION)
    assert ZH(table.now().rows[1].value) == "上车再说"
    table.presenter.pressed("call")
    assert table.requests.asked[0][1].destination is None


def test_telling_a_volunteer_asks_a_person_over(table: Table) -> None:
    table.presenter.place_chosen(TELL_VOLUNTEER)
    assert table.navigator.went == [("go", "volunteer", {"screen": "taxi", "about": "taxi"})]


def test_u11_the_destination_is_said_only_when_asked(table: Table) -> None:
    table.speech.heard()
    table.presenter.place_chosen("hospital")
    assert "东街医院" not in table.speech.heard()
    table.presenter.read_aloud()
    assert "东街医院" in table.speech.heard()


def test_options_turn_one_step_a_tap_and_say_it(table: Table) -> None:
    table.presenter.place_chosen("park")
    table.presenter.pressed("options")
    table.speech.heard()
    table.presenter.option("people")
    assert table.speech.heard() == "几个人 2 个人"
    for _ in range(3):
        table.presenter.option("people")
    assert table.now().people == 1
    table.presenter.option("wheelchair")
    for minutes in (30, 60, 0, 30):
        table.presenter.option("when")
        assert table.now().in_minutes == minutes
    table.presenter.pressed("confirm")
    assert [ZH(r.value) for r in table.now().rows][2:] == ["30 分钟后", "有轮椅"]
    table.presenter.option("nothing of the kind")
    assert table.now().wish.wheelchair


def test_two_extras_stand_in_one_line(table: Table) -> None:
    for name in ("people", "wheelchair"):
        table.presenter.option(name)
    assert ZH(table.now().rows[3].value) == "2 个人，有轮椅"


def test_u11_a_telephone_is_shown_large_and_spoken_only_when_asked(table: Table) -> None:
    table.presenter.place_chosen("park")
    table.presenter.pressed("options")
    table.presenter.option("phone")
    table.presenter.typed("13800000000")
    assert ZH(table.now().typed_words) == "138 0000 0000"
    table.presenter.phone_done("13800000000")
    assert table.now().page is Page.OPTIONS
    table.presenter.pressed("confirm")
    assert "138" not in table.speech.heard()
    table.presenter.read_aloud()
    assert "138 0000 0000" in table.speech.heard()
    assert table.now().wish.phone == "13800000000"


def test_a_short_number_is_told_and_can_be_mended_or_left_out(table: Table) -> None:
    table.presenter.place_chosen("park")
    table.presenter.pressed("options")
    table.presenter.option("phone")
    table.presenter.typed("138")
    table.presenter.typed("138x")
    assert table.now().typed == "138"
    table.presenter.phone_done("138")
    assert table.now().page is Page.PHONE
    assert "号码好像少了几位。" in table.speech.heard()
    table.presenter.typed("13")
    assert table.now().problem is None
    table.presenter.phone_done("")
    assert (table.now().page, table.now().phone, table.now().typed) == (Page.OPTIONS, "", "")


def test_a_number_never_grows_beyond_eleven_digits(table: Table) -> None:
    table.presenter.typed("0" * 20)
    assert len(table.now().typed) == 11


def test_the_same_wish_again_shows_the_first_or_calls_a_second(table: Table) -> None:
    table.presenter.place_chosen("park")
    table.presenter.pressed("call")
    table.requests.fail(DuplicateWish("first", "9:10"))
    assert table.now().page is Page.TWICE
    assert "您 9:10 叫过了。" in table.speech.heard()
    table.presenter.pressed("again")
    assert table.requests.asked[-1][0] == "again"
    table.requests.fail(DuplicateWish("first", "9:10"))
    table.presenter.pressed("see")
    assert table.navigator.went[-1] == ("replace", "request", {"request_id": "first"})


@pytest.mark.parametrize(("error", "words"), [(StoreFull(), "机器记满了"), (RuntimeError("boom"), "对不起")])
def test_u18_an_error_is_told_in_words_and_the_page_stays(table: Table, error: Exception, words: str) -> None:
    table.presenter.place_chosen("park")
    table.presenter.pressed("call")
    assert table.now().busy
    table.requests.fail(error)
    assert table.now().page is Page.CONFIRM
    assert not table.now().busy
    assert words in table.speech.heard()
    assert table.now().problem is not None


def test_while_it_is_written_down_nothing_can_be_pressed_twice(table: Table) -> None:
    table.presenter.place_chosen("park")
    for _ in range(3):
        table.presenter.pressed("call")
    assert table.presenter.back()
    assert len(table.requests.asked) == 1
    assert table.now().page is Page.CONFIRM


def test_keys_of_another_page_do_nothing(table: Table) -> None:
    table.presenter.pressed("call")
    assert table.requests.asked == []


def test_back_goes_one_page_and_then_leaves(table: Table) -> None:
    table.presenter.place_chosen("park")
    table.presenter.pressed("options")
    table.presenter.option("phone")
    pages = []
    while table.presenter.back():
        pages.append(table.now().page)
    assert pages == [Page.OPTIONS, Page.CONFIRM, Page.PLACES]


def test_u14_what_was_entered_outlives_a_visit_elsewhere(table: Table) -> None:
    table.presenter.place_chosen("park")
    table.presenter.option("people")
    table.presenter.close()
    again = table.make()
    assert (again.state.page, again.state.people) == (Page.CONFIRM, 2)
    table.session.end()
    assert table.make().state.page is Page.PLACES


def test_an_answer_after_closing_changes_nothing(table: Table) -> None:
    table.presenter.place_chosen("park")
    table.presenter.pressed("call")
    table.presenter.close()
    table.requests.answer()
    assert table.navigator.went == []


@pytest.mark.parametrize(
    ("number", "shown"),
    [("", ""), ("0210", "0210"), ("02100000000", "021 0000 0000"), ("00000000", "0000 0000"), ("138", "138")],
)
def test_numbers_stand_in_groups(number: str, shown: str) -> None:
    assert grouped(number) == shown


def test_u22_a_known_resident_is_read_back_the_last_place_at_once() -> None:
    home = Place("home", "家里", "三号门")
    remembered: list[Place] = []
    table = Table()
    screen = Presenter(
        table.shown.append,
        speech=table.speech,
        navigator=table.navigator,
        session=Session(FakeClock(), Preferences()),
        requests=table.requests,
        places=PLACES,
        usual=(home, PLACES.places[1]),
        clock=table.clock,
        remember=remembered.append,
    )
    screen.open()
    assert (table.now().page, table.now().destination) == (Page.CONFIRM, home)
    assert [place.id for place in table.now().places] == ["home", "park", "hospital"]
    assert "家里" not in table.speech.heard()
    screen.pressed("call")
    assert remembered == []
    table.requests.answer()
    assert remembered == [home]


def test_a_car_for_an_appointment_is_read_back_at_once_for_the_time_before_it() -> None:
    table = Table(VISIT)
    now = table.presenter._state
    assert now.page is Page.CONFIRM
    assert ZH(now.rows[1].value) == "南街医院"
    detail = now.rows[2].detail
    assert detail is not None
    assert (ZH(now.rows[2].value), ZH(detail)) == ("后天上午 9:20来车", "约的时间是上午 10:20")
    table.presenter.pressed("call")
    wish = table.requests.asked[0][1]
    assert wish.leave_at == "2026-11-22T01:20:00+00:00"
    assert wish.destination == VISIT.place.ref()


def test_the_time_of_such_a_car_can_be_changed_up_to_now() -> None:
    table = Table(VISIT)
    table.presenter.pressed("options")
    seen = []
    for _ in range(5):
        table.presenter.option("when")
        seen.append(ZH(table.now().options[0].value))
    assert seen == ["后天上午 9:50来车", "后天上午 8:50来车", "后天上午 8:20来车", "现在", "后天上午 9:20来车"]


def test_a_car_for_an_appointment_in_a_moment_is_for_now() -> None:
    soon = replace(VISIT, start=datetime(2026, 11, 20, 1, 15, tzinfo=UTC))
    table = Table(soon)
    assert ZH(table.presenter._state.rows[2].value) == "现在"
    table.presenter.pressed("call")
    assert table.requests.asked[0][1].leave_at == ""


def test_another_visit_does_not_take_over_what_was_entered_for_the_first() -> None:
    table = Table(VISIT)
    table.presenter.option("people")
    table.presenter.close()
    table.presenter = table.make()  # built anew, as a larger type does
    assert table.presenter._state.people == 2
    table.visit = None
    assert table.make()._state.page is Page.PLACES


def test_a_visit_at_a_place_that_the_centre_knows_goes_to_that_place() -> None:
    known = replace(VISIT, place=replace(VISIT.place, name="东街医院"))
    assert Table(known).presenter._state.destination == PLACES.places[0]
