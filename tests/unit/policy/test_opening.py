"""What comes first among articles that hold the same words, and when an answer stands alone."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.adapters.policy_library import Library
from kiosk.adapters.policy_library_build import build
from kiosk.content.policy.deciding import DEPTH, FEW_TEXTS, signs
from kiosk.content.policy.law import read_law
from kiosk.content.policy.opening import READ, WORTH, by_opening
from kiosk.content.policy.prior import prior
from kiosk.content.policy.question import Concept, Question
from kiosk.content.policy.ranking import Ranked, Ranker, Ranking

FLOWERS = """# 样板市花园办法

第一条 居民可以申请花园钥匙。
第二条 在温室工作满十年的园丁，经园长同意后参加比赛的，可以申请花园钥匙。
第三条 花园钥匙丢失的，应当补办。
第四条 花园开放时间由园长决定。
第五条 花园里的长椅由园丁维护。
"""


def library(folder: Path, *texts: str) -> Library:
    build(folder, [(read_law(f"law{n}", text.encode()), text.encode()) for n, text in enumerate(texts)])
    return Library(folder)


def asked(*words: str) -> Question:
    return Question("".join(words), tuple(Concept(word, 1.0, ((word, 1.0),), listed=False) for word in words), ())


def order(made: Library, question: Question, ranking: Ranking) -> list[str]:
    found = by_opening(question, ranking, made, lambda article: made.passage(article).text)
    return [made.passage(one.article).article for one in found.best]


def test_the_article_that_opens_with_what_was_asked_comes_first(tmp_path: Path) -> None:
    with closing(library(tmp_path, FLOWERS)) as made:
        even = Ranking((Ranked(1, 2.0, {}), Ranked(0, 2.0, {})), (1.0, 1.0))
        assert order(made, asked("申请", "花园", "钥匙"), even) == ["第一条", "第二条"]


def test_an_opening_adds_no_more_than_its_worth_and_changes_no_other_place(tmp_path: Path) -> None:
    with closing(library(tmp_path, FLOWERS)) as made:
        apart = Ranking((Ranked(3, 2.0 * (1 + WORTH) + 0.01, {}), Ranked(0, 2.0, {})), (1.0,))
        assert order(made, asked("居民", "申请", "花园", "钥匙"), apart) == ["第四条", "第一条"]
        many = (*(Ranked(3, 9.0 - n / 100, {}) for n in range(READ)), Ranked(0, 1.0, {}))
        assert order(made, asked("居民", "花园"), Ranking(many, (1.0,)))[-1] == "第一条"


def test_nothing_asked_leaves_the_order(tmp_path: Path) -> None:
    with closing(library(tmp_path, FLOWERS)) as made:
        ranking = Ranking((Ranked(2, 2.0, {}), Ranked(1, 1.0, {})), ())
        assert order(made, Question("", (), ()), ranking) == ["第三条", "第二条"]


def test_a_word_tells_less_in_a_law_that_says_it_everywhere(tmp_path: Path) -> None:
    """Two articles alike, one of a law that speaks of nothing else."""
    everywhere = "# 甲办法\n\n" + "\n".join(f"第{n}条 钥匙由门房保管。" for n in "一二三四五六七八九")
    once = "# 乙办法\n\n第一条 钥匙由门房保管。\n" + "\n".join(f"第{n}条 池塘由渔夫清洁。" for n in "二三四五六七八九")
    with closing(library(tmp_path, everywhere, once)) as made:
        found = Ranker(made).rank(asked("钥匙"), 20).best
        value = {made.passage(one.article).doc: one.parts[0] for one in found}
        assert value["law1"] > value["law0"] > 0


def test_people_accused_of_a_crime_are_seldom_who_asks() -> None:
    assert prior("", "被告人没有委托辩护人的，可以申请法律援助。") < prior(
        "", "当事人没有委托代理人的，可以申请法律援助。"
    )


def test_a_phrase_means_its_words_together(tmp_path: Path) -> None:
    """打官司没钱 is legal aid for want of money; 援助 alone may be either."""
    text = "# 援助办法\n\n第一条 法律援助由窗口受理。\n第二条 经济困难的居民申请法律援助。\n第三条 池塘由渔夫清洁。\n"
    terms = (("法律援助", 1.0), ("经济困难", 0.6))
    with closing(library(tmp_path, text)) as made:
        ahead = {}
        for said in ("打官司没钱", "援助"):
            question = Question(said, (Concept(said, 1.0, terms, listed=True),), ())
            value = {one.article: one.parts[0] for one in Ranker(made).rank(question, 5).best}
            ahead[said] = value[1] / value[0]
        assert ahead["打官司没钱"] > ahead["援助"]


@pytest.mark.parametrize(("others", "alone"), [((3.9,) * DEPTH, 0.025), ((0.4,) * DEPTH, 0.9)])
def test_a_right_answer_has_company(others: tuple[float, ...], alone: float) -> None:
    best = (Ranked(0, 4.0, {}), *(Ranked(n, score, {}) for n, score in enumerate(others, start=1)))
    found = signs(asked("钥匙"), Ranking(best, (1.0,)), "钥匙", 1000)
    assert found.alone == pytest.approx(alone)


def test_where_little_was_found_it_stands_alone_and_a_small_library_cannot_tell() -> None:
    few = Ranking((Ranked(0, 4.0, {}),), (1.0,))
    assert signs(asked("钥匙"), few, "钥匙", 1000).alone == 1.0
    assert signs(asked("钥匙"), replace(few), "钥匙", 5).alone == FEW_TEXTS
