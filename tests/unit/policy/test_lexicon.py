"""Word lists: their four kinds of lines, their errors, and that the project's own can be read."""

from __future__ import annotations

import pytest

from kiosk.adapters.policy_words import OURS, load_words
from kiosk.content.policy.errors import WordsError
from kiosk.content.policy.lexicon import Lexicon
from kiosk.content.policy.sounds import key


def lexicon(*lines: str) -> Lexicon:
    made = Lexicon()
    made.add("test", lines)
    return made


def test_meanings_of_several_lines_add_up() -> None:
    made = lexicon("看病 看毛病 = 就医 诊疗*0.5", "看病 = 门诊  # and a comment")
    assert made.means["看病"] == {"就医": 1.0, "诊疗": 0.5, "门诊": 1.0}
    assert made.means["看毛病"] == {"就医": 1.0, "诊疗": 0.5}


def test_dialect_is_rewritten_longest_first() -> None:
    made = lexicon("阿拉 > 我们", "屋里 屋里厢 > 家里", "伐 > 吗")
    assert made.rewrite("阿拉屋里厢有伐") == "我们家里有吗"


def test_a_gap_lets_people_break_a_phrase_up() -> None:
    made = lexicon("欠…钱 = 债务")
    assert [m.word for m in made.matches("他欠了我的钱")] == ["欠…钱"]
    assert not list(made.matches("他欠了隔壁老先生很多很多钱"))


@pytest.mark.parametrize(
    "line", ["看病", "看病 =", "= 就医", "看病 = 就医*0", "看病 = 就医*9", "a" * 13 + " = 甲", "!", "…钱 = 债"]
)
def test_a_line_that_says_nothing_names_itself(line: str) -> None:
    with pytest.raises(WordsError, match="test:2"):
        lexicon("# first", line)


def test_our_own_lists_are_read_and_broad() -> None:
    made = load_words(OURS)
    assert len(made.means) > 2500
    assert len(made.rewrites) > 300
    assert not [w for w, r in made.rewrites.items() if w == r]


def test_an_everyday_question_in_mandarin_is_not_taken_for_dialect() -> None:
    """A rewrite of a character that Mandarin uses too would break every question."""
    made = load_words(OURS)
    for sentence in (
        "拨打急救电话要好好说清楚地址",
        "老人成立了合唱队特别好",
        "垃圾箱边上有人跑步登记",
        "才拿到港口的寻人启事",
    ):
        assert made.rewrite(sentence) == sentence


@pytest.mark.parametrize(
    ("typed", "meant"), [("炸骗", "诈骗"), ("一保", "医保"), ("身请", "申请"), ("赔尝", "赔偿"), ("林居", "邻居")]
)
def test_what_sounds_alike_has_one_key(typed: str, meant: str) -> None:
    assert key(typed) == key(meant) != ""


def test_letters_have_no_sound() -> None:
    assert key("app") == ""
