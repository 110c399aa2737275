"""`kiosk speech`, as a program would use it."""

from __future__ import annotations

import json
import wave
from pathlib import Path

from click.testing import CliRunner

from kiosk.voice.commands import LONGEST_LINE, speech


def test_read_gives_one_object_a_line() -> None:
    result = CliRunner().invoke(speech, ["read", "--json"], input="您去 2 楼。\n\n沪A·12345\n")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert lines[0] == {"text": "您去 2 楼。", "reading": "您去二楼。", "pinyin": "nin2 qu4 er4 lou2"}
    assert [line["text"] for line in lines] == ["您去 2 楼。", "", "沪A·12345"]


def test_read_for_people() -> None:
    assert CliRunner().invoke(speech, ["read"], input="3 号\n").stdout == "三号\n    san1 hao4\n"


def test_bad_input_is_one_line() -> None:
    for given, told in ((b"\xff\n", "line 1 is not UTF-8"), (b"x" * (LONGEST_LINE + 1), "line 1 is longer")):
        result = CliRunner().invoke(speech, ["read", "--json"], input=given)
        assert result.exit_code == 1
        assert told in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_save_writes_sound(tmp_path: Path) -> None:
    out = tmp_path / "a.wav"
    result = CliRunner().invoke(speech, ["save", "您好，请坐。", "--out", str(out), "--json"])
    told = json.loads(result.stdout)
    with wave.open(str(out)) as sound:
        assert abs(sound.getnframes() / sound.getframerate() - told["seconds"]) < 0.01
    assert told["path"] == str(out)


def test_save_says_what_is_wrong(tmp_path: Path) -> None:
    for text, out in (
        ("您好", tmp_path / "missing" / "a.wav"),
        ("", tmp_path / "a.wav"),
        ("\udcff", tmp_path / "a.wav"),
    ):
        result = CliRunner().invoke(speech, ["save", text, "--out", str(out)])
        assert result.exit_code == 1
        assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
