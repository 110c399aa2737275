"""Rules: three answers, what decided them, dates, programmes, and questions. On invented cards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kiosk.content.policy.cards import Card
from kiosk.content.policy.cards_check import read_cards
from kiosk.content.policy.rules import Truth
from kiosk.content.policy.rules_ask import MOST, next_question
from kiosk.content.policy.rules_check import Answer, check, newly_possible, rules_of
from kiosk.content.policy.rules_explain import change
from kiosk.content.policy.rules_facts import Value
from kiosk.content.policy.rules_profile import Profile, age
from tests.unit.policy.cards import one, other, own_cards, sample

ON = date(2026, 11, 20)
KNOWN: dict[str, Value] = {"age": 72, "registered": "shanghai", "care_level": 2}


def verdict(card: Card, facts: dict[str, Value], on: date = ON) -> str:
    return check([card], Profile(facts), on)[0].answer.value


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        (KNOWN, "entitled"),
        (KNOWN | {"age": 70}, "entitled"),
        (KNOWN | {"age": 69}, "not"),
        (KNOWN | {"care_level": 4}, "entitled"),
        (KNOWN | {"care_level": 5}, "not"),
        (KNOWN | {"registered": "elsewhere"}, "perhaps"),  # may have served
        (KNOWN | {"registered": "elsewhere", "veteran": True}, "entitled"),
        (KNOWN | {"registered": "elsewhere", "veteran": False}, "not"),
        ({}, "perhaps"),
        ({"age": 69}, "not"),  # one fact is enough against
        ({"age": 72}, "perhaps"),
    ],
)
def test_three_answers(facts: dict[str, Value], answer: str) -> None:
    assert verdict(one(sample()), facts) == answer


@pytest.mark.parametrize(
    ("on", "years", "answer"),
    [
        ("2024-12-31", 74, "not"),
        ("2024-12-31", 75, "entitled"),
        ("2025-01-01", 70, "entitled"),
        ("2025-01-01", 69, "not"),
        ("2020-02-29", 80, "perhaps"),  # not in force yet: nobody is refused for that
        ("2020-03-01", 80, "entitled"),
        ("2029-12-31", 80, "entitled"),
        ("2030-01-01", 80, "perhaps"),
        ("2030-01-01", 20, "perhaps"),
    ],
)
def test_a_limit_changes_on_its_day(on: str, years: int, answer: str) -> None:
    assert verdict(one(sample()), KNOWN | {"age": years}, date.fromisoformat(on)) == answer


def test_a_parameter_without_a_value_on_that_day_is_unknown() -> None:
    card = one(sample(("from: 2020-03-01, to: 2024-12-31", "from: 2021-01-01, to: 2024-12-31")))
    assert verdict(card, KNOWN | {"age": 20}, date(2020, 12, 31)) == "perhaps"
    assert verdict(card, KNOWN | {"age": 20}, date(2021, 1, 1)) == "not"


def test_a_birthday_makes_it_possible() -> None:
    card = one(sample())
    born = Profile({"registered": "shanghai", "care_level": 0}, date(1956, 11, 20))
    assert check([card], born, ON - timedelta(1))[0].answer is Answer.NOT
    assert check([card], born, ON)[0].answer is Answer.ENTITLED


def test_what_a_birthday_or_a_new_rule_has_newly_made_possible() -> None:
    cards = read_cards({"tea-money.yaml": sample(), "cake.yaml": other("cake", NEEDS)})
    born = Profile({"registered": "shanghai"}, date(1956, 11, 20), {"cake": False})

    def newly(profile: Profile, since: date, on: date) -> list[str]:
        return [found.card.id for found in newly_possible(cards, profile, since, on)]

    assert newly(born, ON - timedelta(30), ON) == ["tea-money"]
    assert newly(born, ON, ON + timedelta(30)) == []
    assert newly(born, ON - timedelta(30), ON - timedelta(1)) == []
    assert newly(born.knowing("has.tea-money", True), ON - timedelta(30), ON) == []
    old = Profile({"registered": "shanghai", "age": 80})
    assert newly(old, date(2020, 2, 29), date(2020, 3, 1)) == ["cake", "tea-money"]
    assert newly(old, date(2029, 12, 31), date(2030, 1, 1)) == []  # the rule has ended


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(1950, 3, 1), date(2026, 2, 28), 75),
        (date(1950, 3, 1), date(2026, 3, 1), 76),
        (date(1952, 2, 29), date(2026, 2, 28), 73),
        (date(1952, 2, 29), date(2026, 3, 1), 74),
    ],
)
def test_whole_years(born: date, on: date, years: int) -> None:
    assert age(born, on) == years


def test_what_decided_and_what_is_missing() -> None:
    card = one(sample())
    (open_,) = check([card], Profile({"age": 72, "care_level": 2}), ON)
    assert [decided.condition.say for decided in open_.deciding] == ["户口在这里", "当过兵"]
    assert open_.missing == ("registered", "veteran")
    (against,) = check([card], Profile({"age": 60, "registered": "shanghai"}), ON)
    assert [(d.condition.say, d.truth, str(d.condition.cite)) for d in against.deciding] == [
        ("年纪够了", Truth.FALSE, "《样板市茶点补贴办法》第二条")
    ]
    assert against.missing == ()
    (for_,) = check([card], Profile(KNOWN), ON)
    assert [decided.condition.say for decided in for_.deciding] == ["年纪够了", "户口在这里", "住在护理院"]


@pytest.mark.parametrize(
    ("facts", "changed", "then"),
    [
        (KNOWN | {"age": 60}, {"age": 70}, "entitled"),
        (KNOWN | {"care_level": 6}, {"care_level": 4}, "entitled"),
        (KNOWN, {"age": 69}, "not"),
        ({"age": 60}, {"age": 70}, "perhaps"),
        (KNOWN | {"age": 60, "care_level": 6}, {"age": 70, "care_level": 4}, "entitled"),
    ],
)
def test_the_explanation_names_what_would_change_it(
    facts: dict[str, Value], changed: dict[str, Value], then: str
) -> None:
    card = one(sample())
    rules = rules_of([card])
    found = change(rules["tea-money"], Profile(facts), ON, rules)
    assert found is not None
    assert (dict(found.facts), found.answer.value) == (changed, then)


NEEDS = "from: 2020-03-01\nrequires:\n  - {card: tea-money, say: 先有茶点钱, source: tea 第二条}"
WITHOUT = "from: 2020-03-01\nexcludes:\n  - {card: tea-money, say: 没有茶点钱, source: tea 第二条}"


@pytest.mark.parametrize(
    ("rule", "facts", "has", "answer"),
    [
        (NEEDS, {}, {}, "perhaps"),
        (NEEDS, {}, {"tea-money": True}, "entitled"),
        (NEEDS, KNOWN, {}, "entitled"),  # could have it
        (NEEDS, KNOWN | {"age": 60}, {}, "perhaps"),  # may have it all the same
        (NEEDS, KNOWN | {"age": 60}, {"tea-money": False}, "not"),
        (NEEDS, {"age": 60}, {"tea-money": True}, "entitled"),
        (WITHOUT, {}, {}, "perhaps"),
        (WITHOUT, KNOWN, {}, "perhaps"),  # could have it, and need not
        (WITHOUT, KNOWN, {"tea-money": True}, "not"),
        (WITHOUT, {}, {"tea-money": False}, "entitled"),
    ],
)
def test_required_and_excluded_programmes(
    rule: str, facts: dict[str, Value], has: dict[str, bool], answer: str
) -> None:
    cards = read_cards({"tea-money.yaml": sample(), "cake.yaml": other("cake", rule)})
    found = {v.card.id: v for v in check(cards, Profile(facts, None, has), ON)}["cake"]
    assert found.answer.value == answer
    if answer == "perhaps":
        assert "has.tea-money" in found.missing


def test_a_card_without_a_rule_has_no_verdict() -> None:
    cards = read_cards({"tea-money.yaml": sample(), "cake.yaml": other("cake", "")})
    assert [v.card.id for v in check(cards, Profile(), ON)] == ["tea-money"]


def test_the_question_that_settles_most_comes_first() -> None:
    young = "from: 2020-03-01\nall:\n  - {fact: age, at_most: 79, say: 没到八十, source: tea 第二条}"
    cards = read_cards({"tea-money.yaml": sample(), "cake.yaml": other("cake", young)})
    first = next_question(cards, Profile(), ON)
    assert first is not None
    assert (first.fact, first.answers, first.cards) == ("age", (0, 70, 80), ("cake", "tea-money"))
    second = next_question(cards, Profile({"age": 80}), ON, ["age"])
    assert second is not None
    assert (second.fact, second.answers) == ("care_level", (0, 5))
    assert next_question(cards, Profile({"age": 60}), ON, ["age"]) is None  # everything is settled


def test_ages_of_one_band_have_one_answer() -> None:
    young = "from: 2020-03-01\nall:\n  - {fact: age, at_most: 79, say: 没到八十, source: tea 第二条}"
    cards = read_cards({"tea-money.yaml": sample(), "cake.yaml": other("cake", young)})
    for years in range(121):
        lowest = max(start for start in (0, 70, 80) if start <= years)
        one_, other_ = (check(cards, Profile(KNOWN | {"age": some}), ON) for some in (years, lowest))
        assert [v.answer for v in one_] == [v.answer for v in other_]


def test_questions_that_settle_only_together_are_asked() -> None:
    both = """
