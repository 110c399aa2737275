"""Sayings that are nearly in a question, and what a character mostly stands for: bounds, and whatever is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.adapters.policy_words import OURS, load_words
from kiosk.content.policy.lexicon import Lexicon
from kiosk.content.policy.nearby import ENOUGH, MOST, MOST_TERMS, USUAL, Nearby
from kiosk.content.policy.question import Understanding
from kiosk.content.policy.sounds import key


def nearby(*lines: str) -> Nearby:
    made = Lexicon()
    made.add("test", lines)
    return Nearby(made)


def near(made: Nearby, text: str, unread: str = "") -> dict[str, float]:
    """`unread`: the characters that nobody understood; all, unless given."""
    return dict(made.sayings(text, [not unread or char in unread for char in text]))


SOME = nearby(
    "电梯停 电梯坏 = 电梯 维护保养", "扶老人 = 救助", "看毛病 = 就医", "瞎子 眼瞎 瞎脱 = 视力障碍*0.9", "煤气灶 = 燃气"
)


def test_a_saying_that_is_broken_up_is_found() -> None:
    found = near(SOME, "电梯又停脱了")
    assert max(found, key=lambda word: found[word]) == "电梯停"
    assert found["电梯停"] == pytest.approx(1.0)


def test_a_part_of_a_saying_is_less_like_it_and_too_little_is_nothing() -> None:
    found = near(SOME, "看个毛毛")
    assert ENOUGH <= found["看毛病"] < 1
    assert near(SOME, "病") == {}


def test_what_stands_in_the_question_itself_is_no_guess() -> None:
    assert "电梯停" not in near(SOME, "电梯停了")


def test_what_was_understood_already_is_left_alone() -> None:
    assert near(SOME, "电梯又停脱了", unread="又") == {}
    assert "电梯停" in near(SOME, "电梯又停脱了", unread="停")


def test_characters_far_apart_are_not_one_saying() -> None:
    assert "看毛病" not in near(SOME, "看" + "啦" * 12 + "毛" + "啦" * 12 + "病")


def test_at_most_a_few_the_likeliest_first_and_always_the_same() -> None:
    made = nearby(*(f"甲乙{char} = 丙" for char in "子丑寅卯辰巳午未"))
    found = made.sayings("甲某乙", [True] * 3)
    assert len(found) <= MOST
    assert found == sorted(found, key=lambda pair: -pair[1]) == made.sayings("甲某乙", [True] * 3)


def test_a_gap_is_no_character_of_a_saying() -> None:
    assert "欠…钱" in near(nearby("欠…钱 = 债务"), "钱他欠下")
    assert near(nearby("欠…钱 = 债务"), "……") == {}


def test_a_character_stands_for_what_its_sayings_mostly_mean() -> None:
    assert [term for term, _ in SOME.usual("瞎")] == ["视力障碍"]
    assert all(USUAL <= share <= 1 for _, share in SOME.usual("瞎"))
    assert SOME.usual("蛋") == ()


def test_a_character_of_all_sorts_of_sayings_stands_for_nothing() -> None:
    made = nearby(*(f"大{said} = {meant}" for said, meant in zip("甲乙丙丁戊己", "子丑寅卯辰巳", strict=True)))
    assert made.usual("大") == ()


def test_at_most_a_few_words_for_one_character() -> None:
    assert len(nearby("瞎子 = 甲 乙 丙 丁 戊").usual("瞎")) <= MOST_TERMS


@pytest.mark.parametrize("odd", ["", "a", "1", "😀", "…", "\0", "。", "\ud800", "𠮷", "ab"])
def test_whatever_is_no_character_stands_for_nothing(odd: str) -> None:
    assert SOME.usual(odd) == ()


def test_without_any_list_nothing_is_near() -> None:
    assert near(nearby(), "电梯又停脱了") == {}


OURS_READ = Nearby(load_words(OURS))


@given(st.text(max_size=140))
def test_any_question_is_read_within_bounds(text: str) -> None:
    found = OURS_READ.sayings(text, [True] * len(text))
    assert len(found) <= MOST
    assert all(ENOUGH <= like <= 1 + 1e-9 and word not in text for word, like in found)


@pytest.mark.parametrize("text", ["老" * 120, "'; DROP TABLE x;--" * 6, "😀" * 120, "电梯坏" * 40, "的" * 120])
def test_a_question_of_one_thing_over_and_over_is_looked_at_once(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows that hold the same characters are one window, so that no question takes long."""
    looked: list[str] = []
    monkeypatch.setattr(OURS_READ, "_look", lambda window, *_: looked.append(window))
    OURS_READ.sayings(text, [True] * len(text))
    assert len(looked) <= 18


@pytest.mark.parametrize(
    ("said", "meant"),
    [("赡样费", "赡养费"), ("以嘱", "遗嘱"), ("鸡承", "继承"), ("低宝", "低保"), ("残几", "残疾"), ("工桑", "工伤")],
)
def test_a_word_of_the_same_sound_is_heard(said: str, meant: str) -> None:
    """Near in pinyin: what voice input and hasty typing make of a word, also with zh/z, n/l and in/ing mixed up."""
    lexicon = load_words(OURS)
    alike = {key(word): [word] for word in (meant,)}
    reader = Understanding(
        lexicon, lambda text: [(char, "n") for char in text], lambda _word: False, lambda sound: alike.get(sound, ())
    )
    terms = {term for concept in reader.read(f"我要问{said}").concepts for term, _ in concept.terms}
    assert meant in terms


def test_a_word_of_another_sound_is_not_heard() -> None:
    reader = Understanding(
        Lexicon(), lambda text: [(char, "n") for char in text], lambda _word: False,
        lambda sound: ["遗嘱"] if sound == key("遗嘱") else (),
    )  # fmt: skip
    terms = {term for concept in reader.read("我要问衣服").concepts for term, _ in concept.terms}
    assert "遗嘱" not in terms


@pytest.mark.parametrize("text", ["", " ", "x" * 10_000, "钱" * 10_000, "\0", "\ud800", "1234567890"])
def test_hostile_questions_are_read_too(text: str) -> None:
    reader = Understanding(load_words(OURS), lambda text: [(text, "x")], lambda _word: True, lambda _sound: ())
    assert len(reader.read(text).text) <= 240
