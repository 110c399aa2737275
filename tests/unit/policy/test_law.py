"""Official texts as Markdown: what is read, and that whatever cannot be read is an error with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.content.policy.errors import LawError
from kiosk.content.policy.law import MAX_BYTES, citations, read_law
from kiosk.content.policy.numerals import number, numeral
from tests.unit.policy.laws import DINING, GARDEN


def test_title_dates_chapters_and_articles() -> None:
    law = read_law("garden", GARDEN.encode())
    assert (law.title, law.passed, law.in_force) == ("样板市公园管理条例", "2020-01-02", "2020-03-01")
    assert [a.number for a in law.articles] == [f"第{n}条" for n in "一二三四五六七"]
    third = law.articles[2]
    assert third.chapter == "第二章 游园"
    assert third.text.split("\n") == [
        "公园对老年人免费开放，老年人入园出示居民身份证。",
        "公园应当设置无障碍设施和座椅。",
    ]


def test_an_article_knows_who_cites_it() -> None:
    law = read_law("garden", GARDEN.encode())
    assert citations(law) == {3: [5]}


def test_arabic_numbers_wide_blanks_and_line_ends_of_other_systems() -> None:
    text = "# 样板规定\r\n第1条　甲。\r\n第２１条 乙。\r\n第二十二条之一 丙。\r\n"
    law = read_law("x", b"\xef\xbb\xbf" + text.encode())
    assert [(a.number, a.text) for a in law.articles] == [
        ("第一条", "甲。"),
        ("第二十一条", "乙。"),
        ("第二十二条之一", "丙。"),
    ]


def test_articles_in_bold_or_as_headings() -> None:
    law = read_law("x", "# 样板规定\n**第一条** 甲。\n### 第二条\n乙。\n".encode())
    assert [(a.number, a.text) for a in law.articles] == [("第一条", "甲。"), ("第二条", "乙。")]
    assert law.title == "样板规定"


def test_a_paragraph_that_names_an_article_opens_none() -> None:
    law = read_law("x", "# 甲\n第一条 规则如下。\n第九条第二款规定的除外。\n".encode())
    assert len(law.articles) == 1
    assert "除外" in law.articles[0].text


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("# 一封信\n您好。\n".encode(), "no article"),
        (b"", "no article"),
        ("# 甲\n第一条 乙。\n".encode("gb18030"), "x.md:1: not UTF-8"),
        ("# 甲\n第一条 乙。\n\n第一条 丙。\n".encode(), "x.md:4: 第一条 a second time; the first is in line 2"),
        ("# 甲\n第一条\n第二条 乙。\n".encode(), "x.md:2: 第一条 has no words"),
        ("# 甲\n第一条 乙\x00丙。\n".encode(), "x.md:2: control characters"),
        (b"a" * (MAX_BYTES + 1), "at most"),
        ("# 甲\n第一条 乙。\n".encode() + "长".encode() * 70_000, "x.md:3: 第一条 is longer"),
    ],
)
def test_what_cannot_be_read_names_file_and_line(raw: bytes, said: str) -> None:
    with pytest.raises(LawError, match=said):
        read_law("x", raw)


@given(st.integers(1, 9999))
def test_numerals_there_and_back(value: int) -> None:
    assert number(numeral(value)) == value


@given(st.text(alphabet="第一二三十条章节编 #：*\n甲。", max_size=200))
def test_any_text_is_read_whole_or_refused(text: str) -> None:
    try:
        law = read_law("x", text.encode())
    except LawError:
        return
    assert all(article.text for article in law.articles)
    assert len({article.number for article in law.articles}) == len(law.articles)


def test_the_invented_laws_are_long_enough_to_test_with() -> None:
    assert len(read_law("dining", DINING.encode()).articles) == 5