from: 2020-03-01
any:
  - {window: 看情况, source: tea 第二条}
  - all:
      - {fact: veteran, is: true, say: 当过兵, source: tea 第二条}
      - {fact: lives_alone, is: true, say: 一个人住, source: tea 第二条}
"""
    cards = read_cards({"cake.yaml": other("cake", both)})
    first = next_question(cards, Profile(), ON)
    assert first is not None
    assert (first.fact, first.cards) == ("lives_alone", ("cake",))
    assert next_question(cards, Profile({"lives_alone": False}), ON, ["lives_alone"]) is None


def test_a_fact_that_settles_nothing_is_not_asked() -> None:
    vain = """
from: 2020-03-01
all:
  - {fact: age, at_least: 70, say: 满七十岁, source: tea 第二条}
  - {window: 看情况, source: tea 第二条}
  - any:
      - {fact: veteran, is: true, say: 当过兵, source: tea 第二条}
      - {window: 别的也算, source: tea 第二条}
"""
    cards = read_cards({"cake.yaml": other("cake", vain)})
    (found,) = check(cards, Profile({"age": 72}), ON)
    assert (found.answer, found.missing) == (Answer.PERHAPS, ("veteran",))
    assert next_question(cards, Profile({"age": 72}), ON) is None


def test_skipping_every_question_ends_after_six() -> None:
    asked: list[str] = []
    while (question := next_question(own_cards(), Profile(), ON, asked)) is not None:
        assert question.fact not in asked
        assert question.cards
        asked.append(question.fact)
    assert len(asked) == MOST == 6
