"""What is said aloud."""

from __future__ import annotations

from typing import Protocol

from kiosk.text import Message


class Speaker(Protocol):
    """What a presenter asks of the voice. Nothing here raises; without sound nothing is heard."""

    def say(self, *messages: Message, personal_too: bool = False, interrupt: bool = True) -> None: ...

    def stop(self) -> None: ...

    def chime(self) -> None: ...
