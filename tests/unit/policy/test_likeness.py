"""Words and meaning together: how they join, what a library keeps of it, and what an import does about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import psutil
import pytest
import rjieba
from hypothesis import given
from hypothesis import strategies as st

from kiosk.adapters import likeness as adapter
from kiosk.adapters.likeness_worker import BYTES
from kiosk.adapters.policy_advice import LibraryAdvice
from kiosk.adapters.policy_cards import load_cards
from kiosk.adapters.policy_library import Library
from kiosk.adapters.policy_library_build import build
from kiosk.adapters.policy_words import open_adviser
from kiosk.content.policy.asking import Adviser
from kiosk.content.policy.lexicon import Lexicon
from kiosk.content.policy.likeness import FEWEST, Likeness, joined
from kiosk.content.policy.ranking import Ranked, Ranking
from tests.fakes.sense import ToldSense
from tests.unit.policy.laws import DINING, GARDEN, write
from tests.unit.policy.test_commands import lines, run
from tests.unit.policy.test_library import laws

FILLED = GARDEN.replace(
    "## 第四章", "\n\n".join(f"第{n}条 树木编号为{n}的，由园林部门养护。" for n in range(60, 80)) + "\n\n## 第四章"
).replace("第七条", "第九十条")
WITHOUT_A_WORD = "钱包丢脱了"
"""In GARDEN: 遗失物品 … 挂失."""


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that was read for meaning."""
    folder = tmp_path_factory.mktemp("meaning")
    (folder / "filled.md").write_text(FILLED, encoding="utf-8")
    told = lines(run("import", folder / "filled.md", "--into", folder, "--json"))[0]
    assert (told["articles"], told["meaning"]) == (27, True)
    return folder


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Library]:
    build(tmp_path, laws(FILLED))
    with closing(Library(tmp_path)) as library:
        yield library


def asked(library: Library, sense: ToldSense | None, question: str) -> list[str]:
    """By no list at all."""
    adviser = Adviser(library, Lexicon(), rjieba.tag, rjieba.has_word, sense)
    return [library.passage(one.article).article for one in adviser.weigh(question)[0].best[:3]]


def test_an_article_that_shares_no_word_is_found_by_what_it_means(bare: Library) -> None:
    assert "第五条" not in asked(bare, None, WITHOUT_A_WORD)
    assert asked(bare, ToldSense({4: 0.9}), WITHOUT_A_WORD)[0] == "第五条"


def test_the_model_itself_finds_it(read: Path) -> None:
    with closing(Library(read)) as library:
        adviser = Adviser(library, Lexicon(), rjieba.tag, rjieba.has_word, library.sense())
        best = [library.passage(one.article).article for one in adviser.weigh(WITHOUT_A_WORD)[0].best[:3]]
    assert "第五条" in best


def test_words_that_are_surely_meant_outweigh_a_likeness() -> None:
    ranking = Ranking((Ranked(1, 9.0, {}), Ranked(2, 1.0, {})), (9.0,))
    found = joined(ranking, Likeness(0.8, 0.02, {1: 0.8, 2: 0.82, 3: 0.83}, [3, 2, 1]), 3)
    assert [one.article for one in found.best] == [1, 3, 2]


def test_without_likeness_of_anything_the_order_stays() -> None:
    ranking = Ranking((Ranked(7, 3.0, {}), Ranked(5, 2.0, {0: 1.0})), (3.0,))
    found = joined(ranking, Likeness(0.8, 0.02, {5: 0.8, 7: 0.8}, [5, 7]), 9)
    assert [(one.article, one.score) for one in found.best] == [(7, 3.0), (5, 2.0)]
    assert found.best[1].parts == {0: 1.0}


@given(st.dictionaries(st.integers(0, 26), st.floats(-1, 1), min_size=1))
def test_being_nearer_never_puts_an_article_lower(cosines: dict[int, float]) -> None:
    ranking = Ranking(tuple(Ranked(n, 2.0, {}) for n in range(5)), (2.0,))
    one = min(cosines)
    nearer = cosines | {one: 1.0}

    def place(of: dict[int, float]) -> int:
        likeness = Likeness(0.0, 0.1, of, sorted(of, key=lambda a: (-of[a], a)))
        return [ranked.article for ranked in joined(ranking, likeness, 50).best].index(one)

    assert place(nearer) <= place(cosines)


def test_a_refusal_takes_meaning_into_account(read: Path) -> None:
    adviser, library = open_adviser(read)
    with closing(library):
        assert adviser.ask("游人遗失物品向哪里挂失").found[0].passage.article == "第五条"
        assert adviser.ask("明天会不会下雨").refused
        assert adviser.ask("茅台股票好买吗").refused


