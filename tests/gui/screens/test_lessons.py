"""Issue 6, part 2 on the real window: a lesson under a finger, the kiosk handed over, practice on the real screens."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from kiosk.bootstrap.lesson_picture import SETTING, course_of, lesson_of, state_of
from kiosk.bootstrap.scenes import Scene
from kiosk.bootstrap.stage import Setting
from kiosk.bootstrap.stage import Stage as Shown
from kiosk.content.lessons.course import COURSE
from kiosk.content.lessons.run import Stage
from kiosk.content.package.means import ASSETS
from kiosk.domain.request import Kind, Mode
from kiosk.screens.lessons.draft import Draft
from kiosk.screens.specimens import Specimen
from kiosk.text import msg
from kiosk.ui.widgets.band import BandKind
from kiosk.ui.widgets.big_key import BigKey
from kiosk.ui.widgets.phone_view import PhoneView
from tests.gui.screens.conftest import Room


def phone(room: Room) -> PhoneView:
    (found,) = [view for view in room.window.findChildren(PhoneView) if view.isVisible()]
    return found


def names(room: Room) -> str:
    """Of every key there is."""
    return " ".join(key.accessibleName() for key in list(room.keys()))


def practising(room: Room) -> bool:
    """Whether the band says so and requests will be exercises; never one without the other."""
    assert (room.window.band is BandKind.PRACTICE) is room.practice.on
    return room.practice.on


def draft(room: Room) -> Draft:
    found = room.session.kept("lessons")
    assert isinstance(found, Draft)
    return found


def tap_phone(room: Room, name: str) -> None:
    room.clock.advance(1)
    phone(room).keys[name].click()


def begin(room: Room, level: str, title: str) -> None:
    room.tap("学手机")
    room.tap(level)
    room.tap(title)
    room.tap("开始学")


def test_u22_the_next_lesson_is_two_taps_from_home(room: Room) -> None:
    room.tap("学手机")
    room.tap("从第一课开始")
    assert "开始学" in names(room)


def test_a_whole_lesson_with_a_finger(room: Room) -> None:
    begin(room, "摸一摸", "打电话")
    assert room.window.band is BandKind.PRACTICE
    for _ in range(80):
        run = draft(room).run
        if run is None:
            break
        if run.stage is Stage.STEP and not run.only_shows:
            tap_phone(room, run.wanted)
        elif run.stage is Stage.QUIZ and not run.right:
            room.tap(next(choice.say for choice in run.question.choices if choice.right))
        elif run.stage is Stage.QUIZ:
            room.tap("接着来")
        elif run.stage is Stage.OWN:
            room.tap("听筒")
            room.tap("试过了")
        else:
            room.tap("接着学" if run.stage is Stage.BREAK else "下一步")
    assert "打印带走" in names(room)
    assert "下一课" in names(room)
    room.bar_tap("home")
    assert room.window.band is None


def test_the_ring_is_around_the_key_that_is_meant(room: Room) -> None:
    begin(room, "摸一摸", "打电话")
    room.tap("下一步")
    room.clock.advance(12)
    drawn = phone(room)
    ring = drawn._hint
    assert ring.isVisible()
    assert ring.geometry().contains(drawn.keys["phone"].geometry())


def test_somebody_waits_and_finds_nothing_of_the_lesson_but_its_place(room: Room) -> None:
    begin(room, "摸一摸", "打电话")
    room.tap("下一步")
    room.tap("有人要用")
    assert room.navigator.current == "home"
    assert room.session.kept("lessons") is None
    assert room.window.band is None
    room.tap("叫出租车")
    room.bar_tap("home")
    room.tap("学手机")
    room.tap("打电话")
    assert draft(room).run is not None
    assert room.navigator.title == msg("lessons.lesson", number=5, title="打电话")


def test_an_alarm_in_a_lesson_and_in_practice_is_real(room: Room) -> None:
    begin(room, "摸一摸", "打电话")
    room.bar_tap("alarm")
    assert room.lane.asked[-1] == "press lessons"
    assert room.navigator.current == "alarm"
    room.navigator.home()
    room.classroom.practise("taxi", "taxi")
    room.bar_tap("alarm")
    assert room.lane.asked[-1] == "press taxi"


def test_a_taxi_is_practised_from_end_to_end_and_the_next_one_is_real(room: Room) -> None:
    room.classroom.practise("call", "taxi")
    assert practising(room)
    room.tap("东街医院")
    room.tap("对，叫车")
    assert room.navigator.current == "request"
    assert practising(room)
    (request,) = (work.request for work in room.store.outgoing())
    assert (request.kind, request.mode) == (Kind.TAXI, Mode.EXERCISE)
    assert room.requests.live() == ()
    room.tap("回到课里")
    assert room.navigator.current == "lessons"
    room.bar_tap("home")
    assert not practising(room)
    room.tap("叫出租车")
    room.tap("东街医院")
    room.tap("对，叫车")
    assert [one.mode for one in room.requests.live()] == [Mode.ACTUAL]


def test_a_doctor_s_time_is_practised_and_no_hospital_keeps_it(room: Room) -> None:
    room.classroom.practise("call", "doctor")
    room.tap("家庭医生")
    room.tap("越早越好")
    room.tap("好的")
    (request,) = (work.request for work in room.store.outgoing())
    assert (request.kind, request.mode) == (Kind.APPOINTMENT, Mode.EXERCISE)
    assert room.hospitals.held == {}
    assert "没有真的预约" in room.speech.heard()


def test_a_volunteer_called_in_practice_really_comes(room: Room) -> None:
    room.classroom.practise("call", "taxi")
    room.bar_tap("volunteer")
    assert room.practice.on  # it is on the way; what is asked for there is real
    assert room.practice.mode(Kind.VOLUNTEER) is Mode.ACTUAL


def test_the_end_of_the_session_ends_practice(room: Room) -> None:
    room.classroom.practise("call", "taxi")
    room.session.end()
    assert (room.practice.on, room.window.band) == (False, None)


def test_a_service_left_half_way_offers_its_lesson(room: Room) -> None:
    room.tap("叫出租车")
    room.tap("东街医院")
    room.bar_tap("home")
    assert "叫车没办完？来学一学" in names(room)
    room.tap("学手机")
    assert room.navigator.current == "lessons"
    room.bar_tap("home")
    assert "从第一课开始" in names(room)


def test_the_next_person_is_offered_nothing_of_it(room: Room) -> None:
    room.tap("叫出租车")
    room.tap("东街医院")
    room.session.end()
    room.session.activity()
    room.navigator.home()
    assert "从第一课开始" in names(room)


def test_the_words_of_a_steps_keys_stand_whole(room: Room) -> None:
    """On the display that the studio's pictures show: 下一步, 歇一歇 and 有人要用, each in one line beside its icon."""
    lessons = ASSETS / "content" / "lessons"
    state = state_of(lesson_of(lessons / "volume.yaml"), course_of(lessons / COURSE), "step-1")
    stage = Shown(Setting(SETTING))
    window = stage.show(Scene("step-1", Specimen("lessons", "step-1", state)))
    keys = {key.word: key for key in window.findChildren(BigKey) if key.word in ("下一步", "歇一歇", "有人要用")}
    assert len(keys) == 3
    for key in keys.values():
        setting, _ = key._best(key._inner(QRectF(key.rect())))
        assert len(setting.lines) == 1, key.word
    stage.close()
