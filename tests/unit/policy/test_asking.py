"""Questions to invented laws: everyday words, dialect, typing errors, refusals, and any text at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.adapters.policy_library_build import build
from kiosk.adapters.policy_words import open_adviser
from kiosk.content.policy.asking import Adviser
from tests.unit.policy.laws import DINING, GARDEN
from tests.unit.policy.test_library import laws


@pytest.fixture(scope="module")
def adviser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Adviser]:
    folder = tmp_path_factory.mktemp("library")
    build(folder, laws(GARDEN, DINING))
    made, library = open_adviser(folder)
    with closing(library):
        yield made


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("逛公园门票能便宜点吗", "law0 第三条"),
        ("遛狗要不要牵绳", "law0 第四条"),
        ("包落在公园里了，到哪里去找", "law0 第五条"),
        ("物事落脱辣公园里厢哪能办", "law0 第五条"),
        ("带狗进公园要罚多少钱", "law0 第六条"),
        ("腿脚不便，饭能送到家里来吗", "law1 第二条"),
        ("吃低保的老人吃饭能便宜吗", "law1 第三条"),
        ("对助餐点有意见，透诉了几天给答复", "law1 第四条"),
    ],
)
def test_the_article_is_among_the_first_three(adviser: Adviser, question: str, article: str) -> None:
    answer = adviser.ask(question)
    assert article in [f"{f.passage.doc} {f.passage.article}" for f in answer.found]


@pytest.mark.parametrize(
    "question", ["明天会不会下雨", "红烧肉怎么烧", "微信怎么视频通话", "茅台股票好买吗", "你叫什么名字"]
)
def test_what_no_law_answers_is_refused(adviser: Adviser, question: str) -> None:
    answer = adviser.ask(question)
    assert answer.refused
    assert answer.found == ()


def test_every_answer_has_its_source(adviser: Adviser) -> None:
    for found in adviser.ask("公园免费吗", top=5).found:
        assert found.passage.doc
        assert found.passage.title
        assert found.passage.article.startswith("第")
        assert found.passage.text


@pytest.mark.parametrize(
    "question",
    ["", " ", "？！。", "😀😀", "'; DROP TABLE article; --", "公园" * 5000, "a" * 10_000, "\x00\u202e\ufffd"],
)
def test_odd_questions_are_answered_or_refused(adviser: Adviser, question: str) -> None:
    answer = adviser.ask(question)
    assert answer.refused == (not answer.found)


@given(st.text(max_size=60))
def test_any_text_may_be_asked(adviser: Adviser, question: str) -> None:
    answer = adviser.ask(question)
    assert 0.0 <= answer.relevance <= 1.0
    assert answer.refused == (not answer.found)


def test_an_administrators_own_words_count(tmp_path: Path) -> None:
    build(tmp_path, laws(GARDEN, DINING))
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "ours.txt").write_text("毛豆饭堂 = 助餐点*2 减半收取*2\n", encoding="utf-8")
    made, library = open_adviser(tmp_path)
    with closing(library):
        assert made.ask("毛豆饭堂低保户收多少").found[0].passage.article == "第三条"
