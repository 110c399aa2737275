"""A question without whoever asked it."""

from __future__ import annotations

import pytest
import rjieba

from kiosk.adapters.policy_words import OURS, load_words
from kiosk.content.policy.unnamed import MOST, unnamed
from kiosk.domain.asked import LONGEST_WORDS

WORDS = load_words(OURS)
CANARIES = (
    "王秀英",
    "秀英",
    "张建国",
    "欧阳娜娜",
    "13800000000",
    "310101194001010000",
    "四川北路",
    "1851",
    "502",
    "119",
)


def left(question: str) -> str:
    return unnamed(question, WORDS, rjieba.tag, rjieba.has_word)


@pytest.mark.parametrize(
    "question",
    [
        "我叫王秀英住四川北路1851弄502室敬老卡丢了",
        "张建国不给我赡养费",
        "医保卡借给欧阳娜娜行吗",
        "身份证310101194001010000能领吗",
        "打13800000000找谁",
        "wang.xiuying@example.org 来问补贴",
    ],
)
def test_s3_names_numbers_and_addresses_are_gone(question: str) -> None:
    found = left(question)
    assert not any(canary in found for canary in CANARIES)
    assert not any(char.isdigit() or char.isascii() for char in found)
    assert len(found) <= MOST <= LONGEST_WORDS


def test_what_it_is_about_is_left() -> None:
    assert left("敬老卡丢了到哪里补办") == "敬老卡丢了到哪里补办"
    assert "电梯坏" in left("阿拉屋里厢电梯坏脱了")


@pytest.mark.parametrize("question", ["", "😀😀", "。。。！", "'; DROP TABLE x;--", "1234567890", "x" * 10_000])
def test_nothing_telling_is_nothing(question: str) -> None:
    assert left(question) == ""


def test_ten_thousand_characters_are_bounded() -> None:
    assert len(left("电梯坏了找谁" * 2000)) <= MOST
