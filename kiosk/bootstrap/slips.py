"""The slip printer with its own thread, and what draws for it."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.adapters.printer import PIXELS, EscposPrinter
from kiosk.config import Settings
from kiosk.domain.slip import Slip
from kiosk.services.slips import Slips
from kiosk.text import Translator
from kiosk.ui.icons import Icons
from kiosk.ui.tasks import QtTasks


class Printing:
    """`language` is the resident's now; `slips` draws on the main thread and prints on a thread of its own."""

    def __init__(
        self, settings: Settings, icons: Icons, language: Callable[[], str], on_unforeseen: Callable[[Exception], None]
    ) -> None:
        self._icons = icons
        self._language = language
        self._width = PIXELS[settings.printer.width_mm]
        self._demo = settings.kiosk.demo
        self._tasks = QtTasks(1, on_unforeseen)
        printer = EscposPrinter(settings.printer) if settings.printer.kind != "none" else None
        self.slips = Slips(printer, self._draw, self._tasks, demo=self._demo)

    def close(self) -> None:
        self._tasks.close()

    def _draw(self, slip: Slip) -> bytes:
        from kiosk.ui.slip_picture import SlipPicture  # with the first slip: it brings the codes' library

        return SlipPicture(slip, Translator(self._language()), self._icons, self._width, demo=self._demo).png()
