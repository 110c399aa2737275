"""Our own cards with a rule, one by one: both sides of each boundary, one dated change, and nobody wrongly refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kiosk.content.policy.cards import Card
from kiosk.content.policy.rules import Group, Rule
from kiosk.content.policy.rules_check import Answer, check, rules_of
from kiosk.content.policy.rules_explain import asked
from kiosk.content.policy.rules_facts import Value
from kiosk.content.policy.rules_profile import Profile
from tests.unit.policy.cards import own_cards

ON = date(2026, 11, 20)
Facts = dict[str, Value]
RULED = [card for card in own_cards() if card.rule]
ELDER: dict[str, list[tuple[Facts, str]]] = {
    card: [({"age": 59}, "not"), ({"age": 60}, answer), ({"age": 61}, answer), ({}, "perhaps")]
    for card, answer in [
        ("venues", "entitled"),
        ("elder-doctor", "entitled"),
        ("allowance", "perhaps"),  # from which age on, the law leaves to others
        ("community-health", "perhaps"),
        ("care-assessment", "perhaps"),
    ]
}
ALONE: Facts = {"registered": "shanghai", "can_work": False, "supporter": False}
CASES: dict[str, list[tuple[Facts, str]]] = ELDER | {
    "care-subsidy": [
        ({"age": 59, "needs_care": True}, "not"),
        ({"age": 60, "needs_care": True}, "perhaps"),
        ({"age": 60, "needs_care": False}, "not"),
    ],
    "carer-help": [({"carer": True}, "entitled"), ({"carer": False}, "not"), ({"age": 59}, "perhaps")],
    "bereaved-help": [
        ({"bereaved": True, "age": 60}, "perhaps"),
        ({"bereaved": True, "age": 59}, "perhaps"),
        ({"bereaved": True}, "perhaps"),
        ({"bereaved": False, "age": 60}, "not"),
        ({"age": 75}, "perhaps"),
    ],
    "minimum-living": [
        ({"registered": "shanghai", "income": "minimum"}, "entitled"),
        ({"registered": "elsewhere", "income": "minimum"}, "perhaps"),  # the family may be registered here
        ({"registered": "shanghai", "income": "edge"}, "perhaps"),
        ({"registered": "shanghai", "income": "ordinary"}, "not"),
        ({"registered": "shanghai"}, "perhaps"),
    ],
    "destitute-support": [
        ({"income": "destitute"}, "entitled"),
        (ALONE | {"age": 60}, "perhaps"),
        (ALONE | {"age": 59}, "perhaps"),  # may be disabled without a card
        (ALONE | {"age": 40, "disability": "two"}, "perhaps"),
        (ALONE | {"age": 80, "income": "edge", "supporter": True}, "not"),
        (ALONE | {"age": 80, "income": "edge", "can_work": True}, "not"),
        (ALONE | {"age": 80, "income": "edge", "registered": "elsewhere"}, "not"),
        (ALONE | {"age": 80, "registered": "elsewhere"}, "perhaps"),
    ],
    "medical-relief": [
        ({"income": "destitute"}, "entitled"),
        ({"income": "minimum"}, "entitled"),
        ({"income": "edge"}, "entitled"),
        ({"income": "rigid"}, "entitled"),
        ({"income": "ordinary"}, "perhaps"),  # others may be named by the city
    ],
    "hospital-deposit": [
        ({"income": "minimum"}, "entitled"),
        ({"income": "rigid"}, "entitled"),
        ({"income": "destitute"}, "perhaps"),
        ({"income": "ordinary"}, "not"),
    ],
    "resident-medical": [
        ({"insurance": "resident"}, "entitled"),
        ({"insurance": "none"}, "perhaps"),
        ({"insurance": "employee"}, "not"),
    ],
    "premium-help": [
        ({"insurance": "resident", "income": "edge", "age": 60}, "entitled"),
        ({"insurance": "resident", "income": "edge", "age": 59}, "perhaps"),
        ({"insurance": "resident", "income": "minimum", "age": 60}, "entitled"),
        ({"insurance": "resident", "income": "minimum", "age": 59}, "perhaps"),  # the text can be read both ways
        ({"insurance": "resident", "income": "destitute", "age": 59}, "entitled"),
        ({"insurance": "none", "income": "minimum"}, "perhaps"),  # must join first
        ({"insurance": "employee", "income": "minimum"}, "not"),
        ({"insurance": "resident", "income": "ordinary", "age": 85}, "perhaps"),
    ],
    "big-bills": [
        ({"insurance": "resident"}, "perhaps"),
        ({"insurance": "employee"}, "perhaps"),
        ({"insurance": "none"}, "not"),
    ],
    "long-term-care": [
        ({"insurance": "employee", "needs_care": False}, "perhaps"),  # the assessment decides, not the person
        ({"insurance": "none", "needs_care": True}, "not"),
    ],
    "legal-aid": [
        ({"abused": True}, "entitled"),
        ({"abused": False, "dispute": "none"}, "not"),
        ({"dispute": "none"}, "perhaps"),
        ({"dispute": "support", "income": "edge"}, "entitled"),
        ({"dispute": "support", "income": "ordinary"}, "perhaps"),
        ({"dispute": "other", "income": "minimum"}, "perhaps"),
    ],
    "court-fee": [
        ({"age": 60, "dispute": "injury"}, "perhaps"),
        ({"age": 59, "dispute": "injury"}, "perhaps"),
        ({"age": 60, "dispute": "none"}, "not"),
    ],
}
ROWS = [(card, facts, answer) for card, rows in CASES.items() for facts, answer in rows]


def answer_for(card: str, facts: Facts, on: date = ON) -> str:
    found = {verdict.card.id: verdict for verdict in check(own_cards(), Profile(facts), on)}
    return found[card].answer.value


def rule_of(card: Card) -> Rule:
    assert card.rule
    return card.rule


@pytest.mark.parametrize(("card", "facts", "answer"), ROWS)
def test_each_card_on_both_sides(card: str, facts: Facts, answer: str) -> None:
    assert answer_for(card, facts) == answer


@pytest.mark.parametrize("card", RULED, ids=lambda card: card.id)
def test_no_card_is_left_out_of_the_table(card: Card) -> None:
    rows = CASES[card.id]
    assert len({answer for _, answer in rows}) >= 2
    for fact, values in asked(rule_of(card), ON, rules_of(RULED)).items():
        if fact == "age" and values:
            years = [facts["age"] for facts, _ in rows if "age" in facts]
            assert min(int(v) for v in values) in years, "just under the limit"
            assert max(int(v) for v in values) in years, "just at the limit"


@pytest.mark.parametrize("card", RULED, ids=lambda card: card.id)
def test_each_card_changes_on_the_day_its_rule_comes_into_force(card: Card) -> None:
    start = rule_of(card).start
    settled = [(facts, answer) for facts, answer in CASES[card.id] if answer != "perhaps"]
    assert settled
    for facts, answer in settled:
        assert answer_for(card.id, facts, start) == answer
        assert answer_for(card.id, facts, start - timedelta(1)) == "perhaps"


WORST: list[tuple[Facts, set[str]]] = [
    # Neighbours as they come to the kiosk, and what they must never be refused.
    ({"age": 82, "registered": "shanghai", "lives_alone": True, "insurance": "employee"},
     {"allowance", "venues", "elder-doctor", "community-health", "care-assessment", "long-term-care", "big-bills",
      "medical-relief", "legal-aid", "minimum-living", "carer-help", "hospital-deposit"}),
    ({"age": 66, "registered": "elsewhere", "insurance": "none"},
     {"venues", "elder-doctor", "community-health", "resident-medical", "medical-relief", "legal-aid",
      "minimum-living", "premium-help"}),
    ({"age": 71, "registered": "shanghai", "income": "minimum", "insurance": "resident", "dispute": "support"},
     {"minimum-living", "medical-relief", "premium-help", "hospital-deposit", "legal-aid", "court-fee", "big-bills"}),
    ({"age": 90, "needs_care": True, "insurance": "resident"},
     {"care-subsidy", "care-assessment", "long-term-care", "premium-help", "allowance"}),
    ({"age": 68, "bereaved": True, "registered": "shanghai"}, {"bereaved-help", "medical-relief", "premium-help"}),
    ({"age": 64, "disability": "one", "can_work": False, "supporter": False, "registered": "shanghai"},
     {"destitute-support", "minimum-living", "medical-relief", "premium-help"}),
    ({"age": 62, "carer": True}, {"carer-help", "venues"}),
    ({"age": 77, "abused": True, "income": "ordinary"}, {"legal-aid", "medical-relief"}),
    ({"age": 58, "income": "edge", "insurance": "resident"}, {"premium-help", "medical-relief", "bereaved-help"}),
    ({}, {card.id for card in RULED}),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "never"), WORST)
def test_nobody_is_refused_wrongly(facts: Facts, never: set[str]) -> None:
    refused = {v.card.id for v in check(own_cards(), Profile(facts), ON) if v.answer is Answer.NOT}
    assert refused & never == set()


@pytest.mark.parametrize("card", RULED, ids=lambda card: card.id)
def test_each_condition_has_its_article_in_a_text_in_force(card: Card) -> None:
    def cites(group: Group) -> list[tuple[str, date]]:
        found = []
        for part in group.parts:
            found += cites(part) if isinstance(part, Group) else [(part.cite.article, part.cite.source.in_force)]
        return found

    found = cites(rule_of(card).condition)
    assert found
    assert all(article.startswith("第") and in_force <= ON for article, in_force in found)
