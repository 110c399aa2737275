"""Questions at the kiosk: with official texts and without, and whatever is asked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.adapters.policy_advice import LibraryAdvice
from kiosk.adapters.policy_cards import load_cards
from kiosk.adapters.policy_library_build import build
from kiosk.content.policy.cards import Card
from kiosk.content.policy.errors import CardError
from kiosk.content.policy.law import read_law

TEXT = """# 样板市老楼装电梯办法

## 第一章 样板

第一条 没有电梯的老楼，可以加装电梯。
第二条 电梯坏了，由管理的人来修理。

## 第二章 其他

第三条 乘客把手机落在出租车上，驾驶员应当归还失物。
第四条 本办法自2020年3月1日起施行。
"""


def library(folder: Path, text: str = TEXT) -> None:
    raw = text.encode()
    build(folder, [(read_law("lift", raw), raw)])


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[LibraryAdvice]:
    """Without official texts."""
    made = LibraryAdvice(tmp_path, load_cards)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("question", "card"),
    [("打官司没钱怎么办", "legal-aid"), ("阿拉屋里厢没电梯，装一部好伐", "lift"), ("骗子叫我转账", "scam-help")],
)
def test_cards_answer_alone(alone: LibraryAdvice, question: str, card: str) -> None:
    advice = alone.ask(question)
    assert advice.cards[0].id == card
    assert advice.passages == ()


@pytest.mark.parametrize(
    "question",
    ["", " ", "😀😀😀", "'; DROP TABLE article;--", "。，！？…", "钱" * 10_000, "x" * 10_000, "\0\x01", "\ud800",
     "红烧肉怎么烧才不腻", "明天会不会落雨"],
)  # fmt: skip
def test_nonsense_is_refused_and_never_an_error(alone: LibraryAdvice, question: str) -> None:
    assert alone.ask(question).refused


def test_an_article_is_found_and_read_with_its_neighbours(tmp_path: Path) -> None:
    library(tmp_path)
    advice = LibraryAdvice(tmp_path, load_cards)
    found = advice.ask("手机落在出租车上了怎么办").passages[0]
    assert (found.doc, found.article, found.in_force) == ("lift", "第三条", "2020-03-01")
    leaf = advice.read("lift", "第二条")
    assert leaf is not None
    assert (leaf.passage.chapter, leaf.before, leaf.after) == ("第一章 样板", "第一条", "第三条")
    assert advice.read("lift", "第九条") is None
    assert advice.read("nothing", "第一条") is None
    advice.close()


def test_without_a_library_there_is_nothing_to_read(alone: LibraryAdvice) -> None:
    assert alone.read("lift", "第一条") is None


def test_a_new_import_is_used_with_the_next_question(tmp_path: Path) -> None:
    advice = LibraryAdvice(tmp_path, load_cards)
    assert advice.read("lift", "第一条") is None
    library(tmp_path)
    assert advice.read("lift", "第一条") is not None
    library(tmp_path, TEXT.replace("没有电梯的老楼", "没有电梯的旧楼"))
    leaf = advice.read("lift", "第一条")
    assert leaf is not None
    assert "旧楼" in leaf.passage.text
    advice.close()


def test_a_damaged_library_leaves_the_cards(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    library(tmp_path)
    (tmp_path / "library.sqlite").write_bytes(os.urandom(4096))
    advice = LibraryAdvice(tmp_path, load_cards)
    assert advice.ask("打官司没钱怎么办").cards[0].id == "legal-aid"
    assert "official texts cannot be used" in caplog.text
    advice.close()


def test_an_administrators_word_is_read_with_the_next_question(tmp_path: Path) -> None:
    library(tmp_path)
    advice = LibraryAdvice(tmp_path, load_cards)
    assert advice.ask("飞毯勿动了").refused
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "ours.txt").write_text("飞毯 = 电梯*2\n勿动了 = 坏了 修理*2\n", "utf-8")
    assert advice.ask("飞毯勿动了").passages
    advice.close()


def test_without_any_card_it_says_so(tmp_path: Path) -> None:
    def broken() -> tuple[Card, ...]:
        raise CardError("lift.yaml:1: torn")

    with pytest.raises(CardError):
        LibraryAdvice(tmp_path, broken).ask("电梯")


def test_a_saying_that_came_with_the_installed_cards_is_understood(tmp_path: Path) -> None:
    package = tmp_path / "package"
    (package / "words").mkdir(parents=True)
    plain = LibraryAdvice(tmp_path / "none", load_cards)
    assert plain.ask("泡泡茶呀").cards == ()
    plain.close()
    (package / "words" / "studio.txt").write_text("泡泡茶呀 > 法律援助\n", "utf-8")
    advice = LibraryAdvice(tmp_path / "none", load_cards, lambda: (package,))
    assert advice.ask("泡泡茶呀").cards[0].id == "legal-aid"
    advice.close()
    (package / "words" / "studio.txt").write_text("没有意思\n", "utf-8")
    broken = LibraryAdvice(tmp_path / "none", load_cards, lambda: (package,))
    assert broken.ask("打官司没钱怎么办").cards[0].id == "legal-aid"
    broken.close()
