"""The peer of a start: a bare PySide6 window that paints one frame and tells when, as the kiosk does."""

import os
import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget


class Bare(QWidget):
    """Nothing in it."""

    told = False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if not self.told:
            self.told = True
            QTimer.singleShot(0, _tell)


def _tell() -> None:
    os.write(int(os.environ["KIOSK_MARKS_FD"]), f"painted {time.monotonic_ns()}\n".encode())


app = QApplication([])
window = Bare()
window.resize(int(sys.argv[1]), int(sys.argv[2]))
window.show()
app.exec()
