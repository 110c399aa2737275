"""The lessons of this kiosk, with practice and what is learned. Read when they are first asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.errors import KioskError
from kiosk.services.learning import Learning
from kiosk.services.lessons import LessonShelf
from kiosk.services.practice import Practice
from kiosk.services.session import Session
from kiosk.ui.navigator import QtNavigator
from kiosk.ui.widgets.band import BandKind
from kiosk.ui.window import KioskWindow

if TYPE_CHECKING:
    from kiosk.content.lessons.check import Lessons
    from kiosk.ports.installed_content import InstalledContent

log = logging.getLogger(__name__)
SCREEN = "lessons"


@dataclass(frozen=True)
class Teaching:
    """What the lessons' screen works with."""

    shelf: LessonShelf
    learning: Learning
    give: Callable[[], None]
    practise: Callable[[str, str], None]
    practising: Callable[[], bool]


def read_lessons(content: InstalledContent) -> Lessons:
    """The installed lessons; those that came with the program where the installed ones cannot be read.

    Slow the first time. Raises LessonError, noted for the administrator first.
    """
    from kiosk.adapters.lessons import LESSONS, load_lessons

    for some in dict.fromkeys((content.folders("lessons") or (LESSONS,), (LESSONS,))):
        try:
            return load_lessons(*some)
        except KioskError as error:
            log.warning("no lessons: %s; see `kiosk lessons check`", str(error).partition("\n")[0])
            failed = error
    raise failed


class Classroom:
    """Ties practice to the window: its band, its end, and the kiosk handed to the next person.

    `usual` gives the band without practice: a helper's, or 演示 in the `demo`, which goes on saying so.
    """

    def __init__(
        self,
        window: KioskWindow,
        navigator: QtNavigator,
        session: Session,
        practice: Practice,
        usual: Callable[[], BandKind | None],
        *,
        demo: bool,
    ) -> None:
        self._window = window
        self._navigator = navigator
        self._session = session
        self._practice = practice
        self._usual = usual
        self._band = BandKind.DEMO_PRACTICE if demo else BandKind.PRACTICE
        practice.watch(self.show)
        session.on_end(practice.end)

    def moved(self, screen: str) -> None:
        """Call it when another screen opens."""
        self._practice.moved(screen)
        self.show()

    def practise(self, lesson: str, service: str) -> None:
        """Open the real screen of a service for practice; what was entered there before is gone."""
        self._session.drop(service)
        self._practice.begin(lesson)
        self._navigator.go(service)

    def give(self) -> None:
        """有人要用: this session is over, and home stands there for the next person at once."""
        self._session.end()
        self._navigator.home()
        self._session.activity()

    def show(self) -> None:
        """The band as it has to be now; also when a helper has come or gone."""
        practising = self._practice.on or self._navigator.current == SCREEN
        band = self._band if practising else self._usual()
        if band is not self._window.band:
            self._window.set_band(band)
