"""The microphone through QtMultimedia, where there is none: said so, never a hang; and sound from memory is played."""

from __future__ import annotations

import pytest
from PySide6.QtMultimedia import QAudioDevice, QMediaPlayer
from pytestqt.qtbot import QtBot

from kiosk.adapters.mulaw import wav
from kiosk.adapters.recorder import QtRecorder, Replay
from kiosk.errors import RecorderError


class NoDevices:
    def defaultAudioInput(self) -> QAudioDevice:  # noqa: N802 - Qt's own name
        return QAudioDevice()


def test_without_a_microphone_the_key_is_not_shown_and_starting_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = QtRecorder()
    monkeypatch.setattr(recorder, "_known", NoDevices)
    assert not recorder.available
    with pytest.raises(RecorderError):
        recorder.start(lambda _level: None)
    assert recorder.stop() == b""
    recorder.close()


def test_s3_what_was_said_is_played_from_memory_to_its_end(qtbot: QtBot) -> None:
    ends: list[QMediaPlayer.Error] = []
    replay = Replay()
    player = replay._player._loaded()
    replay.play(wav(b"\xff" * 800), lambda: ends.append(player.error()))
    qtbot.waitUntil(lambda: ends == [QMediaPlayer.Error.NoError])
    assert player.duration() == 50
    replay.close()
