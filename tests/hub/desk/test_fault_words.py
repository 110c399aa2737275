"""Every fault that a package's check can find has an administrator's words; every field of a card has a name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.content.package.paths import name_fault
from kiosk.content.policy.cards import TOPICS
from kiosk.content.policy.cards_reader import Fault
from kiosk.content.policy.cards_tree import NotATree, read_tree
from kiosk.content.policy.form import COLUMNS, HOWS, KINDS, SINGLE, CardForm, empty_form
from kiosk.content.policy.rules_facts import FACTS
from kiosk.hub.desk.studio.fault_words import words_of
from kiosk.hub.desk.studio.policy_fields import Theirs, cell_name, differences, single_name
from kiosk.text import LANGUAGES, Translator

CONTENT = Path(__file__).resolve().parents[3] / "kiosk" / "content"
PLACES = {"Fault": 2, "wrong": 1, "NotATree": 1}
"""Which argument says what is wrong."""
ENGLISH = re.compile(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}")
SPEAK = {language: Translator(language, "hub") for language in LANGUAGES}


def _written() -> Iterator[tuple[str, str]]:
    """Every text that a check may write, with 7 for what it puts in: (where, text)."""
    for path in sorted(CONTENT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            place = PLACES.get(name)
            if place is not None and len(node.args) > place:
                text = _text(node.args[place])
                if text.strip("7 :") not in ("", "is"):
                    yield f"{path.relative_to(CONTENT)}:{node.lineno}", text


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "7" for one in node.values)
    return ""


WRITTEN = sorted(_written())


def test_the_checks_are_found() -> None:
    assert len(WRITTEN) > 90


@pytest.mark.parametrize(("where", "what"), WRITTEN)
def test_u26_a_fault_is_said_in_the_administrators_words(where: str, what: str) -> None:
    words = words_of(Fault(where, 1, what, "at most 20 there"))
    assert not words.key.endswith(".other"), what
    for speak in SPEAK.values():
        assert speak(words)
    assert not ENGLISH.search(SPEAK["zh_CN"](words))


@pytest.mark.parametrize(
    "raw",
    [b"a: b: c", b"a: [1", b"'", b"- a\nb: c", b"a:\n\tb", b"%", b"a: &x 1", b"\xff", b"", b"a: 1\na: 2", b"? [a]\n: b",
     b"--- a\n--- b", b"a: \x01", b"{" * 20, b"x" * 300_000, b"a: {b", b'a: "b', b"@a"],
)  # fmt: skip
def test_a_file_that_is_no_yaml_is_said_in_words(raw: bytes) -> None:
    with pytest.raises(NotATree) as raised:
        read_tree(raw)
    found = raised.value
    words = words_of(Fault("lessons.yaml", found.line, found.what, found.mend))
    assert not words.key.endswith(".other"), found.what
    assert not ENGLISH.search(SPEAK["zh_CN"](words))


@pytest.mark.parametrize("path", ["../a", "a b", "a" * 300, "/".join("abcdefghijklmnop"), "/etc", "a\\b", "名字.yaml"])
def test_a_name_that_cannot_be_is_said_in_words(path: str) -> None:
    wrong = name_fault(path)
    assert wrong is not None
    words = words_of(Fault("folder", 1, f"{path}: {wrong}", "rename it, or take it out"))
    assert not words.key.endswith(".other"), wrong


@pytest.mark.parametrize("what", ["cards/a.yaml is a link", "b is not a file", "c.yaml: locked with a password"])
def test_what_is_no_plain_file_is_said_in_words(what: str) -> None:
    assert not words_of(Fault("folder", 1, what, "put the file itself there")).key.endswith(".other")


def test_how_many_there_may_be_is_told() -> None:
    say = SPEAK["zh_CN"]
    assert "最多 20 个" in say(words_of(Fault("a", 1, "太长的话: 23 characters", "at most 20 there")))
    assert "要 2–4 段" in say(words_of(Fault("a", 1, "5 parts", "2 to 4")))


def test_what_is_missing_is_named() -> None:
    assert (
        SPEAK["zh_CN"](words_of(Fault("a", 1, "picture is missing", "write picture: …")))
        == "少了“picture”这一项，请补上"
    )


def test_what_nobody_foresaw_is_shown_as_it_is() -> None:
    words = words_of(Fault("a", 1, "the moon is {full}", ""))
    assert SPEAK["zh_CN"](words) == "这里不对：the moon is {full}"


def test_every_field_of_a_card_has_a_name_in_both_languages() -> None:
    names = [single_name(field) for field in SINGLE]
    names += [cell_name(table, 1, column) for table, columns in COLUMNS.items() for column in columns]
    for language, speak in SPEAK.items():
        for name in names:
            said = speak(name)
            assert said
            assert "_" not in said
            assert language == "en" or not re.search(r"[a-z]{3}", said), said


def _seen(now: CardForm, mine: CardForm) -> list[Theirs]:
    return list(differences(now, mine, (tuple(COLUMNS), SINGLE), {"tea-money": "茶点补贴"}))


def test_what_they_wrote_is_named_and_said_in_words() -> None:
    mine = empty_form(topic=TOPICS[0], official="甲")
    row = dict.fromkeys(COLUMNS["conditions"], "")
    rows = ({**row, "kind": "fact", "fact": "registered", "how": "is", "value": "shanghai", "depth": "1"},
            {**row, "kind": "excludes", "fact": "tea-money"})  # fmt: skip
    now = replace(mine, values={**mine.values, "topic": TOPICS[1]}, rows={**mine.rows, "conditions": rows})
    say = SPEAK["zh_CN"]
    said = {say(one.name): say(one.text) if one.text else "" for one in _seen(now, mine)}
    assert said["放在哪一类"] != TOPICS[1]
    assert not any(re.search(r"[a-z]{3}", text) for text in said.values()), said
    assert "茶点补贴" in said.values()


def test_a_row_that_they_took_out_is_shown_as_empty_and_one_of_mine_can_be_reached() -> None:
    row = {"say": "满七十岁。", "source": "tea", "article": "第二条"}
    mine = replace(empty_form(), rows={**empty_form().rows, "who": (row,)})
    found = _seen(empty_form(), mine)
    assert [one.text for one in found] == [None] * 3
    assert all(one.here for one in found)
    assert not any(one.here for one in _seen(mine, empty_form()))


def test_values_that_no_form_could_hold_are_shown_as_they_are() -> None:
    """Somebody may have written the file itself."""
    odd = dict.fromkeys(COLUMNS["conditions"], "??")
    now = replace(empty_form(topic="??"), rows={**empty_form().rows, "conditions": (odd,),
                                                "tests": (dict.fromkeys(COLUMNS["tests"], "??"),)})  # fmt: skip
    for one in _seen(now, empty_form()):
        assert one.text is not None
        assert SPEAK["zh_CN"](one.text)


def test_every_choice_of_a_form_has_words() -> None:
    row = dict.fromkeys(COLUMNS["conditions"], "")
    for column, choices in (("kind", KINDS), ("how", HOWS), ("fact", tuple(FACTS))):
        for text in choices:
            now = replace(empty_form(), rows={**empty_form().rows, "conditions": ({**row, column: text},)})
            (one,) = _seen(now, empty_form())
            assert one.text is not None
            for speak in SPEAK.values():
                assert speak(one.text)
            assert SPEAK["zh_CN"](one.text) != text
