"""Every gui test runs offscreen, with the kiosk's own application."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication

from kiosk.text import Translator
from kiosk.ui.app import create_app
from kiosk.ui.theme import DISPLAYS, Kit, Look, make_kit
from kiosk.ui.window import KioskWindow


class FakePace:
    """Time that moves when a test says so."""

    def __init__(self) -> None:
        self.seconds = 100.0
        self._calls: list[tuple[float, Callable[[], None]]] = []

    def now(self) -> float:
        return self.seconds

    def later(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        entry = (self.seconds + seconds, call)
        self._calls.append(entry)
        return lambda: self._calls.remove(entry) if entry in self._calls else None

    def pass_(self, seconds: float) -> None:
        """Lets time pass; what is due is called."""
        self.seconds += seconds
        for entry in [e for e in self._calls if e[0] <= self.seconds + 1e-9]:
            self._calls.remove(entry)
            entry[1]()


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    return create_app()


@pytest.fixture
def pace() -> FakePace:
    return FakePace()


@pytest.fixture
def kit(qapp: QApplication, pace: FakePace) -> Kit:
    """The default look on the default display."""
    return make_kit(DISPLAYS["21"], Look(), Translator("zh_CN"), pace=pace)


@pytest.fixture
def window(kit: Kit) -> Iterator[KioskWindow]:
    made = KioskWindow(kit)
    made.show()
    yield made
    made.may_close = True
    made.close()
    made.deleteLater()
    QApplication.processEvents()
