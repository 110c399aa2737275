"""Cards for a question: by what people call them, in dialect too, and by the articles that answer it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.adapters.policy_words import OURS, load_words
from kiosk.bootstrap.policy import policy
from kiosk.content.policy.cards_find import CardFinder
from tests.unit.policy.cards import own_cards, sample
from tests.unit.policy.laws import write

FINDER = CardFinder(own_cards(), load_words(OURS))


def first(question: str, *articles: tuple[str, str]) -> str | None:
    found = FINDER.find(question, articles)
    return found[0].card.id if found else None


@pytest.mark.parametrize(
    ("question", "card"),
    [
        ("低保怎么办", "minimum-living"),
        ("我想免费请律师", "legal-aid"),
        ("骗子叫我转账", "scam-help"),
        ("阿拉打官司没钞票", "legal-aid"),
        ("长护险是啥", "long-term-care"),
        ("失独家庭有啥帮助", "bereaved-help"),
        ("银行卡可以借给别人吗", "cards-not-lent"),
        ("红烧肉怎么烧", None),
        ("", None),
        ("😀'; DROP TABLE cards;--", None),
        ("一" * 10_000, None),
    ],
)
def test_by_what_people_call_it(question: str, card: str | None) -> None:
    assert first(question) == card


def test_by_the_article_that_answers() -> None:
    asked = "摔坏了腿人家不肯赔"
    assert first(asked) is None
    assert first(asked, ("cn-legal-aid-2021", "第三十一条")) == "legal-aid"
    assert (
        first(asked, ("sh-taxi", "第一条"), ("cn-legal-aid-2021", "第三十一条")) is None
    )  # a second guess is too little
    named = FINDER.find("低保怎么办", [("cn-legal-aid-2021", "第三十一条")])
    assert {found.card.id for found in named} >= {"minimum-living", "legal-aid"}
    assert list(named) == sorted(named, key=lambda found: -found.score)
    assert len(FINDER.find("低保怎么办", [("cn-legal-aid-2021", "第三十一条")], top=1)) == 1


def test_ask_adds_cards_only_when_told_to(tmp_path: Path) -> None:
    def run(*arguments: object) -> str:
        result = CliRunner().invoke(policy, [str(argument) for argument in arguments])
        assert result.exit_code == 0, result.output
        return result.stdout

    library, cards = tmp_path / "library", tmp_path / "cards"
    run("import", *write(tmp_path / "texts"), "--into", library)
    cards.mkdir()
    (cards / "tea-money.yaml").write_bytes(sample())
    plain = json.loads(run("ask", "吃茶补贴怎么领", "--library", library, "--json"))
    more = json.loads(run("ask", "吃茶补贴怎么领", "--library", library, "--cards", cards, "--json"))
    assert set(plain) == {"question", "refused", "answers"}
    assert {key: more[key] for key in plain} == plain
    (found,) = more["cards"]
    assert (found["card"], found["name"]) == ("tea-money", "样板市老年人茶点补贴")
    assert "card tea-money: 样板市老年人茶点补贴" in run("ask", "吃茶补贴", "--library", library, "--cards", cards)
