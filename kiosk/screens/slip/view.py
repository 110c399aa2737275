"""Draws the slip as it will be printed, and what can be done with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from kiosk.domain.offered import Key
from kiosk.screens.slip.state import State
from kiosk.ui.drawn import Drawn
from kiosk.ui.metrics import Type
from kiosk.ui.slip_picture import SlipPicture
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.big_key import BigKey, offered_key
from kiosk.ui.widgets.column import Column, Row
from kiosk.ui.widgets.fitting import Fitting
from kiosk.ui.widgets.slip_paper import SlipPaper, SlipStrip
from kiosk.ui.widgets.split import Split
from kiosk.ui.widgets.text_block import TextBlock

SERVICE = "mine"


class View(Base):
    pressed = Signal(str)

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title, self.service = state.title, SERVICE
        sheet = SlipPicture(state.slip, self.kit.t, self.kit.icons, state.paper.width, demo=state.paper.demo)
        self.fill(Fitting(self.kit, partial(self._drawn, state, sheet), partial(self._close, state, sheet)))

    def _drawn(self, state: State, sheet: SlipPicture) -> Drawn:
        items = [self._lead(state), *self._keys(state)]
        return Split(self.kit, SlipPaper(self.kit, sheet), Column(self.kit, items, grow=[0]))

    def _close(self, state: State, sheet: SlipPicture) -> Drawn:
        """What to do first, then the slip, part by part."""
        image = sheet.image()
        strips = [SlipStrip(self.kit, sheet, image, part) for part in sheet.parts]
        return Column(self.kit, [self._lead(state), *map(self._key, state.keys), *strips])

    def _lead(self, state: State) -> TextBlock:
        return TextBlock(self.kit, state.lead, type_=Type.LEAD, lines=6)

    def _keys(self, state: State) -> list[Drawn]:
        """The main key on its own, the others side by side."""
        main: list[Drawn] = [self._key(key) for key in state.keys if key.main]
        others = [self._key(key) for key in state.keys if not key.main]
        rows: list[Drawn] = [Row(self.kit, others)] if len(others) == 2 else [*others]
        return [*main, *rows]

    def _key(self, key: Key) -> BigKey:
        return offered_key(self.kit, key, self.pressed.emit, service=SERVICE)
