"""Paused lessons on the kiosk's disk: the same promises of the fake and of the encrypted database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.adapters.store import SqlStore
from kiosk.adapters.store.paused import SqlPaused
from kiosk.content.lessons.run import Place, Stage
from kiosk.ports.paused import Paused, PausedStore
from tests.fakes.clock import FakeClock
from tests.fakes.learned import MemoryPaused
from tests.unit.store.test_opening import KEY, version_1

ONE = Paused(Place("call", Stage.STEP, 1, 4), 1000.5, "boot-1")
TWO = Paused(Place("volume", Stage.QUIZ, 0, 2), 900.0, "boot-1")


@pytest.fixture(params=["memory", "sqlcipher"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PausedStore]:
    if request.param == "memory":
        yield MemoryPaused()
        return
    store = SqlStore(tmp_path, lambda: KEY, FakeClock().now)
    yield SqlPaused(store)
    store.close()


def test_what_is_kept_takes_the_place_of_what_was(places: PausedStore) -> None:
    assert places.kept() == ()
    places.keep([ONE, TWO])
    assert places.kept() == (ONE, TWO)
    places.keep([TWO, ONE])
    assert places.kept() == (TWO, ONE)
    places.keep([])
    assert places.kept() == ()


def test_it_outlives_the_store_and_lies_there_encrypted(tmp_path: Path) -> None:
    store = SqlStore(tmp_path, lambda: KEY, FakeClock().now)
    SqlPaused(store).keep([ONE])
    store.close()
    assert not any(b"boot-1" in file.read_bytes() for file in tmp_path.iterdir() if file.is_file())
    store = SqlStore(tmp_path, lambda: KEY, FakeClock().now)
    assert SqlPaused(store).kept() == (ONE,)
    store.close()


def test_a_database_of_version_1_learns_to_keep_them(tmp_path: Path) -> None:
    version_1(tmp_path)
    store = SqlStore(tmp_path, lambda: KEY, FakeClock().now)
    SqlPaused(store).keep([TWO])
    assert SqlPaused(store).kept() == (TWO,)
    store.close()
