"""`kiosk policy import` and `ask` as programs see them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.bootstrap.policy import policy
from kiosk.content.policy.errors import LawError, LibraryError
from tests.unit.policy.laws import GARDEN, write


def run(*arguments: object, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(policy, [str(a) for a in arguments], input=stdin)


def lines(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    assert run("import", *write(tmp_path / "texts"), "--into", tmp_path / "library").exit_code == 0
    return tmp_path / "library"


def test_import_tells_what_it_read(tmp_path: Path) -> None:
    told = lines(run("import", *write(tmp_path), "--into", tmp_path / "to", "--json"))[0]
    assert (told["laws"], told["articles"]) == (2, 12)
    assert {"doc": "garden", "title": "样板市公园管理条例", "articles": 7, "passed": "2020-01-02",
            "in_force": "2020-03-01"} in told["imported"]  # type: ignore[operator]  # fmt: skip


def test_ask_answers_arguments_in_the_agreed_form(library: Path) -> None:
    (answer,) = lines(run("ask", "老年人逛公园要带身份证吗", "--library", library, "--top", "2", "--json"))
    assert set(answer) == {"question", "refused", "answers"}
    assert answer["refused"] is False
    answers = answer["answers"]
    assert isinstance(answers, list)
    assert set(answers[0]) == {"doc", "article", "title", "text", "score"}
    assert (answers[0]["doc"], answers[0]["article"], len(answers)) == ("garden", "第三条", 2)


def test_ask_answers_each_line_of_standard_input_by_one(library: Path) -> None:
    stdin = "遛狗要牵绳吗\n\n红烧肉怎么烧\r\n".encode() + b"\xff\xfe\n"
    answers = lines(run("ask", "--library", library, "--json", stdin=stdin))
    assert [(a["question"], a["refused"]) for a in answers[:3]] == [
        ("遛狗要牵绳吗", False),
        ("", True),
        ("红烧肉怎么烧", True),
    ]
    assert len(answers) == 4
    assert answers[2]["answers"] == []


def test_a_person_reads_the_source_or_where_to_ask(library: Path) -> None:
    told = run("ask", "遛狗要牵绳吗", "红烧肉怎么烧", "--library", library).stdout
    assert "样板市公园管理条例 第四条" in told
    assert "ask a person" in told


def test_a_new_text_joins_and_one_of_the_same_name_is_replaced(tmp_path: Path, library: Path) -> None:
    newer = tmp_path / "garden.md"
    newer.write_text(GARDEN.replace("束犬绳", "戴犬套"), encoding="utf-8")
    assert "2 texts" in run("import", newer, "--into", library).stdout
    assert "犬套" in run("ask", "遛狗要牵绳吗", "--library", library, "--json").stdout
    assert "1 texts" in run("import", newer, "--into", library, "--fresh").stdout


def test_one_bad_file_and_nothing_changes(tmp_path: Path, library: Path) -> None:
    before = (library / "library.sqlite").read_bytes()
    (good, _), bad = write(tmp_path / "more"), tmp_path / "bad.md"
    bad.write_text("# 信\n没有条文。\n", encoding="utf-8")
    result = run("import", good, bad, "--into", library)
    assert isinstance(result.exception, LawError)
    assert "bad.md" in str(result.exception)
    assert (library / "library.sqlite").read_bytes() == before


def test_a_readme_is_passed_over_and_twins_are_named(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("about these files", encoding="utf-8")
    (tmp_path / "old.md").write_text(GARDEN, encoding="utf-8")
    (tmp_path / "new.md").write_text(GARDEN, encoding="utf-8")
    result = run("import", *sorted(tmp_path.glob("*.md")), "--into", tmp_path / "to", "--json")
    assert "README.md is passed over" in result.stderr
    assert "old and new have one title" in result.stderr


def test_two_files_of_one_name_and_no_file(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a")[0], write(tmp_path / "b")[0]
    assert isinstance(run("import", first, second, "--into", tmp_path / "to").exception, LawError)
    assert isinstance(run("import", tmp_path / "none.md", "--into", tmp_path / "to").exception, LawError)
    assert isinstance(run("ask", "甲", "--library", tmp_path / "to").exception, LibraryError)
    assert run("import").exit_code == 2
