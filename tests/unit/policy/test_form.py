"""A card as a form: nothing is lost on the way there and back, and every fault is shown at the field to be mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.content.policy.cards import Card
from kiosk.content.policy.cards_check import Against, check_cards
from kiosk.content.policy.cards_read import read_card
from kiosk.content.policy.cards_tree import read_tree
from kiosk.content.policy.form import COLUMNS, CardForm, empty_form, posted, read_form
from kiosk.content.policy.form_write import facts_of, facts_text, quoted, write_form
from kiosk.content.policy.trials import run
from tests.unit.policy.cards import OWN, SAMPLE

TESTS = """\
tests:
  - {who: 刚满七十, on: 2026-01-01, answer: entitled, facts: {age: 70, registered: shanghai, care_level: 0}}
  - {who: 差一岁, on: 2026-01-01, answer: not, facts: {age: 69, veteran: true}}
  - {who: 什么都不知道, on: 2026-01-01, answer: perhaps}
"""
FILES = {path.name: path.read_bytes() for path in sorted(OWN.glob("*.yaml"))}
FILES |= {"tea-money.yaml": (SAMPLE + TESTS).encode()}


def without_lines(value: object) -> object:
    """A value whose line numbers are all 0, for comparing what two files say."""
    if is_dataclass(value) and not isinstance(value, (type, Enum)):
        told = {one.name: 0 if one.name == "line" else without_lines(getattr(value, one.name)) for one in fields(value)}
        return (type(value).__name__, told)
    if isinstance(value, dict):
        return {key: without_lines(one) for key, one in value.items()}
    return tuple(map(without_lines, value)) if isinstance(value, tuple) else value


def card(name: str, raw: bytes) -> Card:
    found, faults = read_card(name, raw)
    assert found, faults
    return found


def form_of(raw: bytes) -> CardForm:
    return read_form(read_tree(raw))


@pytest.mark.parametrize("name", FILES)
def test_every_card_is_the_same_after_form_and_file(name: str) -> None:
    written = write_form(form_of(FILES[name]))
    assert without_lines(card(name, written.raw)) == without_lines(card(name, FILES[name]))
    assert write_form(form_of(written.raw)).raw == written.raw
    assert len(written.fields) == len(written.lines)


@given(st.text(max_size=40))
def test_any_text_is_read_back_as_it_was_typed(text: str) -> None:
    line = " ".join(text.split())
    form = replace(form_of(SAMPLE.encode()), values={**form_of(SAMPLE.encode()).values, "official": line})
    assert form_of(write_form(form).raw).values["official"] == line
    assert "\n" not in quoted(line)


def test_a_browser_sends_rows_and_empty_ones_are_left_out() -> None:
    before = form_of(SAMPLE.encode())
    given_ = {"who-0-say": "", "who-3-say": " 满八十岁\n的老人。 ", "who-3-source": "tea", "who-3-article": "第二条",
              "everyday": "茶钱\r\n\r\n 吃茶 ", "id": "stays"}  # fmt: skip
    form = posted(given_, before, ("who",), ("everyday",))
    assert form.rows["who"] == ({"say": "满八十岁 的老人。", "source": "tea", "article": "第二条"},)
    assert form.values["everyday"] == "茶钱\n吃茶"
    assert form.values["id"] == "tea-money"
    assert form.rows["what"] == before.rows["what"]


def change(table: str, number: int, **values: str) -> Callable[[CardForm], CardForm]:
    def changed(form: CardForm) -> CardForm:
        rows = list(form.rows[table])
        rows[number] = {**rows[number], **values}
        return replace(form, rows={**form.rows, table: tuple(rows)})

    return changed


@pytest.mark.parametrize(
    ("table", "number", "values", "field"),
    [
        ("who", 0, {"source": "", "article": ""}, "who-0-source"),
        ("who", 0, {"source": "nobody"}, "who-0-article"),
        ("who", 0, {"article": "第二"}, "who-0-article"),
        ("who", 0, {"say": "这一句话实在是太长了，谁也不能一口气把它念完的。"}, "who-0-say"),
        ("who", 0, {"say": ""}, "who-0-say"),
        ("what", 0, {"say": "每月有三十五元。"}, "what-0-say"),
        ("what", 0, {"say": "每月【没有】。"}, "what-0-say"),
        ("answer", 0, {"say": "没有句号"}, "answer-0-say"),
        ("amounts", 1, {"value": "多少"}, "amounts-1-value"),
        ("amounts", 1, {"from": "明年"}, "amounts-1-from"),
        ("amounts", 1, {"from": "2025-12-01"}, "amounts-1-value"),
        ("amounts", 0, {"value": ""}, "amounts-0-value"),
        ("sources", 0, {"in_force": ""}, "sources-0-in_force"),
        ("sources", 0, {"document": ""}, "sources-0-document"),
        ("parameters", 0, {"value": "1.5"}, "parameters-0-value"),
        ("conditions", 0, {"fact": "height"}, "conditions-0-fact"),
        ("conditions", 2, {"value": "mars"}, "conditions-2-value"),
        ("tests", 0, {"facts": "age=300"}, "tests-0-facts"),
        ("tests", 0, {"facts": "height=3"}, "tests-0-facts"),
        ("tests", 0, {"answer": "yes"}, "tests-0-answer"),
        ("tests", 1, {"answer": "entitled"}, "tests-1-who"),
    ],
)
def test_a_fault_is_shown_at_its_field(table: str, number: int, values: dict[str, str], field: str) -> None:
    written = write_form(change(table, number, **values)(form_of(FILES["tea-money.yaml"])))
    faults = check_cards({"tea-money.yaml": written.raw}, Against())[1]
    assert field in [written.field_at(fault.line) for fault in faults], faults


def test_an_empty_form_is_a_file_with_its_faults_and_no_exception() -> None:
    written = write_form(empty_form(id="new-card", status="草稿"))
    faults = check_cards({"new-card.yaml": written.raw})[1]
    assert [written.field_at(fault.line) for fault in faults] == ["sources-0-name"]


def test_hostile_rows_stay_text() -> None:
    nasty = "&a *b !!python/object: {x: [1]} # '\" \u2028 \x00 %"
    form = empty_form(id="new-card")
    rows = {
        table: ({**dict.fromkeys(columns, nasty), "kind": "fact", "depth": "99"},) for table, columns in COLUMNS.items()
    }
    written = write_form(replace(form, rows=rows))
    faults = check_cards({"new-card.yaml": written.raw})[1]
    assert all(fault.line <= len(written.lines) for fault in faults)


def test_the_cards_own_tests_are_run_and_a_failing_one_is_a_fault() -> None:
    good = card("tea-money.yaml", FILES["tea-money.yaml"])
    assert [ran.passed for ran in run(good, [good])] == [True, True, True]
    wrong = FILES["tea-money.yaml"].replace(b"answer: not", b"answer: entitled")
    (fault,) = check_cards({"tea-money.yaml": wrong})[1]
    assert (fault.line, "expected entitled" in fault.what) == (
        wrong[: wrong.index("差一岁".encode())].count(b"\n") + 1,
        True,
    )
    assert check_cards({"tea-money.yaml": wrong}, Against(trials=False))[1] == []


def test_a_card_of_the_form_before_there_were_tests_is_read_as_it_was() -> None:
    old = card("tea-money.yaml", SAMPLE.encode())
    assert old.trials == ()
    assert replace(card("tea-money.yaml", FILES["tea-money.yaml"]), trials=()) == old
    assert run(old, [old]) == ()


def test_tests_need_a_rule() -> None:
    without = SAMPLE[: SAMPLE.index("rule:")] + TESTS
    (fault,) = read_card("tea-money.yaml", without.encode())[1]
    assert "tests without a rule" in fault.what


def test_facts_as_words() -> None:
    facts = {"age": "70", "has.legal-aid": "true", "veteran": ""}
    assert facts_of(facts_text(facts)) == {"age": "70", "has.legal-aid": "true"}
