"""Draws the warning before a session ends."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from kiosk.screens.idle.state import State
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.countdown_ring import CountdownRing
from kiosk.ui.widgets.split import Split

SERVICE = "doctor"


class View(Base):
    pressed = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._ring = CountdownRing(kit, seconds=0, service=SERVICE)
        self._built = False

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title = state.title
        if not self._built:
            self._built = True
            keys = [self._key(name, first=n == 0, state=state) for n, (name, _) in enumerate(state.keys)]
            self.fill(Split(self.kit, self._ring, Column(self.kit, keys, grow=[0]), share=0.45))
        self._ring.set_caption(state.lead)
        self._ring.set_left(state.left, state.left / state.total)

    def _key(self, name: str, *, first: bool, state: State) -> BigKey:
        kind, size = (KeyKind.MAIN, Type.HUGE) if first else (KeyKind.OUTLINE, None)
        key = BigKey(self.kit, dict(state.keys)[name], kind=kind, service=SERVICE, type_=size)
        key.tapped.connect(partial(self.pressed.emit, name))
        return key
