"""Single texts are changed; whatever else stands in the file stays as it was written."""

from __future__ import annotations

import pytest

from kiosk.content.package.edit import at, edit, texts
from kiosk.content.package.means import ASSETS
from kiosk.errors import ContentError

FILE = """\
# a remark
steps:
  - say: 请点“电话”。   # spoken first
    do: {tap: phone}
    hint: 绿色的。
    wrong:
      mail: 那是信。
  - {say: 好的。, hint: 左边。}
tasks: [一, 二]
""".encode()


def test_a_text_is_replaced_and_the_rest_stays() -> None:
    after = edit(FILE, {("steps", 0, "say"): "请点绿色的键。", ("tasks", 1): "三"}).decode()
    assert after == FILE.decode().replace("请点“电话”。", "请点绿色的键。").replace("二", "三")


@pytest.mark.parametrize(
    "text",
    ["a: b", "- x", "{x}", "[x", "#x", "x # y", "'", '"', "*a", "&a", "!x", "yes", "null", "1", "a, b", "%x", "@x", "`",
     "\\n", "a:b", "“引号”", "|", ">", "?", "x\ty", "  spaces   inside  ", "🙂", "---", "..."],
)  # fmt: skip
@pytest.mark.parametrize("path", [("steps", 0, "say"), ("steps", 1, "say"), ("steps", 0, "note"), ("steps", 1, "note"),
                                  ("steps", 0, "wrong", "mail"), ("tasks", 0)])  # fmt: skip
def test_any_text_comes_back_as_it_was_typed(text: str, path: tuple[str | int, ...]) -> None:
    after = edit(FILE, {path: text})
    assert at(texts(after), path) == " ".join(text.split())
    assert b"# a remark" in after


def test_a_key_is_added_behind_its_neighbours_and_taken_out_again() -> None:
    added = edit(FILE, {("steps", 0, "note"): "不着急。", ("steps", 1, "after"): "对了。"})
    assert "say: 请点“电话”。   # spoken first\n    note: 不着急。\n" in added.decode()
    assert edit(added, {("steps", 0, "note"): "", ("steps", 1, "after"): ""}) == FILE


def test_the_first_key_of_a_table_is_taken_out_and_a_needed_one_stays_empty() -> None:
    say = ("steps", 1, "say")
    assert b"- {hint: \xe5\xb7\xa6" in edit(FILE, {say: ""})
    needed = (("steps", 0, "say"), say, ("tasks", 0))
    empty = texts(edit(FILE, dict.fromkeys(needed, ""), needed))
    assert [at(empty, path) for path in needed] == ["", "", ""]
    two = FILE.replace(b"      mail:", b"      chat: x\n      mail:")
    assert edit(two, {("steps", 0, "wrong", "chat"): ""}) == FILE


@pytest.mark.parametrize(
    ("path", "text"),
    [(("steps", 7, "say"), "x"), (("nothing", "here"), "x"), (("steps", 0, "say"), ""), (("tasks", 0), ""),
     (("steps", 0, "do"), "x"), (("steps", 0, "wrong"), "x")],
)  # fmt: skip
def test_what_cannot_be_changed_is_refused(path: tuple[str | int, ...], text: str) -> None:
    with pytest.raises(ContentError):
        edit(FILE, {path: text})


def test_what_is_no_yaml_is_refused() -> None:
    with pytest.raises(ContentError):
        edit(b"a: [", {("a",): "b"})


def test_every_text_of_every_lesson_can_be_changed() -> None:
    for file in sorted((ASSETS / "content" / "lessons").glob("*.yaml")):
        raw = file.read_bytes()
        whole = texts(raw)
        paths = [
            ("parts", p, "steps", s, key)
            for p, part in enumerate(whole.get("parts", ()))
            for s, step in enumerate(part["steps"])
            for key in ("say", "note", "after")
            if key in step or key != "after"
        ]
        changed = edit(raw, dict.fromkeys(paths, "换一句话。"))
        assert all(at(texts(changed), path) == "换一句话。" for path in paths)
