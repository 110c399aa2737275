"""The sentence model in its process: what it makes of texts and questions, and what it is never given."""

from __future__ import annotations

import json
import math
import struct
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.adapters import likeness
from kiosk.adapters.likeness import AT_ONCE, LibrarySense, vectors_of
from kiosk.adapters.likeness_worker import BYTES, DIMENSIONS, LONGEST, able, safe
from kiosk.content.policy.errors import LibraryError

TEXTS = ["游人遗失物品的，可以向公园管理处挂失。", "公园内不得饲养犬只。", "助餐点收取费用的，应当公布收费标准。"]
OVERRUNS = "\ufdfa" * 500


def made(texts: list[str]) -> list[bytes]:
    return [vector for some in vectors_of(texts) for vector in some]


@pytest.fixture(scope="module")
def sense() -> Iterator[LibrarySense]:
    opened = LibrarySense(b"".join(made(TEXTS)))
    yield opened
    opened.close()


def test_a_vector_has_length_one() -> None:
    (vector,) = made(TEXTS[:1])
    assert len(vector) == BYTES
    assert math.hypot(*struct.unpack(f"<{DIMENSIONS}e", vector)) == pytest.approx(1, abs=0.01)


def test_the_same_text_gives_the_same_vector_beside_whatever_others() -> None:
    many = made([*TEXTS, *(f"第{n}个样板" for n in range(AT_ONCE))])
    assert len(many) == len(TEXTS) + AT_ONCE
    assert many[0] == made(TEXTS[:1])[0]


def test_what_is_meant_is_nearer_though_no_word_is_the_same(sense: LibrarySense) -> None:
    likeness = sense.likeness("我的钱包落脱了", [1])
    assert likeness is not None
    assert likeness.nearest[0] == 0
    assert likeness.deviations(0) > 0 > likeness.deviations(1)
    assert likeness.lead(2) > 0


@pytest.mark.parametrize("question", ["", " ", "😀😀", OVERRUNS, "\x00", "公园" * 5000, '"}\n{"ask"'])
def test_odd_questions_have_a_likeness_too(sense: LibrarySense, question: str) -> None:
    likeness = sense.likeness(question, [0, 2])
    assert likeness is not None
    assert set(likeness.cosines) == {0, 1, 2}


@settings(deadline=None)
@given(st.text(max_size=300))
def test_the_engine_is_given_nothing_that_could_overrun_it(text: str) -> None:
    given_to_it = safe(text)
    assert 0 < len(given_to_it) <= LONGEST
    assert all((sign.isascii() and sign.isprintable()) or "\u2018" < sign < "\uff40" for sign in given_to_it)
    assert "\ufdfa" not in given_to_it


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_survived(sense: LibrarySense, text: str) -> None:
    assert sense.likeness(text, []) is not None


def test_after_close_there_is_none() -> None:
    opened = LibrarySense(b"".join(made(TEXTS)))
    opened.close()
    assert opened.likeness("公园", []) is None


def test_a_model_that_dies_is_missed_once_and_started_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    opened = LibrarySense(b"".join(made(TEXTS)))
    monkeypatch.setattr(likeness, "ANSWER_SECONDS", 0.0)
    assert opened.likeness("公园", [0]) is None
    assert "found by words alone" in caplog.text
    monkeypatch.undo()
    assert opened.likeness("公园", [0]) is not None
    opened.close()


def test_one_library_of_equal_texts_says_nothing() -> None:
    opened = LibrarySense(b"".join(made(TEXTS[:1]) * 3))
    assert opened.likeness("公园", [0]) is None
    opened.close()


@pytest.mark.parametrize(
    ("machine", "told", "can"),
    [
        ("x86_64", "flags : fpu sse2 avx2 fma", True),
        ("x86_64", "flags : fpu sse2 ssse3", False),
        ("x86_64", "", False),
        ("aarch64", "", True),
    ],
)
def test_a_processor_without_avx2_is_not_asked(machine: str, told: str, can: bool) -> None:
    assert able(machine, told) is can


def test_without_the_model_an_import_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness, "WORKER", likeness.WORKER.with_name("no_such_worker.py"))
    with pytest.raises(LibraryError, match="cannot run on this machine"):
        made(TEXTS)


def test_the_worker_ends_with_its_input() -> None:
    asked = json.dumps({"texts": TEXTS}).encode() + b"\n"
    ended = subprocess.run([sys.executable, "-I", str(likeness.WORKER)], input=asked, capture_output=True, check=True)
    ready, answer = ended.stdout.splitlines()
    assert ready == b"ready"
    assert set(json.loads(answer)) == {"vectors"}
