"""One-shot timers on Qt's main loop; each lives until it fires or is cancelled, whoever forgets it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

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


def spin(seconds: float, until: Callable[[], bool]) -> bool:
    """Let the main loop run, at most so long, until the condition holds; whether it did. Not from within a slot."""
    loop, look = QEventLoop(), QTimer()
    look.setInterval(20)
    look.timeout.connect(lambda: loop.quit() if until() else None)
    look.start()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()
    look.stop()
    return until()
