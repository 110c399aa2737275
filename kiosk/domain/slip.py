"""What a resident takes home on paper: few lines, very large, with a picture each and one QR code (S13)."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Message


@dataclass(frozen=True)
class Line:
    """`icon` names a picture of assets/icons; `great` is what the slip is for: the time, the number."""

    words: Message
    icon: str = ""
    great: bool = False


@dataclass(frozen=True)
class Slip:
    """`number` 0: none. `qr` is what the code holds (a calendar entry, an address), "" for none; `qr_words` says what
    it is good for. That volunteers take no money and no codes stands on every slip by itself, and 演示 in the demo."""

    title: Message
    lines: tuple[Line, ...]
    number: int = 0
    qr: str = ""
    qr_words: Message | None = None
