"""Rows of a list are moved, taken out and added; every other line stays as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.content.package.edit import at, texts
from kiosk.content.package.means import ASSETS
from kiosk.content.package.rows import Value, added, moved, removed, told
from kiosk.errors import ContentError

FILE = """\
# a remark
parts:
  - title: 一
    steps:
      - say: 甲。   # spoken first
        note: >
          乙，
          丙。
      # about the second
      - {say: 丁。, hint: 左边。}
      - say: 戊。
        do:
          tap: phone
  - title: 二
    steps:
      - say: 己。
tasks: [一, 二]
""".encode()
FIRST, SECOND = ("parts", 0, "steps"), ("parts", 1, "steps")


def said(raw: bytes, path: tuple[str | int, ...] = FIRST) -> list[str]:
    return [one["say"] for one in at(texts(raw), path)]


def test_a_row_is_moved_with_its_remark_and_back_again() -> None:
    after = moved(FILE, FIRST, 1, FIRST, 0)
    assert said(after) == ["丁。", "甲。", "戊。"]
    assert (
        "    steps:\n      # about the second\n      - {say: 丁。, hint: 左边。}\n      - say: 甲。   # spoken first"
        in after.decode()
    )
    assert moved(after, FIRST, 0, FIRST, 1) == FILE
    assert said(moved(FILE, FIRST, 0, FIRST, 2)) == ["丁。", "戊。", "甲。"]


def test_a_row_goes_to_another_list() -> None:
    after = moved(FILE, FIRST, 2, SECOND, 0)
    assert (said(after), said(after, SECOND)) == (["甲。", "丁。"], ["戊。", "己。"])
    after = moved(FILE, FIRST, 0, SECOND, 1)
    assert (said(after), said(after, SECOND)) == (["丁。", "戊。"], ["己。", "甲。"])


def test_a_row_is_taken_out_and_one_is_added() -> None:
    assert said(removed(FILE, FIRST, 0)) == ["丁。", "戊。"]
    assert removed(added(FILE, FIRST, 1, {"say": "新: 的。", "note": "不急。"}), FIRST, 1) == FILE
    after = added(FILE.rstrip(), SECOND, 1, {"say": "末。"})
    assert said(after, SECOND) == ["己。", "末。"]


def test_a_row_with_rows_of_its_own_is_added() -> None:
    new: dict[str, Value] = {"ask": "", "choices": [{"say": "甲: 一"}, {"say": "乙"}], "why": "021"}
    after = added(FILE, SECOND, 1, new)
    assert at(texts(after), (*SECOND, 1)) == new
    assert removed(after, SECOND, 1) == FILE
    more = added(after, (*SECOND, 1, "choices"), 2, {"say": "丙", "picture": "mail"}, short=True)
    assert b"  - {say: \xe4\xb8\x99, picture: mail}\n" in more
    assert removed(more, (*SECOND, 1, "choices"), 2) == after
    with pytest.raises(ContentError):
        added(FILE, ("parts", 0, "title"), 0, new)


def test_what_a_step_waits_for_is_said_changed_and_taken_back() -> None:
    path = (*FIRST, 2)
    assert b"do: {tap: mail}\n" in (after := told(FILE, path, "do", {"tap": "mail"}))
    assert at(texts(after), (*path, "do")) == {"tap": "mail"}
    assert at(texts(told(FILE, path, "do", None)), path) == {"say": "戊。"}
    for row in (0, 1):
        path = (*FIRST, row)
        after = told(FILE, path, "do", {"tap": "mail"})
        assert at(texts(after), (*path, "do", "tap")) == "mail"
        assert texts(told(after, path, "do", None)) == texts(FILE)
    assert told(FILE, (*FIRST, 0), "do", None) == FILE
    both: dict[str, Value] = {"type": {"into": "number", "text": "021"}, "tap": ["a", "b"]}
    assert at(texts(told(FILE, (*FIRST, 0), "do", both)), (*FIRST, 0, "do")) == both


@pytest.mark.parametrize("path", [("tasks",), SECOND, ("parts", 7, "steps"), ("parts", 0, "title")])
def test_what_cannot_be_taken_out_is_refused(path: tuple[str | int, ...]) -> None:
    with pytest.raises(ContentError):
        removed(FILE, path, 0)


@pytest.mark.parametrize("file", sorted((ASSETS / "content" / "lessons").glob("*.yaml")), ids=lambda file: file.stem)
def test_every_row_of_our_lessons_can_go_to_its_neighbour_and_return(file: Path) -> None:
    raw = file.read_bytes()
    whole = texts(raw)
    lists = [("parts", number, "steps") for number, _ in enumerate(at(whole, ("parts",)) or [])]
    for path in [*lists, *([("quiz",)] if at(whole, ("quiz",)) else [])]:
        for row in {0, len(at(whole, path)) - 2}:
            assert moved(moved(raw, path, row, path, row + 1), path, row + 1, path, row) == raw
