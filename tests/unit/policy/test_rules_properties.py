"""Properties of every rule, made up or our own: nothing learnt unsettles an answer, and explanations are true."""

from __future__ import annotations

from datetime import date
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content.policy.cards_source import Cite, Dated, Source
from kiosk.content.policy.rules import Condition, FactTest, Group, How, Join, Programme, Rule, Window
from kiosk.content.policy.rules_ask import MOST, next_question
from kiosk.content.policy.rules_check import Answer, answer_to, check, rules_of
from kiosk.content.policy.rules_explain import asked, change
from kiosk.content.policy.rules_facts import FACTS, Value
from kiosk.content.policy.rules_profile import Profile
from tests.unit.policy.cards import own_cards

ON = date(2026, 11, 20)
CITE = Cite(Source("样板规定", "", "sample", date(2020, 1, 1), None), "第一条", 1)
USED = ("age", "care_level", "registered", "income", "veteran", "abused")
VALUES: dict[str, tuple[Value, ...]] = {
    name: tuple(range(FACTS[name].high + 1)) if FACTS[name].kind == "number" else FACTS[name].choices or (True, False)
    for name in FACTS
}


@st.composite
def _tests(draw: st.DrawFn) -> FactTest:
    name = draw(st.sampled_from(USED))
    if name == "age" and draw(st.booleans()):
        return FactTest(name, How.AT_LEAST, (), "limit", "条件", CITE)
    number = FACTS[name].kind == "number"
    how = draw(st.sampled_from([How.IS, How.ONE_OF, How.AT_LEAST, How.AT_MOST] if number else [How.IS, How.ONE_OF]))
    some = draw(st.lists(st.sampled_from(VALUES[name]), min_size=1, max_size=3, unique=True))
    return FactTest(name, how, tuple(some) if how is How.ONE_OF else tuple(some[:1]), "", "条件", CITE)


LEAVES: st.SearchStrategy[Condition] = st.one_of(
    _tests(), _tests(), _tests(), st.just(Window("窗口", CITE)),
    st.builds(Programme, st.sampled_from(["a", "b"]), st.booleans(), st.just("条件"), st.just(CITE)),
)  # fmt: skip
CONDITIONS = st.recursive(
    LEAVES, lambda inner: st.builds(Group, st.sampled_from(Join), st.lists(inner, min_size=1, max_size=3).map(tuple)),
    max_leaves=7,
)  # fmt: skip
LIMIT = {"limit": (Dated("70", "", CITE, date(2020, 1, 1), date(2024, 12, 31), 1),
                   Dated("65", "", CITE, date(2025, 1, 1), None, 1))}  # fmt: skip
RULES = st.builds(lambda one: Rule(Group(Join.ALL, (one,)), LIMIT, date(2020, 1, 1), date(2029, 12, 31), 1), CONDITIONS)
OTHER = Rule(Group(Join.ALL, (FactTest("age", How.AT_LEAST, (80,), "", "条件", CITE),)), {}, date(2020, 1, 1), None, 1)
KNOWN_RULES = {"a": OTHER}
DAYS = st.dates(date(2019, 6, 1), date(2030, 6, 1))


@st.composite
def _facts(draw: st.DrawFn) -> dict[str, Value]:
    names = draw(st.sets(st.sampled_from(sorted(FACTS)), max_size=8))
    return {name: draw(st.sampled_from(VALUES[name])) for name in sorted(names)}


PROFILES = st.builds(
    Profile, _facts(), st.just(None), st.dictionaries(st.sampled_from(["a", "b"]), st.booleans(), max_size=2)
)


@st.composite
def _more(draw: st.DrawFn) -> tuple[Profile, Profile]:
    """A profile, and the same with more known."""
    less = draw(PROFILES)
    more = draw(PROFILES)
    return less, Profile({**more.facts, **less.facts}, None, {**more.has, **less.has})


@settings(max_examples=80)
@given(RULES, _more(), DAYS)
def test_one_more_fact_never_unsettles(rule: Rule, pair: tuple[Profile, Profile], on: date) -> None:
    less, more = (answer_to(rule, profile, on, KNOWN_RULES) for profile in pair)
    assert less in (Answer.PERHAPS, more)


@settings(max_examples=60)
@given(_more(), DAYS)
def test_one_more_fact_never_unsettles_our_own_cards(pair: tuple[Profile, Profile], on: date) -> None:
    """So a refusal holds whatever else comes to light: a wrong one would need a wrong card."""
    less, more = (check(own_cards(), profile, on) for profile in pair)
    for before, after in zip(less, more, strict=True):
        assert before.answer in (Answer.PERHAPS, after.answer)


@settings(max_examples=60)
@given(RULES, PROFILES, DAYS)
def test_the_explanation_is_true_and_the_shortest(rule: Rule, profile: Profile, on: date) -> None:
    found = change(rule, profile, on, KNOWN_RULES)
    if found is None:
        return
    now = answer_to(rule, profile, on, KNOWN_RULES)
    assert found.answer is not now
    assert answer_to(rule, _with(profile, found.facts), on, KNOWN_RULES) is found.answer
    for fewer in combinations(found.facts, len(found.facts) - 1):
        assert answer_to(rule, _with(profile, fewer), on, KNOWN_RULES) is now


@settings(max_examples=20)
@given(PROFILES)
def test_every_verdict_of_our_own_cards_can_be_explained(profile: Profile) -> None:
    rules = rules_of(own_cards())
    for card in own_cards():
        if card.rule:
            found = change(card.rule, profile, ON, rules)
            assert found is not None, card.id
            now = answer_to(card.rule, profile, ON, rules)
            assert answer_to(card.rule, _with(profile, found.facts), ON, rules) is found.answer is not now


@settings(max_examples=30)
@given(PROFILES)
def test_what_decided_is_enough(profile: Profile) -> None:
    """A settled verdict stays what it is when everything that did not decide is forgotten."""
    rules = rules_of(own_cards())
    for verdict in check(own_cards(), profile, ON):
        if verdict.answer is Answer.PERHAPS or verdict.card.rule is None:
            continue
        needed = {leaf.condition.fact for leaf in verdict.deciding if isinstance(leaf.condition, FactTest)}
        kept = Profile({name: value for name, value in profile.facts.items() if name in needed}, None, profile.has)
        assert answer_to(verdict.card.rule, kept, ON, rules) is verdict.answer


@settings(max_examples=12)
@given(PROFILES)
def test_questions_end_and_each_can_still_change_an_answer(profile: Profile) -> None:
    seen: list[str] = []
    person = profile
    while (question := next_question(own_cards(), person, ON, seen)) is not None:
        assert question.fact not in seen
        assert question.fact not in person.facts
        open_ = {v.card.id for v in check(own_cards(), person, ON) if v.answer is Answer.PERHAPS}
        assert question.cards
        assert set(question.cards) <= open_
        seen.append(question.fact)
        person = person.knowing(question.fact, question.answers[len(seen) % len(question.answers)])
    assert len(seen) <= MOST


def test_the_vocabulary_gives_values_on_each_side() -> None:
    values = asked(OTHER, ON, {})
    assert values == {"age": (79, 80)}


def _with(profile: Profile, facts: tuple[tuple[str, Value], ...]) -> Profile:
    for name, value in facts:
        profile = profile.knowing(name, value)
    return profile
