"""The player port through QtMultimedia, loaded at the first use: the first screen does not wait for it (80 ms, 25 MB).

QMediaPlayer rather than QAudioSink: the sink refuses to start without a sound device, the player keeps time there,
and its first sample comes 16 to 26 ms after `play` (measured with QAudioBufferOutput).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer

_QUIET = "qt.multimedia.*=false"
"""QtMultimedia logs each missing codec library and each file."""


class QtPlayer:
    """One QMediaPlayer for every sound of the kiosk. Use it on the UI thread only."""

    def __init__(self) -> None:
        self._player: QMediaPlayer | None = None
        self._output: QAudioOutput | None = None
        self._devices: QMediaDevices | None = None
        self._on_finished: Callable[[], None] | None = None

    @property
    def available(self) -> bool:
        """A sound device is there. Without one `play` still takes its time and comes to its end."""
        from PySide6.QtMultimedia import QMediaDevices

        return not QMediaDevices.defaultAudioOutput().isNull()

    def describe(self) -> str:
        """The device's name, or that there is none."""
        from PySide6.QtMultimedia import QMediaDevices

        return QMediaDevices.defaultAudioOutput().description() or "no sound device"

    def prepare(self) -> None:
        """Loads what playing needs, best after the first screen is painted."""
        self._loaded()

    def play(self, path: Path, *, volume: int, on_finished: Callable[[], None]) -> None:
        from PySide6.QtCore import QUrl

        player = self._loaded()
        self.stop()
        self._on_finished = on_finished
        self._set_volume(volume)
        player.setSource(QUrl.fromLocalFile(str(path)))
        player.play()

    def stop(self) -> None:
        self._on_finished = None
        if self._player is not None:
            from PySide6.QtCore import QUrl

            self._player.stop()
            self._player.setSource(QUrl())  # else the same path would not be read again

    def close(self) -> None:
        """Silence; lets go of the device."""
        self.stop()
        for part in (self._player, self._output, self._devices):
            if part is not None:
                part.deleteLater()
        self._player = self._output = self._devices = None

    def _loaded(self) -> QMediaPlayer:
        if self._player is not None:
            return self._player
        from PySide6.QtCore import QLoggingCategory
        from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer

        QLoggingCategory.setFilterRules(_QUIET)
        player, output, devices = QMediaPlayer(), QAudioOutput(), QMediaDevices()
        player.setAudioOutput(output)
        player.mediaStatusChanged.connect(self._status)
        player.errorOccurred.connect(self._failed)
        devices.audioOutputsChanged.connect(self._plugged)
        self._player, self._output, self._devices = player, output, devices
        return player

    def _set_volume(self, volume: int) -> None:
        from PySide6.QtMultimedia import QtAudio

        if self._output is not None:
            heard = QtAudio.convertVolume(
                max(0, min(100, volume)) / 100,
                QtAudio.VolumeScale.LogarithmicVolumeScale,
                QtAudio.VolumeScale.LinearVolumeScale,
            )
            self._output.setVolume(heard)

    def _status(self, status: QMediaPlayer.MediaStatus) -> None:
        from PySide6.QtMultimedia import QMediaPlayer

        if status in (QMediaPlayer.MediaStatus.EndOfMedia, QMediaPlayer.MediaStatus.InvalidMedia):
            self._finish()

    def _failed(self, *_: object) -> None:
        self._finish()

    def _finish(self) -> None:
        finished, self._on_finished = self._on_finished, None
        if finished is not None:
            finished()

    def _plugged(self) -> None:
        """A loudspeaker came or went: use what the system now calls the default."""
        from PySide6.QtMultimedia import QMediaDevices

        if self._output is not None:
            self._output.setDevice(QMediaDevices.defaultAudioOutput())
