"""Starts Qt. Nothing of Qt is imported before the platform is decided: without a display Qt would abort the process."""

from __future__ import annotations

import os
import signal
from collections.abc import MutableMapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

QT_SAYS = "*.debug=false\n*.info=false\n*.warning=false"
"""Of Qt's remarks (one for every sound where there is no loudspeaker) only what is critical goes to standard error. By
rules and not by a message handler of ours: Qt's threads would wait in it for Python while Python waits for them (a
sound is stopped), and the screen would stand still for ever."""


def choose_platform(environment: MutableMapping[str, str] = os.environ) -> bool:
    """Sets QT_QPA_PLATFORM to offscreen where there is no display; says whether somebody can see the window."""
    if "QT_QPA_PLATFORM" not in environment and not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return not environment.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal", "vnc"))


def create_app() -> QApplication:
    """The one QApplication, made or found, with the kiosk's settings. Call `choose_platform()` first."""
    # Physical pixels everywhere: the theme counts millimetres itself, and a scale factor would make them wrong.
    os.environ.setdefault("QT_ENABLE_HIGHDPI_SCALING", "0")
    from PySide6.QtCore import QLoggingCategory
    from PySide6.QtWidgets import QApplication

    from kiosk.ui.fonts import font

    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    QLoggingCategory.setFilterRules(QT_SAYS)
    app = QApplication(["silver-key"])
    app.setStyle("fusion")
    app.setFont(font(42, bold=False))
    app.setQuitOnLastWindowClosed(False)
    return app


def room_on_screen() -> tuple[int, int]:
    """Pixels that a window may take, without the desktop's own panels; none when there is no screen."""
    from PySide6.QtGui import QGuiApplication

    screen = QGuiApplication.primaryScreen()
    room = screen.availableGeometry() if screen else None
    return (room.width(), room.height()) if room else (0, 0)


def has_font() -> bool:
    """Whether the typeface is installed; for `kiosk doctor`."""
    from PySide6.QtGui import QFontDatabase

    from kiosk.ui.fonts import FAMILY

    return FAMILY in QFontDatabase.families()


def quit_on(app: QApplication, numbers: Sequence[int]) -> None:
    """Ends the main loop at these signals, at once: Python would notice them only when Qt next calls it."""
    from PySide6.QtCore import QSocketNotifier

    read, write = os.pipe()
    for fd in (read, write):
        os.set_blocking(fd, False)
    for number in numbers:
        signal.signal(number, lambda *_: None)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    notifier = QSocketNotifier(read, QSocketNotifier.Type.Read, app)
    notifier.activated.connect(lambda: app.exit(0))  # quit() would ask the window, which refuses to close (S7)
