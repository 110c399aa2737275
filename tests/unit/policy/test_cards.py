"""Cards: what is read, what is shown on which day, and that the project's own keep the rules for all cards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kiosk.bootstrap.plain_words import hard
from kiosk.content.policy.cards import (
    ASK,
    CLOSING,
    DRAFT,
    SECTIONS,
    TOPICS,
    Card,
    amounts_hidden,
    answer,
    cites,
    facts,
    section,
    to_check,
)
from kiosk.content.policy.cards_check import Against, check_cards
from kiosk.content.policy.rules_facts import FACTS
from tests.unit.policy.cards import OWN, one, other, own_cards, sample

DRAFTED = (("status: 已核对\nchecked: {by: 王阿姨, on: 2026-03-01}", "status: 草稿"),)
OWN_PARAMS = pytest.mark.parametrize("card", own_cards(), ids=lambda card: card.id)


def test_what_a_card_says() -> None:
    card = one(sample())
    on = date(2026, 5, 1)
    assert (card.names.official, card.names.everyday) == ("样板市老年人茶点补贴", ("茶点钱", "吃茶补贴"))
    assert answer(card, on) == "老人每月有茶点钱，35元。以受理中心说的为准。"
    assert section(card, "what", on) == ("每月35元。",)
    assert section(card, "bring", on) == (ASK,)
    source = cites(card)[0]
    assert source.as_data() == {"document": "样板市茶点补贴办法", "number": "样板发〔2020〕0号", "text": "tea",
                                "article": "第三条", "in_force": "2020-03-01"}  # fmt: skip
    assert [cite.article for cite in cites(card)] == ["第三条", "第二条", "第三条第一款", "第四条"]


@pytest.mark.parametrize(
    ("changes", "on", "shown"),
    [
        ((), "2026-03-01", "35元"),
        ((), "2027-03-01", "35元"),  # a year to the day
        ((), "2027-03-02", ASK),
        ((), "2026-02-28", ASK),  # a clock that is wrong, or a date that was
        (DRAFTED, "2026-03-01", ASK),
        ((("on: 2026-03-01}", "on: 2025-12-31}"),), "2025-12-31", "30元"),
        ((("on: 2026-03-01}", "on: 2025-12-31}"),), "2026-01-01", "35元"),
        ((("on: 2026-03-01}", "on: 2019-06-01}"),), "2019-07-01", ASK),  # no value holds yet
        ((("on: 2026-03-01}", "on: 2024-02-29}"),), "2025-03-01", "30元"),
        ((("on: 2026-03-01}", "on: 2024-02-29}"),), "2025-03-02", ASK),
    ],
)
def test_amounts_are_shown_only_while_somebody_checked_them_lately(
    changes: tuple[tuple[str, str], ...], on: str, shown: str
) -> None:
    card = one(sample(*changes))
    day = date.fromisoformat(on)
    assert answer(card, day) == f"老人每月有茶点钱，{shown}。{CLOSING}"
    if shown != ASK:
        assert not amounts_hidden(card, day)


def test_who_keeps_the_cards_is_told_which_to_check() -> None:
    checked, draft = one(sample()), one(sample(*DRAFTED))
    assert to_check([checked, draft], date(2026, 4, 1)) == (draft,)
    assert to_check([checked, draft], date(2027, 3, 2)) == (checked, draft)


def test_an_amount_nobody_knows_is_asked_at_the_window() -> None:
    raw = sample().decode()
    start, end = raw.index("  每月:\n"), raw.index("answer:")
    card = one((raw[:start] + "  每月: unknown\n" + raw[end:]).encode())
    assert answer(card, date(2026, 3, 1)) == f"老人每月有茶点钱，{ASK}。{CLOSING}"


def test_the_projects_own_cards_have_no_fault() -> None:
    pictures = {path.stem for path in (OWN.parents[2] / "icons").glob("*.svg")}
    files = {str(path): path.read_bytes() for path in OWN.glob("*.yaml")}
    cards, faults = check_cards(files, Against(hard(), pictures))
    assert [str(fault) for fault in faults] == []
    assert len(cards) >= 20
    assert {card.topic for card in cards} == set(TOPICS)


@OWN_PARAMS
def test_nobody_has_checked_our_cards_and_they_say_so(card: Card) -> None:
    assert card.status == DRAFT
    today = date(2026, 11, 20)
    for amounts in card.amounts.values():
        assert all(value.cite.article for value in amounts)
    for name in SECTIONS:
        assert all(sentence for sentence in section(card, name, today))
    assert answer(card, today).endswith(CLOSING)
    assert all(fact.cite.source.in_force <= today - timedelta(1) for fact in facts(card))


def test_the_card_and_the_facts_of_the_guide_are_right() -> None:
    guide = (OWN.parents[3] / "docs" / "policy.md").read_text("utf-8")
    card, rule = (part.partition("```")[0] for part in guide.split("```yaml\n")[1:])
    files = {"tea-money.yaml": (card + rule).encode()}
    files |= {f"{id_}.yaml": other(id_, "") for id_ in ("other-card", "third-card")}
    cards, faults = check_cards(files, Against(hard()))
    assert ([str(fault) for fault in faults], len(cards)) == ([], 3)
    assert [fact for fact in FACTS if f"`{fact}`" not in guide] == []
