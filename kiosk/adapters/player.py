"""The player port through QtMultimedia, loaded at the first use: the first screen does not wait for it (80 ms, 25 MB).

QMediaPlayer rather than QAudioSink: the sink refuses to start without a sound device, the player keeps time there,
and its first sample comes 16 to 26 ms after `play` (measured with QAudioBufferOutput). What Qt says on the way is kept
quiet by the application's rules (kiosk.ui.app).

The player's threads end while it is told to stop, and on their way out they ask whether Python overrides one of the
own methods of the objects made here, holding a lock of Qt that any connection may need. Where Python was kept by the
one who waits for them, the screen stood still for ever (in one start of thirty on a busy machine). So it is asked once
when they are made (`_answer_for`), after which it is known, and slots are called with Python let go (`_tell`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, SignalInstance
    from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer


class QtPlayer:
    """One QMediaPlayer for every sound of the kiosk. Use it on the UI thread only."""

    def __init__(self) -> None:
        self._player: QMediaPlayer | None = None
        self._output: QAudioOutput | None = None
        self._devices: QMediaDevices | None = None
        self._on_end: Callable[[], None] | None = None

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

    def play(self, path: Path, volume: int, on_end: Callable[[], None]) -> None:
        from PySide6.QtCore import QUrl

        player = self._loaded()
        self.stop()
        self._on_end = on_end
        self._set_volume(volume)
        _tell(player, "setSource", QUrl.fromLocalFile(str(path)))
        _tell(player, "play")

    def stop(self) -> None:
        self._on_end = None
        if self._player is not None:
            from PySide6.QtCore import QUrl

            _tell(self._player, "stop")
            _tell(self._player, "setSource", QUrl())  # else the same path would not be read again

    def close(self) -> None:
        """Silence; lets go of the device."""
        self.stop()
        if self._player is not None:
            self._player.mediaStatusChanged.disconnect(self._look_soon)
            self._player.errorOccurred.disconnect(self._look_soon)
        for part in (self._player, self._output, self._devices):
            if part is not None:
                part.deleteLater()
        self._player = self._output = self._devices = None

    def _loaded(self) -> QMediaPlayer:
        if self._player is not None:
            return self._player
        from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer

        player, output, devices = QMediaPlayer(), QAudioOutput(), QMediaDevices()
        player.setAudioOutput(output)
        player.mediaStatusChanged.connect(self._look_soon)
        player.errorOccurred.connect(self._look_soon)
        devices.audioOutputsChanged.connect(self._plugged)
        _answer_for(player.metaDataChanged)
        _answer_for(output.mutedChanged)
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
            _tell(self._output, "setVolume", heard, kind="float")

    def _look_soon(self, *_: object) -> None:
        """Not within the player's own signal: `on_end` often plays the next file."""
        from PySide6.QtCore import QTimer

        QTimer.singleShot(0, self._look)

    def _look(self) -> None:
        """Asks the player how things are now: the signal may have been about a file that is no longer wanted."""
        from PySide6.QtMultimedia import QMediaPlayer

        ended = (QMediaPlayer.MediaStatus.EndOfMedia, QMediaPlayer.MediaStatus.InvalidMedia)
        if self._player is not None and (
            self._player.mediaStatus() in ended or self._player.error() is not QMediaPlayer.Error.NoError
        ):
            self._finish()

    def _finish(self) -> None:
        finished, self._on_end = self._on_end, None
        if finished is not None:
            finished()

    def _plugged(self) -> None:
        """A loudspeaker came or went: use what the system now calls the default."""
        from PySide6.QtMultimedia import QMediaDevices

        if self._output is not None:
            _tell(self._output, "setDevice", QMediaDevices.defaultAudioOutput())


def _answer_for(signal: SignalInstance) -> None:
    """Have it asked on this thread whether Python overrides `disconnectNotify` of the signal's owner."""
    signal.connect(_nothing)
    signal.disconnect(_nothing)


def _nothing() -> None:
    """Hears a signal."""


def _tell(whom: QObject, slot: str, *values: object, kind: str = "") -> None:
    """A call of one of Qt's slots that other threads may run Python beside. `kind`: C++'s name for the value's type."""
    from PySide6.QtCore import Q_ARG, QMetaObject, Qt

    given = [Q_ARG(kind or type(value), value) for value in values]
    if not QMetaObject.invokeMethod(whom, slot, Qt.ConnectionType.DirectConnection, *given):
        raise RuntimeError(f"{type(whom).__name__} knows no {slot}")
