"""A scanner that types like a keyboard: what it types is caught before any key on the screen hears of it.

A kiosk has no keyboard, but a switch or an attached one may move the focus: Tab, arrows, Enter and Space pass as long
as no card is coming in.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from kiosk.adapters.card_reader_lines import QUIET_SECONDS, CardLines
from kiosk.ports.clock import Cancel, Clock

_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_SILENT = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock)
_CHORD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class KeysReader(QObject):
    """See kiosk.ports.card_reader. Main thread only; works on every screen."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._lines = CardLines(clock.monotonic, self._read)
        self._on_card: Callable[[str], None] | None = None
        self._waking: Cancel | None = None
        self._last = 0.0

    def start(self, on_card: Callable[[str], None]) -> None:
        self._on_card = on_card
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def faults(self) -> tuple[str, ...]:
        """Nobody can tell a scanner that is silent from one that is not there."""
        return ()

    def close(self) -> None:
        self._on_card = None
        if self._waking is not None:
            self._waking()
        self._lines = CardLines(self._clock.monotonic, self._read)
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        return event.type() in _KEYS and isinstance(event, QKeyEvent) and self._taken(event)

    def _taken(self, event: QKeyEvent) -> bool:
        """Whether a keystroke belongs to a card, or would: then nobody else gets it."""
        text, pressed = event.text(), event.type() == QEvent.Type.KeyPress
        under_way = self._lines.under_way
        if text.isprintable() and text.strip() and not event.modifiers() & _CHORD:
            if pressed:
                self._lines.letter(text)
                self._wake()
            return True
        if pressed and under_way and event.key() in _ENDS:
            self._lines.end()
        elif pressed and under_way and text == " ":
            self._lines.letter(text)
        return under_way or event.key() in _SILENT

    def _wake(self) -> None:
        """Some scanners send no Enter: silence ends a card too."""
        self._last = self._clock.monotonic()
        if self._waking is None:
            self._waking = self._clock.call_later(QUIET_SECONDS, self._silence)

    def _silence(self) -> None:
        self._waking = None
        left = self._last + QUIET_SECONDS - self._clock.monotonic()
        if left > 0:
            self._waking = self._clock.call_later(left, self._silence)
        else:
            self._lines.end()

    def _read(self, code: str) -> None:
        if self._on_card is not None:
            self._on_card(code)
