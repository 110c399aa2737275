"""The recorder port through QtMultimedia, loaded at the first use. Nothing that was said touches a disk here (S3)."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.adapters.mulaw import RATE, Encoder
from kiosk.adapters.player import QtPlayer
from kiosk.errors import RecorderError

if TYPE_CHECKING:
    from PySide6.QtCore import QIODevice
    from PySide6.QtMultimedia import QAudioFormat, QAudioSource, QMediaDevices

LOUD = 100


class Replay:
    """Plays sound from memory: the player reads files, and this one is in no folder."""

    def __init__(self) -> None:
        self._player = QtPlayer()
        self._memory = -1

    def play(self, sound: bytes, on_end: Callable[[], None]) -> None:
        self.hush()
        self._memory = os.memfd_create("said")
        with os.fdopen(os.dup(self._memory), "wb") as file:
            file.write(sound)
        self._player.play(Path(f"/proc/self/fd/{self._memory}"), LOUD, on_end)

    def hush(self) -> None:
        self._player.stop()
        if self._memory >= 0:
            os.close(self._memory)
            self._memory = -1

    def close(self) -> None:
        self.hush()
        self._player.close()


class QtRecorder:
    """See kiosk.ports.recorder."""

    def __init__(self) -> None:
        self._replay = Replay()
        self._devices: QMediaDevices | None = None
        self._source: QAudioSource | None = None
        self._coming: QIODevice | None = None
        self._encoder: Encoder | None = None
        self._on_level: Callable[[float], None] = _nobody

    @property
    def available(self) -> bool:
        return not self._known().defaultAudioInput().isNull()

    def start(self, on_level: Callable[[float], None]) -> None:
        from PySide6.QtMultimedia import QAudioSource, QtAudio

        self.stop()
        device = self._known().defaultAudioInput()
        if device.isNull():
            raise RecorderError("no microphone")
        form = _form(device.preferredFormat())
        wished = _form(form, RATE, 1)
        form = wished if device.isFormatSupported(wished) else form
        source = QAudioSource(device, form)
        coming = source.start()
        if coming is None or source.error() != QtAudio.Error.NoError:
            raise RecorderError("the microphone cannot be opened")
        self._encoder = Encoder(form.sampleRate(), form.channelCount())
        self._source, self._coming, self._on_level = source, coming, on_level
        coming.readyRead.connect(self._read)

    def stop(self) -> bytes:
        encoder, self._encoder = self._encoder, None
        self._on_level = _nobody
        if self._source is not None:
            self._source.stop()
            self._source.deleteLater()
            self._source = self._coming = None
        return encoder.file() if encoder is not None else b""

    def play(self, sound: bytes, on_end: Callable[[], None]) -> None:
        self._replay.play(sound, on_end)

    def hush(self) -> None:
        self._replay.hush()

    def close(self) -> None:
        self.stop()
        self._replay.close()

    def _known(self) -> QMediaDevices:
        if self._devices is None:
            from PySide6.QtMultimedia import QMediaDevices

            self._devices = QMediaDevices()
        return self._devices

    def _read(self) -> None:
        if self._coming is not None and self._encoder is not None:
            self._on_level(self._encoder.feed(bytes(self._coming.readAll().data())))


def _form(like: QAudioFormat, rate: int = 0, channels: int = 0) -> QAudioFormat:
    """16-bit samples, otherwise as asked, or as the device likes it."""
    from PySide6.QtMultimedia import QAudioFormat

    form = QAudioFormat(like)
    form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    if rate:
        form.setSampleRate(rate)
        form.setChannelCount(channels)
    return form


def _nobody(_level: float) -> None:
    return None
