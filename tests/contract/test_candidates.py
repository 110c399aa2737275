"""Words for pinyin: the same rules for the fake and for libgooglepinyin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.adapters.candidates import PinyinCandidates
from kiosk.ports.candidates import Candidates
from tests.fakes.candidates import MemoryCandidates

DEADLY = "zzzzzzzzzzzzzz"  # libgooglepinyin 0.1.2 ends its process over it


@pytest.fixture(params=["fake", "real"])
def candidates(request: pytest.FixtureRequest) -> Iterator[Candidates]:
    made: Candidates = MemoryCandidates() if request.param == "fake" else PinyinCandidates()
    yield made
    made.close()


@pytest.fixture
def real() -> Iterator[PinyinCandidates]:
    made = PinyinCandidates()
    yield made
    made.close()


def test_a_syllable_has_words_that_stand_for_all_of_it(candidates: Candidates) -> None:
    assert candidates.available
    first = candidates.find("lao", 5)[0]
    assert (first.text, first.used) == ("老", 3)


def test_two_syllables_have_a_word_and_its_first_part_too(candidates: Candidates) -> None:
    found = {one.text: one.used for one in candidates.find("laoling", 10)}
    assert found["老龄"] == 7
    assert found["老"] == 3


def test_no_more_than_asked_for(candidates: Candidates) -> None:
    assert len(candidates.find("lao", 1)) == 1


@pytest.mark.parametrize("letters", ["", "'", "'lao", "LAO", "526", "老", "lao 5\nlao 9", "😀", "iii"])
def test_what_is_no_pinyin_has_no_words(candidates: Candidates, letters: str) -> None:
    assert candidates.find(letters, 5) == ()


def test_after_close_there_are_none(candidates: Candidates) -> None:
    candidates.close()
    assert candidates.find("lao", 5) == ()


def test_initials_are_enough(real: PinyinCandidates) -> None:
    assert "打官司" in [one.text for one in real.find("dgs", 5)]


def test_an_input_that_kills_the_decoder_kills_nothing_else(real: PinyinCandidates) -> None:
    assert all(one.used <= len(DEADLY) for one in real.find(DEADLY, 5))
    assert real.find("lao", 1)[0].text == "老"


def test_thousands_of_letters_are_cut(real: PinyinCandidates) -> None:
    assert all(one.used <= 24 for one in real.find("lao" * 3000, 5))


def test_without_the_library_there_are_no_words_and_no_error() -> None:
    missing = PinyinCandidates("no-such-library.so")
    assert not missing.available
    assert missing.find("lao", 5) == ()
    missing.close()


def test_s3_nothing_is_written_for_a_user(
    real: PinyinCandidates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert real.find("laoling", 5)
    assert list(tmp_path.iterdir()) == []
    assert not Path("/dev/null/none").exists()
