"""What follows from a set of facts that only grows: merged in any order, reviews after 1, 3, 7 and 21 days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.learning import REVIEWS, Fact, Learnt, done, due, merged

START = datetime(2026, 11, 2, 2, tzinfo=UTC)


def fact(ident: str, days: float = 0, what: Learnt = Learnt.DONE, lesson: str = "call") -> Fact:
    return Fact(ident, "r", lesson, what, START + timedelta(days=days))


def at(days: float) -> datetime:
    return START + timedelta(days=days)


def test_sets_of_several_kiosks_are_one_in_any_order() -> None:
    sets = ([fact("a"), fact("b", 1)], [fact("b", 1), fact("c", 2)], [fact("a"), fact("d", 0.5)])
    found = {merged(*some) for some in permutations(sets)}
    assert [one.id for one in found.pop()] == ["a", "d", "b", "c"]
    assert found == set()


@given(st.lists(st.sampled_from("abcdefgh")), st.lists(st.sampled_from("abcdefgh")))
def test_nothing_is_lost_and_nothing_counts_twice(one: list[str], other: list[str]) -> None:
    both = merged(map(fact, one), map(fact, other))
    assert {f.id for f in both} == set(one) | set(other)
    assert len(both) == len({f.id for f in both})
    assert merged(both, map(fact, one)) == both


def test_a_part_is_not_the_lesson() -> None:
    assert done([fact("a", what=Learnt.PART)]) == frozenset()
    assert done([fact("a", what=Learnt.PART), fact("b", lesson="wifi")]) == {"wifi"}


@pytest.mark.parametrize("days", REVIEWS)
def test_a_lesson_is_due_on_its_days(days: int) -> None:
    facts = [fact("a")]
    facts += [fact(f"r{n}", n, Learnt.REVIEW) for n in REVIEWS if n < days]
    assert due(facts, at(days - 0.9), UTC) == ()
    assert due(facts, at(days), UTC) == ("call",)
    assert due([*facts, fact("now", days, Learnt.REVIEW)], at(days), UTC) == ()


def test_one_review_makes_good_what_was_missed_and_after_the_last_it_is_known() -> None:
    facts = [fact("a"), fact("late", 10, Learnt.REVIEW)]
    assert due(facts, at(15), UTC) == ()
    assert due(facts, at(21), UTC) == ("call",)
    assert due([*facts, fact("last", 22, Learnt.REVIEW)], at(400), UTC) == ()


def test_the_longest_due_comes_first_and_a_lesson_done_twice_counts_from_the_first() -> None:
    facts = [fact("a", 2, lesson="wifi"), fact("b", 0), fact("c", 0.2)]
    assert due(facts, at(4), UTC) == ("call", "wifi")


def test_a_clock_that_is_wrong_by_a_year_breaks_nothing() -> None:
    facts = [fact("future", 365), fact("past", -365, lesson="wifi")]
    assert due(facts, at(0), UTC) == ("wifi",)
    assert done(facts) == {"call", "wifi"}
