"""Content that is renewed while somebody looks at it: what was there serves until the new is read."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.errors import ContentError
from kiosk.services.lessons import LessonShelf
from kiosk.services.policies import Policies
from tests.fakes.clock import FakeClock
from tests.fakes.learned import MemoryPaused
from tests.fakes.tasks import ManualTasks


class Shelf:
    """Of lessons or of cards; `content` is what a reading finds, an exception is raised."""

    def __init__(self, kind: str) -> None:
        self.content: Any = ("old",)
        self.tasks = ManualTasks()
        lessons = LessonShelf(self.read, self.tasks, FakeClock(), MemoryPaused())
        self.one: Any = lessons if kind == "lessons" else Policies(self.read, self.tasks)
        self.kind = kind

    def read(self) -> Any:
        if isinstance(self.content, Exception):
            raise self.content
        return self.content

    @property
    def now(self) -> Any:
        return self.one.lessons if self.kind == "lessons" else self.one.cards


@pytest.fixture(params=["lessons", "cards"])
def shelf(request: pytest.FixtureRequest) -> Shelf:
    return Shelf(request.param)


def loaded(shelf: Shelf) -> None:
    shelf.one.load(lambda _: None, lambda _: None)
    shelf.tasks.run()


def test_what_was_there_serves_until_the_new_is_read(shelf: Shelf) -> None:
    loaded(shelf)
    shelf.content = ("new",)
    shelf.one.renew()
    assert shelf.now == ("old",)
    shelf.tasks.run()
    assert shelf.now == ("new",)


def test_what_cannot_be_read_leaves_what_was_there(shelf: Shelf) -> None:
    loaded(shelf)
    shelf.content = ContentError("damaged")
    shelf.one.renew()
    shelf.tasks.run()
    assert shelf.now == ("old",)


def test_a_reading_under_way_is_not_the_last_word(shelf: Shelf) -> None:
    shelf.one.load(lambda _: None, lambda _: None)
    shelf.one.renew()
    shelf.tasks.run()
    shelf.tasks.run()
    assert shelf.now == ("old",)
    shelf.content = ("new",)
    shelf.one.renew()
    shelf.tasks.run()
    assert shelf.now == ("new",)
