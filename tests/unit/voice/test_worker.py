"""The worker's protocol, without a process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import VoiceError
from kiosk.voice.engine import Engine, line_for
from kiosk.voice.worker import LONGEST_LINE, answer, serve


def saves(*_: object, **__: object) -> float:
    return 1.0


def fails(*_: object, **__: object) -> float:
    raise VoiceError("no voice")


def job(**changes: object) -> bytes:
    return json.dumps({"id": 7, "text": "您好", "out": "a.wav", **changes}).encode()


def test_a_job_is_answered_with_its_path() -> None:
    reply = answer(job(), saves)
    assert (reply["id"], reply["path"]) == (7, "a.wav")


def test_a_failure_is_answered_with_its_reason_and_number() -> None:
    assert answer(job(), fails) == {"id": 7, "error": "no voice"}


@pytest.mark.parametrize(
    "line", [b"{nope", b"[]", b'"x"', b"\xff", b"{}", job(rate="quick"), b"x" * (LONGEST_LINE + 1), b"[" * 50_000]
)
def test_a_bad_line_is_answered_with_an_error(line: bytes) -> None:
    assert str(answer(line, saves)["error"]).startswith("bad job")


@given(st.binary(max_size=200))
def test_no_line_ends_the_worker(line: bytes) -> None:
    assert set(answer(line, saves)) >= {"id"}


def test_lines_are_answered_in_order_and_blank_ones_are_not() -> None:
    replies: list[bytes] = []
    serve([job(id=1), b"\n", b"{nope\n", job(id=2)], replies.append, saves)
    assert [json.loads(r)["id"] for r in replies] == [1, None, 2]


def test_an_error_tells_nothing_of_the_text() -> None:
    """S4"""
    reply = answer(b'{"id": 1, "text": "' + "王阿姨".encode() + b'", "rate": 170', saves)
    assert "王阿姨" not in json.dumps(reply, ensure_ascii=False)


class Silent:
    sample_rate = 22050

    def __init__(self, sound: bytes) -> None:
        self.sound = sound

    def samples(self, line: str, *, voice: str, rate: int, volume: int) -> bytes:
        del line, voice, rate, volume
        return self.sound


def test_nothing_is_left_of_a_sound_that_could_not_be_written(tmp_path: Path) -> None:
    with pytest.raises(VoiceError):
        Engine(Silent(b"")).save("您好", tmp_path / "a.wav")
    with pytest.raises(VoiceError, match="missing"):
        Engine(Silent(b"12")).save("您好", tmp_path / "missing" / "a.wav")
    (tmp_path / "folder.wav").mkdir()
    with pytest.raises(VoiceError, match="folder"):
        Engine(Silent(b"12")).save("您好", tmp_path / "folder.wav")
    assert [p.name for p in tmp_path.iterdir()] == ["folder.wav"]


def test_english_is_said_as_it_is_written() -> None:
    assert line_for("Please  wait", "en") == "Please wait"
    with pytest.raises(VoiceError):
        line_for("。", "zh_CN")
    with pytest.raises(VoiceError):
        line_for("好" * 5001, "zh_CN")
