"""Draws the kiosk at rest: one great invitation, and beneath it what is on its way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from kiosk.screens.resting.state import State, Waiting
from kiosk.text import Message
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.column import Column, Row
from kiosk.ui.widgets.note_line import NoteLine
from kiosk.ui.widgets.resting_face import RestingFace

ICONS = ("phone", "clock")  # whom to ring, when somebody comes


class View(Base):
    touched = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._face: RestingFace | None = None
        self._waiting: tuple[Waiting, ...] = ()
        self._help: tuple[Message, ...] = ()

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title = state.title
        if self._face is None or (state.waiting, state.help) != (self._waiting, self._help):
            self._waiting, self._help = state.waiting, state.help
            self._face = RestingFace(self.kit, state.invite, state.touch, time=state.time, date=state.date)
            self._face.tapped.connect(self.touched)
            help_ = self._lines([NoteLine(self.kit, words, ICONS[at]) for at, words in enumerate(state.help)])
            strip = self._lines([NoteLine(self.kit, w.words, "clock") for w in state.waiting])
            items: list[Drawn] = [self._face, *help_, *strip]
            said = range(2, len(items))  # elsewhere too
            self.fill(Column(self.kit, items, grow=[0], optional=said))
        self._face.set_time(state.time, state.date)

    def _lines(self, lines: Sequence[Drawn]) -> list[Drawn]:
        """Side by side where the display is wide."""
        return [Row(self.kit, lines)] if len(lines) > 1 and not self.kit.metrics.display.portrait else list(lines)
