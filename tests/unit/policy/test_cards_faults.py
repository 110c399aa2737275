"""Issue 5, part 5: a card that cannot be used is refused with its place and its mend."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content.policy.cards_check import Against, check_cards, read_cards
from kiosk.content.policy.cards_tree import MAX_BYTES
from kiosk.content.policy.errors import CardError
from kiosk.content.policy.law import read_law
from tests.unit.policy.cards import SAMPLE, other, sample

CONDITION = "    - {fact: age, at_least: from_age, say: 年纪够了, source: tea 第二条}\n"
LONG = "这一句话实在是太长太长了，长得没有人愿意把它读完。"


def line_of(part: str) -> int:
    return SAMPLE[: SAMPLE.index(part)].count("\n") + 1


def told(raw: bytes, against: Against | None = None) -> list[str]:
    _, faults = check_cards({"tea-money.yaml": raw}, against)
    return [str(fault) for fault in faults]


@pytest.mark.parametrize(
    ("old", "new", "at", "said", "mend"),
    [
        # sources
        ("老年人。, source: tea 第二条", "老年人。", "满七十岁", "source is missing", "source: name"),
        ("source: tea 第四条", "source: milk 第四条", "第四条", "unknown source milk", "one of tea"),
        ("source: tea 第四条", "source: tea", "第四条", "a source without its article", "tea 第三十一条"),
        ("source: tea 第四条", "source: tea 第二章", "第四条", "a source without its article", "tea 第三十一条"),
        ("    number: 样板发〔2020〕0号\n", "", "    document", "number is missing", "write number"),
        ("    in_force: 2020-03-01", "    in_force: 2020-13-01", "    in_force", "2020-13-01 is no date", "2026-01-31"),
        ("{value: 35, unit: 元, from: 2026-01-01, source: tea 第三条}", "{value: 35, unit: 元, from: 2026-01-01}",
         "{value: 35", "source is missing", "source: name"),
        # dates
        ("to: 2025-12-31", "to: 2026-06-30", "{value: 35", "a value from 2026-01-01 overlaps the one of line 17",
         "to: 2025-12-31"),
        (", to: 2025-12-31", "", "{value: 35", "overlaps", "end the earlier one"),
        ("to: 2024-12-31", "to: 2025-01-01", "{value: 70", "overlaps", "to: 2024-12-31"),
        ("to: 2025-12-31", "to: 2019-12-31", "{value: 30", "from 2020-03-01 to 2019-12-31", "must not be before"),
        ("  to: 2029-12-31", "  to: 2019-12-31", "  from: 2020-03-01\n  to", "to 2019-12-31", "must not"),
        # rules
        ("fact: age", "fact: shoe_size", CONDITION, "a rule on an unknown fact shoe_size", "one of age, registered"),
        ("is: shanghai", "is: shanghia", "is: shanghai", "shanghia is not allowed", "one of shanghai, elsewhere"),
        ("is: true", "is: yes", "is: true", "veteran: yes is not allowed", "true or false"),
        ("at_least: 5", "at_least: 9", "at_least: 5", "care_level: 9 is not allowed", "0 to 6"),
        ("at_least: from_age", "at_least: no_age", CONDITION, "no_age is not allowed", "name of a parameter"),
        ("is: shanghai", "at_least: shanghai", "is: shanghai", "registered is no number", "is or one_of"),
        ("at_least: 5, ", "", "at_least: 5", "care_level is compared 0 times", "one of is, one_of"),
        (", say: 当过兵", "", "当过兵", "say is missing", "write say"),
        # form
        ("topic: money", "topic: honey", "topic", "honey is not allowed", "one of money, care"),
        ("picture: cash\n", "pictrue: cash\n", "picture", "unknown key pictrue", "did you mean picture?"),
        ("checked: {by: 王阿姨, on: 2026-03-01}\n", "", "status", "已核对 by nobody", "checked: {by"),
        ("status: 已核对", "status: 草稿", "checked", "checked, and still 草稿", "status: 已核对"),
        ("id: tea-money", "id: coffee-money", "id:", "coffee-money in a file of another name", "coffee-money.yaml"),
        ("id: tea-money", "id: Tea Money", "id:", "Tea Money is no name", "legal-aid"),
        ("value: 35", "value: 三十五", "{value: 35", "三十五 is no number", "digits only"),
        ("topic: money", "topic: money\ntopic: money", "picture", "topic a second time", "keep one"),
        ("everyday: [茶点钱, 吃茶补贴]", "everyday: 茶点钱", "  everyday", "a list of names", "line each"),
        ("bring: unknown", "bring: unknwon", "bring", "a list of", "or the word unknown"),
        ("bring: unknown", "bring: *tea", "bring", "alias", "& or *"),
        ("bring: unknown", "bring: [", "where", "", "mend the line"),
        # words (U19), and amounts that could not be hidden
        ("say: 街道的窗口。", f"say: {LONG}", "街道的窗口", "24 characters, at most 20", "short everyday words"),
        ("say: 街道的窗口。", "say: 在系统里提交。", "街道的窗口", "系统 is not an everyday word", "everyday words"),
        ("say: 街道的窗口。", "say: 上APP看。", "街道的窗口", "APP is not Chinese", "everyday words"),
        ("say: 户口在这里", f"say: {LONG.rstrip('。')}", "户口在这里", "24 characters", "short everyday words"),
        ("say: 街道的窗口。", "say: 每月30元。", "街道的窗口", "30元: an amount within a sentence", "below amounts"),
        ("say: 街道的窗口。", "say: 打八折。", "街道的窗口", "八折: an amount within a sentence", "below amounts"),
        ("say: 老人每月有茶点钱，【每月】。", "say: 有钱。有茶。", "answer:", "not one sentence", "ends with 。"),
        ("say: 老人每月有茶点钱，【每月】。", "say: 有茶点钱", "answer:", "not one sentence", "ends with 。"),
        ("say: 街道的窗口。", "say: 给【多少】。", "街道的窗口", "unknown amount 【多少】", "below amounts"),
        ("老人每月有茶点钱，【每月】。", "有。以受理中心说的为准。", "answer:", "the closing words", "are added"),
    ],
)  # fmt: skip
def test_each_fault_names_its_line_and_its_mend(old: str, new: str, at: str, said: str, mend: str) -> None:
    found = told(sample((old, new)), Against(hard=("系统", "提交")))
    first = [fault for fault in found if said in fault and mend in fault]
    assert first, found
    line = int(first[0].split(":")[1])
    assert first[0].startswith("tea-money.yaml:")
    assert abs(line - line_of(at)) <= 1, (line, line_of(at))


def test_every_fault_of_a_file_is_told_at_once() -> None:
    two = sample(("fact: age", "fact: shoe_size"), ("source: tea 第四条", "source: milk 第四条"))
    assert [fault.split(";")[0].split(": ", 1)[1] for fault in told(two)] == [
        "unknown source milk",
        "a rule on an unknown fact shoe_size",
    ]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "nothing in the file"),
        (b"- a\n- b\n", "a table is expected here"),
        (b"id: \xff\n", "tea-money.yaml:1: not UTF-8"),
        (b"a: " + b"x" * MAX_BYTES, "bytes"),
        (b"a: " + b"[" * 50_000, "nested more than"),
        (b"a: &x [1]\nb: [*x, *x]\n", "an anchor or an alias"),
        (b"a: 1\n---\nb: 2\n", "mend the line"),
        (b"? [a]\n: b\n", "a key that is no word"),
        (b"a: !!python/object/apply:os.system [ls]\n", "unknown key a"),
        (b"a: b\x07c\n", "a control character"),
    ],
)
def test_what_is_no_card_at_all(raw: bytes, said: str) -> None:
    assert any(said in fault for fault in told(raw)), told(raw)


@settings(max_examples=50)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))))
def test_no_file_is_an_exception(raw: bytes) -> None:
    assert told(raw)


@settings(max_examples=50)
@given(st.integers(0, len(SAMPLE) - 1), st.text(min_size=1, max_size=4))
def test_a_card_spoilt_anywhere_is_read_or_refused(at: int, put: str) -> None:
    cards, faults = check_cards({"tea-money.yaml": (SAMPLE[:at] + put + SAMPLE[at + 1 :]).encode("utf-8", "replace")})
    assert bool(cards) or bool(faults)


REQUIRES = "from: 2020-03-01\nrequires:\n  - {{card: {}, say: 先有那个, source: tea 第二条}}"
EXCLUDES = "\nexcludes:\n  - {{card: {}, say: 没有那个, source: tea 第二条}}"


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"a": REQUIRES.format("b"), "b": REQUIRES.format("a")}, "circular requirement a → b → a"),
        ({"a": REQUIRES.format("b"), "b": REQUIRES.format("c"), "c": REQUIRES.format("a")}, "a → b → c → a"),
        ({"a": REQUIRES.format("a")}, "circular requirement a → a"),
        ({"a": REQUIRES.format("z")}, "no card z"),
        ({"a": REQUIRES.format("b") + EXCLUDES.format("b"), "b": ""}, "b is required and excluded"),
        (
            {"a": "from: 2020-03-01\nall:\n  - {window: 看情况, source: tea 第二条}"},
            "no fact changes what this rule says",
        ),
    ],
)
def test_rules_that_cannot_work_together(rules: dict[str, str], said: str) -> None:
    _, faults = check_cards({f"{id_}.yaml": other(id_, rule) for id_, rule in rules.items()})
    found = [str(fault) for fault in faults]
    assert any(said in fault for fault in found), found
    assert len({fault for fault in found if "circular" in fault}) <= 1


def test_a_requirement_in_a_straight_line_is_fine() -> None:
    files = {
        "a.yaml": other("a", REQUIRES.format("b")),
        "b.yaml": other("b", REQUIRES.format("c")),
        "c.yaml": other("c", ""),
    }
    assert check_cards(files)[1] == []


def test_an_id_twice_and_a_picture_that_is_none() -> None:
    _, faults = check_cards({"x/a.yaml": other("a", ""), "y/a.yaml": other("a", "")}, Against(pictures=("cow",)))
    found = [str(fault) for fault in faults]
    assert "y/a.yaml:1: id a a second time; x/a.yaml has it; give this card another" in found
    assert any("no picture cash" in fault for fault in found)


TEXT = """# 样板市茶点补贴办法
第二条 满七十岁的老年人，2025年以前满七十五岁的。
第三条 每月30元，自2026年起三十五元。
第四条 到街道办。
第五条 住护理院的除外。
"""


def against_text(text: str) -> list[str]:
    return told(sample(), Against(texts={"tea": read_law("tea", text.encode())}))


def test_articles_and_numbers_are_looked_up_in_the_official_text() -> None:
    assert against_text(TEXT) == []
    (no_article,) = against_text(TEXT.replace("第五条", "第六条"))
    assert "《样板市茶点补贴办法》第五条 is not in the official text; look it up in tea.md" in no_article
    (no_amount,) = against_text(TEXT.replace("三十五元", "三十六元"))
    assert ":18: 35元 does not stand in 《样板市茶点补贴办法》第三条; read the article" in no_amount
    (no_age,) = against_text(TEXT.replace("满七十岁", "满七十二岁"))
    assert "70 does not stand in 《样板市茶点补贴办法》第二条" in no_age


def test_a_kiosk_takes_all_cards_or_none() -> None:
    with pytest.raises(CardError, match="unknown source milk"):
        read_cards({"tea-money.yaml": sample(("source: tea 第四条", "source: milk 第四条"))})
