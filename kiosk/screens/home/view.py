"""Draws the home screen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from kiosk.screens.home.state import HomeKey, State
from kiosk.ui.kit import Kit
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.choice_page import ChoicePage
from kiosk.ui.widgets.key_tile import KeyTile

SHARES = (1.0, 1.0, 0.9)


class View(Base):
    chosen = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._keys: tuple[HomeKey, ...] = ()

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title = state.title
        if state.keys != self._keys:
            self._keys = state.keys
            self.fill(ChoicePage(self.kit, [self._tile(key) for key in state.keys], shares=SHARES))

    def _tile(self, key: HomeKey) -> KeyTile:
        tile = KeyTile(self.kit, key.id, key.words, key.detail, service=key.id, minor=not key.great)
        tile.tapped.connect(partial(self.chosen.emit, key.id))
        return tile
