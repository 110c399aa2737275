"""Draws the kiosk at rest: one great invitation, and beneath it what is on its way."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk.screens.resting.state import State, Waiting
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.column import Column, Row
from kiosk.ui.widgets.note_line import NoteLine
from kiosk.ui.widgets.resting_face import RestingFace


class View(Base):
    touched = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._face: RestingFace | None = None
        self._waiting: tuple[Waiting, ...] = ()

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title = state.title
        if self._face is None or state.waiting != self._waiting:
            self._waiting = state.waiting
            self._face = RestingFace(self.kit, state.invite, state.touch, time=state.time, date=state.date)
            self._face.tapped.connect(self.touched)
            strip = [NoteLine(self.kit, w.words, "clock") for w in state.waiting]
            beside = len(strip) > 1 and not self.kit.metrics.display.portrait
            items: list[Drawn] = [self._face, *([Row(self.kit, strip)] if beside else strip)]
            self.fill(Column(self.kit, items, grow=[0]))
        self._face.set_time(state.time, state.date)
