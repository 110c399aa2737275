"""留话, put together: the microphone of the settings and the service that hands on what was said."""

from __future__ import annotations

from kiosk.adapters.recorder import QtRecorder, Replay
from kiosk.adapters.recorder_file import FileRecorder
from kiosk.config import Settings
from kiosk.ports.clock import Clock
from kiosk.ports.recorder import Recorder


def recorder_for(settings: Settings, clock: Clock) -> Recorder | None:
    """The microphone; None where nobody is to be recorded."""
    voice = settings.voice
    if voice.microphone == "none":
        return None
    if voice.microphone == "file" and voice.microphone_file is not None:
        return FileRecorder(voice.microphone_file, clock, Replay().play)
    return QtRecorder()
