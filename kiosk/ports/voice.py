"""Text made into sound files."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Voice(Protocol):
    """Finds or makes the sound of a text. All calls block: call them off the UI thread. Safe from several threads."""

    def prepare(self) -> None:
        """Gets ready, so that the first `make` is quick. Never raises."""

    def make(self, text: str, *, rate: int, language: str, static: bool = False, out: Path | None = None) -> Path:
        """A WAV file that says `text`; raises VoiceError.

        `rate` is in characters a minute (90 to 240), `language` as in preferences ("zh_CN", "en").
        `static` says that the text is the kiosk's own and the same for everybody: its sound may stay on the disk.
        Any other text may be personal: its sound lives in memory-backed storage until `forget`.
        `out` asks for the sound at that path instead.
        """
        ...

    def forget(self) -> None:
        """The session has ended: every sound that was not `static` is gone, also of what is being made now (S3)."""

    def close(self) -> None:
        """Ends the worker and forgets; a later `make` raises VoiceError."""
