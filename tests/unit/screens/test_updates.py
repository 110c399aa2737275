"""New content from a stick: what a helper sees, agrees to, stops; and what comes by itself."""

from __future__ import annotations

from typing import Any, cast

import pytest

from kiosk.errors import ContentRefused, ContentStopped
from kiosk.ports.content_updates import Source
from kiosk.screens.updates.presenter import Presenter
from kiosk.screens.updates.state import Page, State
from kiosk.services.content_updates import FIRST_SECONDS, STICK_SECONDS, ContentService, Phase
from kiosk.text import Translator
from tests.fakes.clock import FakeClock
from tests.fakes.content_updates import STICK, MemoryUpdates
from tests.fakes.screens import FakeSpeech
from tests.fakes.tasks import InlineTasks, ManualTasks

HOME = Source("https://hub.example/content")


class Helping:
    """Who helps, as far as this screen asks."""

    def __init__(self) -> None:
        self.current: object | None = object()
        self.touched = 0
        self._listeners: list[Any] = []

    def touch(self) -> None:
        self.touched += 1

    def watch(self, listener: Any) -> Any:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def lock(self) -> None:
        self.current = None
        for listener in tuple(self._listeners):
            listener()


class Navigator:
    def __init__(self) -> None:
        self.went: list[str] = []

    def back(self) -> None:
        self.went.append("back")


class Room:
    def __init__(self, tasks: InlineTasks | None = None, home: Source | None = None) -> None:
        self.clock, self.updates = FakeClock(), MemoryUpdates()
        self.tasks = tasks or InlineTasks()
        self.switched = 0
        self.service = ContentService(self.updates, self.tasks, self.clock, lambda: home, 3600.0)
        self.service.on_changed(self._switch)
        self.helping, self.navigator = Helping(), Navigator()
        self.seen: list[State] = []
        self.screen = Presenter(
            self.seen.append,
            speech=FakeSpeech(),
            navigator=cast(Any, self.navigator),
            helping=cast(Any, self.helping),
            updates=self.service,
        )

    def plug_in(self) -> None:
        self.updates.found = (STICK,)
        self.service.start()

    @property
    def state(self) -> State:
        return self.seen[-1]

    def page(self) -> Page:
        return self.state.page

    def _switch(self) -> None:
        self.switched += 1


def words(state: State) -> str:
    t = Translator("zh_CN")
    return "\n".join(t(message) for message in state.aloud)


def test_a_stick_is_looked_at_shown_and_put_in_with_a_yes() -> None:
    room = Room()
    room.plug_in()
    room.screen.open()
    assert room.page() is Page.OFFERED
    assert "手机课：多2样，改5样，少1样" in words(room.state)
    assert "12 月 30 日" in words(room.state)
    assert "48兆" in words(room.state)
    assert room.switched == 0
    room.screen.pressed("install")
    pages = [state.page for state in room.seen]
    assert pages[-1] is Page.DONE
    assert Page.INSTALLING in pages
    assert any(state.percent == 50 and state.left == 2 for state in room.seen)
    assert room.switched == 1
    assert room.helping.touched == 1


def test_nothing_is_put_in_without_a_yes_and_no_leaves() -> None:
    room = Room()
    room.plug_in()
    room.screen.open()
    room.screen.pressed("leave")
    assert room.navigator.went == ["back"]
    assert not any(asked.startswith("install") for asked in room.updates.asked)


def test_a_stick_with_nothing_new_and_no_stick_at_all_say_so() -> None:
    room = Room()
    room.screen.open()
    assert room.page() is Page.GONE
    room.updates.changes = ()
    room.plug_in()
    room.screen.open()
    assert room.page() is Page.NOTHING


@pytest.mark.parametrize("key", ["install", "stop", "again", "nonsense"])
def test_a_key_that_is_not_there_does_nothing(key: str) -> None:
    room = Room()
    room.screen.open()
    before = list(room.updates.asked)
    room.screen.pressed(key)
    assert room.updates.asked == before


def test_what_goes_wrong_is_said_in_words_and_can_be_tried_again() -> None:
    room = Room()
    room.plug_in()
    room.updates.error = ContentRefused("signature")
    room.screen.open()
    assert room.page() is Page.FAILED
    assert "不可靠" in words(room.state)
    room.updates.error = None
    room.screen.pressed("again")
    assert room.page() is Page.OFFERED


def test_a_stick_that_was_pulled_while_it_was_offered_is_said_to_be_gone() -> None:
    room = Room()
    room.plug_in()
    room.screen.open()
    room.updates.found = ()
    room.clock.advance(STICK_SECONDS)
    assert room.page() is Page.FAILED


def test_stopping_asks_the_work_to_end_and_keeps_what_is_there() -> None:
    tasks = ManualTasks()
    room = Room(tasks)
    room.plug_in()
    tasks.run()
    room.screen.open()
    tasks.run()
    room.screen.pressed("install")
    assert room.page() is Page.INSTALLING
    room.updates.error = ContentStopped()
    room.screen.pressed("stop")
    tasks.run()
    assert room.navigator.went == ["back"]
    assert (room.service.stick.phase, room.switched) == (Phase.IDLE, 0)


def test_a_helper_who_is_locked_out_sees_it_no_more_and_the_work_goes_on() -> None:
    tasks = ManualTasks()
    room = Room(tasks)
    room.plug_in()
    tasks.run()
    room.screen.open()
    tasks.run()
    room.screen.pressed("install")
    room.helping.lock()
    room.screen.close()
    tasks.run()
    assert room.navigator.went == ["back"]
    assert room.switched == 1


def test_one_thing_at_a_time() -> None:
    tasks = ManualTasks()
    room = Room(tasks, HOME)
    room.plug_in()
    tasks.run()
    room.clock.advance(FIRST_SECONDS)
    assert room.service.busy
    room.screen.open()
    assert room.page() is Page.FAILED
    assert "请等一等" in words(room.state)


def test_content_comes_from_home_by_itself_and_is_told_to_whoever_reads_it() -> None:
    room = Room(home=HOME)
    room.service.start()
    assert room.updates.asked == ["examine"]
    room.clock.advance(FIRST_SECONDS)
    assert room.updates.asked[-1] == f"install {HOME.where}"
    assert room.switched == 1
    room.updates.changes = ()
    room.clock.advance(3600)
    assert room.switched == 1
    room.updates.error = ContentRefused()
    room.clock.advance(3600)
    assert not room.service.busy


def test_a_failed_self_test_at_the_start_makes_readers_look_anew() -> None:
    room = Room()
    room.updates.well = False
    room.service.start()
    assert room.switched == 1
