"""One-shot timers on Qt's main loop; each lives until it fires or is cancelled, whoever forgets it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer

_running: set[QTimer] = set()


def later(seconds: float, call: Callable[[], None]) -> Callable[[], None]:
    """Run `call` on the main thread after `seconds`; the answer cancels it. Main thread only."""
    timer = QTimer()
    timer.setSingleShot(True)
    _running.add(timer)

    def cancel() -> None:
        timer.stop()
        _running.discard(timer)

    def fire() -> None:
        _running.discard(timer)
        call()

    timer.timeout.connect(fire)
    timer.start(round(seconds * 1000))
    return cancel
