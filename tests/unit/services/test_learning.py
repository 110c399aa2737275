"""What is learned with a card: on the disk first, told when the hub answers, added up over kiosks."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from kiosk.domain.card import make
from kiosk.domain.learning import Fact, Learnt
from kiosk.domain.preferences import Preferences
from kiosk.errors import HubRefused, HubUnreachable, StoreFull
from kiosk.services.learning import MOST_TOLD, Learning
from kiosk.services.residents import WhoIsHere
from kiosk.services.session import Session
from tests.fakes.clock import FakeClock
from tests.fakes.learned import MemoryLearned, MemoryLessonsHub
from tests.fakes.requests import AT, new_id
from tests.fakes.residents import Known, MemoryResidents
from tests.fakes.tasks import InlineTasks

CARD, OTHER = make(Random(1)), make(Random(2))


class Kiosk:
    def __init__(self, hub: MemoryLessonsHub, people: MemoryResidents) -> None:
        self.clock, self.hub, self.people = FakeClock(), hub, people
        tasks = InlineTasks()
        self.session = Session(self.clock, Preferences())
        self.who = WhoIsHere(people, tasks, self.session)
        self.disk = MemoryLearned()
        self.learning = Learning(self.session, self.who, self.disk, hub, tasks, self.clock, new_id)
        self.session.activity()

    def card(self, code: str = CARD) -> None:
        self.session.activity()
        self.who.card(code, lambda _who: None, _never)

    def done(self) -> set[str]:
        return set(self.learning.done())

    def learns(self, lesson: str, *, review: bool = False) -> None:
        self.learning.finished(lesson, right=2, of=3, review=review)


def _never(error: Exception) -> None:
    raise error


@pytest.fixture
def hub() -> MemoryLessonsHub:
    return MemoryLessonsHub({"a", "b"})


@pytest.fixture
def people() -> MemoryResidents:
    return MemoryResidents([Known("a", (CARD,)), Known("b", (OTHER,))])


@pytest.fixture
def kiosk(hub: MemoryLessonsHub, people: MemoryResidents) -> Kiosk:
    return Kiosk(hub, people)


def test_without_a_card_the_lesson_works_and_nothing_is_kept(kiosk: Kiosk) -> None:
    kiosk.learning.part("call", 0)
    kiosk.learns("call")
    assert kiosk.done() == {"call"}
    kiosk.session.end()
    assert (kiosk.done(), kiosk.disk.facts, kiosk.hub.calls) == (set(), {}, 0)


def test_with_a_card_it_is_there_the_next_time_at_another_kiosk(kiosk: Kiosk) -> None:
    kiosk.card()
    kiosk.learning.part("call", 0)
    kiosk.learns("call")
    kiosk.session.end()
    assert kiosk.done() == set()  # nobody stands there
    other = Kiosk(kiosk.hub, kiosk.people)
    told: list[None] = []
    other.learning.watch(lambda: told.append(None))
    other.card()
    assert (other.done(), len(told)) == ({"call"}, 1)
    other.clock.advance(timedelta(days=1, hours=1).total_seconds())  # and nobody stands there any more
    assert other.learning.due() == ()
    other.card()
    assert other.learning.due() == ("call",)
    other.learns("call", review=True)
    assert other.learning.due() == ()


def test_days_without_a_line_lose_nothing_and_kiosks_are_put_together(kiosk: Kiosk) -> None:
    other = Kiosk(kiosk.hub, kiosk.people)
    for one in (kiosk, other):
        one.card()
    kiosk.hub.trouble = HubUnreachable("no line")
    kiosk.learns("call")
    other.learns("wifi")
    for one in (kiosk, other):
        one.session.end()
    kiosk.hub.trouble = None
    for one in (kiosk, other, kiosk):
        one.learning.tell()
    assert {fact.lesson for fact in kiosk.hub.facts} == {"call", "wifi"}
    assert len(kiosk.hub.facts) == 2
    kiosk.session.activity()
    kiosk.card()
    assert kiosk.done() == {"call", "wifi"}


def test_a_lost_reply_counts_once(kiosk: Kiosk) -> None:
    kiosk.card()
    kiosk.hub.lost = HubUnreachable("the reply is lost", sent=True)
    kiosk.learns("call")
    assert len(kiosk.disk.waiting) == 1
    kiosk.learning.tell()
    assert (len(kiosk.hub.facts), kiosk.disk.waiting) == (1, {})


def test_who_is_recognised_without_the_hub_sees_what_is_here(kiosk: Kiosk) -> None:
    kiosk.card()
    kiosk.learns("call")
    kiosk.session.end()
    kiosk.session.activity()
    kiosk.hub.trouble = HubUnreachable("no line")
    kiosk.card()
    assert kiosk.done() == {"call"}


def test_what_a_guest_did_goes_to_the_card_that_is_shown_then(kiosk: Kiosk) -> None:
    kiosk.learns("call")
    kiosk.card()
    assert {fact.lesson for fact in kiosk.hub.facts} == {"call"}
    kiosk.card(OTHER)  # somebody else: a session of their own
    assert kiosk.done() == set()
    assert {fact.resident for fact in kiosk.hub.facts} == {"a"}


def test_a_full_disk_costs_the_note_and_never_the_lesson(kiosk: Kiosk) -> None:
    kiosk.card()
    kiosk.disk.trouble = StoreFull("no room")
    kiosk.learns("call")
    assert kiosk.done() == {"call"}


def test_who_is_deleted_at_the_hub_leaves_nothing_here(kiosk: Kiosk) -> None:
    kiosk.card()
    kiosk.hub.residents.discard("a")
    kiosk.learns("call")
    assert (kiosk.disk.facts, kiosk.disk.waiting, kiosk.hub.facts) == ({}, {}, ())


def test_many_facts_go_in_several_calls_and_a_refusal_stops_no_others(kiosk: Kiosk) -> None:
    for number in range(2 * MOST_TOLD + 5):
        kiosk.disk.add(Fact(new_id(), "a", "call", Learnt.PART, AT + timedelta(seconds=number)))
    kiosk.learning.tell()
    assert (kiosk.hub.calls, len(kiosk.hub.facts)) == (3, 2 * MOST_TOLD + 5)
    kiosk.disk.add(Fact(new_id(), "a", "call", Learnt.PART, AT))
    kiosk.hub.trouble = HubRefused("too old a program", code="version")
    kiosk.learning.tell()
    assert len(kiosk.disk.waiting) == 1  # this program's refusal: later
    kiosk.hub.trouble = HubRefused("no fact", code="invalid")
    kiosk.learning.tell()
    assert kiosk.disk.waiting == {}
