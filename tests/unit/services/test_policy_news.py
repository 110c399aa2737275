"""The quiet mark: a birthday or a rule that is newly in force, for a known resident with consent, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.adapters.policy_cards import load_cards
from kiosk.content.policy.rules_check import Answer, check
from kiosk.content.policy.rules_profile import Profile, as_text, read_profile
from kiosk.domain.preferences import Preferences
from kiosk.domain.resident import GUEST, Habits, Level, Resident, Situation
from kiosk.services.policies import Policies
from kiosk.services.policy_news import PolicyNews
from kiosk.services.residents import WhoIsHere
from kiosk.services.session import Session
from tests.fakes.clock import FakeClock
from tests.fakes.residents import MemoryResidents
from tests.fakes.tasks import InlineTasks

CARDS = load_cards()
SEEN = date(2026, 1, 10)
YOUNG = Profile({"age": 59, "registered": "shanghai"})


class Room:
    def __init__(self, today: date = date(2027, 2, 1)) -> None:
        self.today = today
        tasks = InlineTasks()
        session = Session(FakeClock(), Preferences())
        self.residents = WhoIsHere(MemoryResidents([]), tasks, session)
        self.news = PolicyNews(Policies(lambda: CARDS, tasks), self.residents, lambda: self.today)

    def stands_there(self, who: Resident) -> None:
        self.residents._take(who)


def known(profile: Profile = YOUNG, seen: date = SEEN, **changes: object) -> Resident:
    situation = Situation(as_text(profile, seen), seen.isoformat())
    made = Resident("r1", Level.CARD, "pass", Habits(situation=situation), can_open=True, health_consent=True)
    return replace(made, **changes)  # type: ignore[arg-type]  # fields of a resident


def test_a_birthday_makes_something_possible() -> None:
    room = Room()
    told: list[bool] = []
    room.news.watch(lambda: told.append(room.news.any))
    room.stands_there(known())
    assert room.news.any
    assert told[-1]


def test_before_the_birthday_nothing_is_new() -> None:
    room = Room(today=date(2026, 6, 1))
    room.stands_there(known())
    assert not room.news.any


def test_never_what_they_already_have() -> None:
    room = Room()
    fits = [v.card.id for v in check(CARDS, Profile({"age": 60, "registered": "shanghai"}), room.today)
            if v.answer is not Answer.NOT]  # fmt: skip
    room.stands_there(known(replace(YOUNG, has=dict.fromkeys(fits, True))))
    assert not room.news.any


@pytest.mark.parametrize(
    "who",
    [GUEST, known(health_consent=False), known(habits=Habits()),
     known(habits=Habits(situation=Situation("{torn", "2026-01-10"))),
     known(habits=Habits(situation=Situation('{"age": 300}', "2026-01-10")))],
)  # fmt: skip
def test_nobody_else_is_looked_at_and_nonsense_is_no_news(who: Resident) -> None:
    room = Room()
    room.stands_there(who)
    assert not room.news.any


def test_a_card_alone_shows_nothing_of_it() -> None:
    room = Room()
    room.stands_there(known())
    assert room.news.profile is None
    room.stands_there(known(level=Level.OPENED))
    assert room.news.profile is not None


def test_once_seen_it_is_no_news() -> None:
    room = Room()
    room.stands_there(known(level=Level.OPENED))
    profile = room.news.profile
    assert profile is not None
    room.news.remember(profile)
    seen = (room.news.any, room.residents.current.habits.situation)
    assert seen == (False, Situation(as_text(profile, room.today), "2027-02-01"))


def test_without_consent_nothing_is_remembered() -> None:
    room = Room()
    room.stands_there(known(health_consent=False, habits=Habits()))
    room.news.remember(YOUNG)
    assert room.residents.current.habits.situation is None
    assert not room.news.keeps


def test_who_comes_next_sees_nothing_of_it() -> None:
    room = Room()
    room.stands_there(known())
    room.residents.leave()
    assert not room.news.any


def test_an_age_given_as_a_band_grows_with_the_years_and_never_too_fast() -> None:
    text = as_text(Profile({"age": 64}), SEEN)
    for on, years in ((SEEN, 64), (date(2027, 1, 9), 64), (date(2027, 1, 10), 65)):
        assert read_profile("x", text.encode(), on, ()).value("age", on) == years
