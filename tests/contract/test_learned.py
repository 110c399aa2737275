"""What residents have learned, on the kiosk's disk: the same promises of the fake and of the encrypted database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.adapters.store import SqlStore
from kiosk.adapters.store.learned import SqlLearned
from kiosk.domain.learning import Fact, Learnt
from kiosk.ports.learning import KEPT_FOR, LearnedStore
from tests.fakes.clock import FakeClock
from tests.fakes.learned import MemoryLearned
from tests.fakes.requests import AT, new_id
from tests.unit.store.test_opening import KEY, version_1


@pytest.fixture(params=["memory", "sqlcipher"])
def learned(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LearnedStore]:
    if request.param == "memory":
        yield MemoryLearned()
        return
    store = SqlStore(tmp_path, lambda: KEY, FakeClock().now)
    yield SqlLearned(store)
    store.close()


def fact(who: str = "r", seconds: int = 0, lesson: str = "call") -> Fact:
    return Fact(new_id(), who, lesson, Learnt.DONE, AT + timedelta(seconds=seconds), 1, 2, 3)


def test_what_happened_here_waits_for_the_hub(learned: LearnedStore) -> None:
    one, two, other = fact(seconds=2), fact(seconds=1), fact("somebody", 3)
    for some in (one, two, other, one):
        learned.add(some)
    assert learned.of("r") == (two, one)
    assert learned.unsent(2) == (two, one)
    learned.sent([two.id, one.id, "unknown"])
    assert learned.unsent(9) == (other,)
    assert learned.of("r") == (two, one)


def test_what_the_hub_knows_is_added_and_not_told_again(learned: LearnedStore) -> None:
    mine, theirs = fact(), fact(seconds=5)
    learned.add(mine)
    learned.take([mine, theirs])
    learned.take([theirs])
    assert learned.of("r") == (mine, theirs)
    assert learned.unsent(9) == ()


def test_a_resident_who_goes_leaves_nothing(learned: LearnedStore) -> None:
    learned.add(fact())
    learned.take([fact(seconds=1)])
    learned.add(other := fact("other"))
    learned.forget("r")
    assert (learned.of("r"), learned.unsent(9)) == ((), (other,))


def test_s1_what_the_hub_has_goes_after_its_time_and_what_it_has_not_stays(tmp_path: Path) -> None:
    clock = FakeClock()
    store = SqlStore(tmp_path, lambda: KEY, clock.now)
    learned = SqlLearned(store)
    learned.add(waiting := fact())
    learned.take([fact(seconds=1)])
    clock.advance((KEPT_FOR + timedelta(days=1)).total_seconds())
    learned.take([fact("other")])
    assert learned.of("r") == (waiting,)
    store.close()


def test_a_database_of_version_1_learns_to_keep_lessons(tmp_path: Path) -> None:
    version_1(tmp_path)
    store = SqlStore(tmp_path, lambda: KEY, FakeClock().now)
    learned = SqlLearned(store)
    learned.add(one := fact())
    assert learned.unsent(9) == (one,)
    store.close()
