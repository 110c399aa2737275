"""The demonstration's microphone hears a file for as long as time goes by; and nobody else has it."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from kiosk.adapters.mulaw import RATE, seconds_of
from kiosk.adapters.recorder_file import FileRecorder
from kiosk.bootstrap.messages import recorder_for
from kiosk.config import load
from kiosk.errors import RecorderError, SettingsError
from tests.fakes.clock import FakeClock


def spoken(folder: Path, seconds: int = 5) -> Path:
    path = folder / "spoken.wav"
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, RATE, 0, "NONE", ""))
        sound.writeframes(b"\x00\x10" * RATE * seconds)
    return path


def test_it_hears_as_much_as_time_went_by(tmp_path: Path) -> None:
    clock, levels = FakeClock(), list[float]()
    recorder = FileRecorder(spoken(tmp_path), clock, lambda _sound, _end: None)
    assert recorder.available
    recorder.start(levels.append)
    clock.advance(3)
    assert seconds_of(recorder.stop()) == 3
    assert levels
    assert recorder.stop() == b""


def test_a_file_that_is_not_there_is_a_microphone_that_does_not_work(tmp_path: Path) -> None:
    with pytest.raises(RecorderError):
        FileRecorder(tmp_path / "nothing", FakeClock(), lambda _sound, _end: None).start(lambda _level: None)


def test_a_kiosk_that_serves_residents_never_hears_a_file(tmp_path: Path) -> None:
    base = '[kiosk]\nname = "一号机"\nplace = "大厅"\ncentre_phone = "021-00000000"\n{more}'
    voice = '[voice]\nmicrophone = "file"\nmicrophone_file = "/said.wav"\n[taxi.pickup]\nname = "中心"\n'
    path = tmp_path / "settings.toml"
    path.write_text(base.format(more=voice), "utf-8")
    with pytest.raises(SettingsError, match=r"voice\.microphone"):
        load(path, {})
    path.write_text(base.format(more="demo = true\n" + voice), "utf-8")
    assert isinstance(recorder_for(load(path, {}), FakeClock()), FileRecorder)
    path.write_text(base.format(more=voice.replace('"file"', '"none"')), "utf-8")
    assert recorder_for(load(path, {}), FakeClock()) is None