def test_what_was_read_once_is_not_read_again(read: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Library(read)) as library:
        before = library.vectors()
        assert len(library.vectors_by_text()) == library.size
    monkeypatch.setattr(adapter, "vectors_of", lambda _: pytest.fail("read again"))
    told = lines(run("import", read / "filled.md", "--into", read, "--json"))[0]
    assert told["meaning"] is True
    with closing(Library(read)) as library:
        assert library.vectors() == before


def test_the_same_texts_give_the_same_bytes_with_meaning(read: Path, tmp_path: Path) -> None:
    assert run("import", read / "filled.md", "--into", tmp_path).exit_code == 0
    assert (tmp_path / "library.sqlite").read_bytes() == (read / "library.sqlite").read_bytes()


def test_without_the_model_the_import_warns_and_words_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "WORKER", adapter.WORKER.with_name("no_such_worker.py"))
    (tmp_path / "filled.md").write_text(FILLED, encoding="utf-8")
    result = run("import", tmp_path / "filled.md", "--into", tmp_path, "--json")
    assert result.exit_code == 0
    assert lines(result)[0]["meaning"] is False
    assert "answered by words alone" in result.stderr
    assert "第四条" in run("ask", "遛狗要牵绳吗", "--library", tmp_path).stdout


def test_a_model_that_does_not_start_leaves_the_words(read: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "WORKER", adapter.WORKER.with_name("no_such_worker.py"))
    assert "第四条" in run("ask", "遛狗要牵绳吗", "--library", read).stdout


def test_words_only_and_few_articles_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "vectors_of", lambda _: pytest.fail("read for meaning"))
    (tmp_path / "filled.md").write_text(FILLED, encoding="utf-8")
    told = lines(run("import", tmp_path / "filled.md", "--words-only", "--into", tmp_path / "a", "--json"))[0]
    assert told["meaning"] is False
    few = lines(run("import", *write(tmp_path), "--into", tmp_path / "b", "--json"))[0]
    assert (few["articles"], few["meaning"]) == (12, False)
    assert FEWEST > 12


def test_stopped_while_reading_loses_only_that(read: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_: Sequence[str]) -> Iterator[list[bytes]]:
        yield [b"\0" * BYTES]
        raise KeyboardInterrupt

    (tmp_path / "library.sqlite").write_bytes((read / "library.sqlite").read_bytes())
    (tmp_path / "dining.md").write_text(DINING, encoding="utf-8")
    with monkeypatch.context() as impatient:
        impatient.setattr(adapter, "vectors_of", stopped)
        assert run("import", tmp_path / "dining.md", "--into", tmp_path).exit_code != 0
    assert "第四条" in run("ask", "遛狗要牵绳吗", "--library", tmp_path).stdout
    with closing(Library(tmp_path)) as library:
        assert library.sense() is None
        assert len(library.vectors_by_text()) == 27
    asked_for: list[str] = []

    def noted(texts: Sequence[str]) -> Iterator[list[bytes]]:
        asked_for.extend(texts)
        yield [b"\0" * BYTES] * len(texts)

    monkeypatch.setattr(adapter, "vectors_of", noted)
    assert lines(run("import", tmp_path / "dining.md", "--into", tmp_path, "--json"))[0]["meaning"] is True
    assert len(asked_for) == 5


@pytest.mark.parametrize("change", ["DROP TABLE meaning", "UPDATE meaning SET model = 'another'",
                                    "UPDATE meaning SET vector = x'00'"])  # fmt: skip
def test_a_library_of_before_or_of_another_model_answers_by_words(read: Path, tmp_path: Path, change: str) -> None:
    path = tmp_path / "library.sqlite"
    path.write_bytes((read / "library.sqlite").read_bytes())
    with closing(sqlite3.connect(path)) as db:
        db.execute(change)
        db.commit()
    with closing(Library(tmp_path)) as library:
        assert library.vectors() == b""
        assert library.sense() is None
        assert library.vectors_by_text() == {}
    assert "第四条" in run("ask", "遛狗要牵绳吗", "--library", tmp_path).stdout


def test_a_further_text_is_read_and_joins(read: Path, tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").write_bytes((read / "library.sqlite").read_bytes())
    (tmp_path / "dining.md").write_text(DINING, encoding="utf-8")
    assert run("import", tmp_path / "dining.md", "--into", tmp_path).exit_code == 0
    with closing(Library(tmp_path)) as library, closing(Library(read)) as before:
        assert len(library.vectors()) == BYTES * library.size == BYTES * 32
        assert library.vectors().endswith(before.vectors())


def test_at_the_kiosk_meaning_helps_and_its_process_ends_with_it(read: Path) -> None:
    before = set(psutil.Process().children())
    advice = LibraryAdvice(read, load_cards)
    try:
        assert advice.ask("皮夹子不见了寻啥人").passages[0].article == "第五条"
        assert advice.ask("红烧肉怎么烧").passages == ()
        assert len(set(psutil.Process().children()) - before) == 1
    finally:
        advice.close()
    assert set(psutil.Process().children()) <= before
