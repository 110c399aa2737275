"""ContentUpdates and InstalledContent: the same cases on the fake that screens are tested with and on the real one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.errors import ContentError
from kiosk.ports.content_updates import ContentUpdates, Progress, Source
from tests.fakes.content_updates import CHANGE, STICK, MemoryUpdates
from tests.fakes.publisher import Publisher, Taker, noise


class Pair:
    """Updates with one stick that has one package, and what ends that stick."""

    def __init__(self, updates: ContentUpdates, pull: Callable[[], None]) -> None:
        self.updates = updates
        self.pull = pull

    @property
    def stick(self) -> Source:
        (one,) = self.updates.sticks()
        return one


def fake(_: Path) -> Pair:
    updates = MemoryUpdates((CHANGE,))
    updates.found = (STICK,)

    def pull() -> None:
        updates.found = ()
        updates.error = ContentError("gone")

    return Pair(updates, pull)


def real(folder: Path) -> Pair:
    publisher = Publisher(folder)
    publisher.publish({"l.yaml": b"a: 1\n", "a.svg": noise(1, 10)}, kind="lessons", name="course")
    taker = Taker(folder / "kiosk", publisher.first_root)
    stick = folder / "kiosk/media/USB"
    shutil.copytree(publisher.public, stick / "silver-key")
    return Pair(taker.engine, lambda: shutil.rmtree(stick))


@pytest.fixture(params=[fake, real], ids=["fake", "real"])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Pair:
    made: Pair = request.param(tmp_path)
    return made


def test_a_stick_is_named_and_offers_what_it_has(pair: Pair) -> None:
    assert pair.stick.stick == "USB"
    offer = pair.updates.look(pair.stick, lambda: False)
    assert offer.source == pair.stick
    assert [(change.kind, change.package) for change in offer.changes] == [("lessons", "course")]
    assert offer.valid_until.tzinfo is not None


def test_installing_gives_what_was_offered_and_tells_how_far_it_is(pair: Pair) -> None:
    heard: list[Progress] = []
    offered = pair.updates.look(pair.stick, lambda: False)
    installed = pair.updates.install(pair.stick, heard.append, lambda: False)
    assert installed.changes == offered.changes
    assert heard
    assert all(0 <= one.done <= one.total for one in heard)


def test_a_pulled_stick_is_not_there_any_more_and_told_in_our_words(pair: Pair) -> None:
    stick = pair.stick
    pair.pull()
    assert pair.updates.sticks() == ()
    with pytest.raises(ContentError):
        pair.updates.look(stick, lambda: False)
    with pytest.raises(ContentError):
        pair.updates.install(stick, lambda _: None, lambda: False)


def test_what_is_installed_is_well(pair: Pair) -> None:
    assert pair.updates.examine()
