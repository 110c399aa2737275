"""12 号，车到了: who is called, by number, and what to look for. It is read, not tapped; several take turns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget
from shiboken6 import isValid

from kiosk.text import Message
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Box, Picture, Piece

TURN_SECONDS = 6.0
"""Each stands so long, then the next takes its place at once: no sliding and no blinking (U21)."""


class WaitingStrip(Drawn, QLabel):
    """`calls`: of each the number first, then one thing each. Where not all of a call fits, it takes turns with itself,
    the number always with it. `over_title`: it stands in the title's place, and gives it back between two rounds.
    `great`: for who waits across the room.
    """

    def __init__(self, kit: Kit, calls: Sequence[Sequence[Message | str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.calls = [[kit.words(part) for part in call] for call in calls]
        self.over_title = self.great = False
        self.on_turn: Callable[[], None] = lambda: None
        self._turn_at = 0
        self._later: Callable[[], None] = lambda: None
        self.set_up(kit)
        self.setAccessibleName("。".join("，".join(call) for call in self.calls))
        self._wind()

    def needs_height(self, _width: int) -> int:
        return round(self.kit.metrics.type(self._kind).floor * 1.5) + 2 * self._pad()

    @property
    def away(self) -> bool:
        """Whether the title has its place back for a moment."""
        steps = self.steps()
        return self.over_title and self._turn_at % (len(steps) + 1) == len(steps)

    def steps(self) -> list[str]:
        """What is shown, one after the other, at this width."""
        room = self.width() - 2 * self._pad() - self._sign()
        return [step for call in self.calls for step in self._of(call, room)]

    def compose(self, rect: QRectF) -> list[Piece]:
        colours, steps = self.kit.colours, self.steps()
        side, pad = self._sign(), self._pad()
        words = steps[self._turn_at % len(steps)] if steps else ""
        place = rect.adjusted(pad + side, 0, -pad, 0)
        icon = QRectF(pad, rect.center().y() - side * 0.4, side * 0.8, side * 0.8)
        ground = Box(rect, colours.panel, colours.paper, radius=self.kit.metrics.u(20))
        text = self.words(words, place, self._kind, colours.panel_words, colours.panel, lines=1)
        return [ground, Picture("bell", icon, colours.panel_words, colours.panel), text]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._wind()

    def shape(self, *, over_title: bool, great: bool) -> None:
        if (over_title, great) != (self.over_title, self.great):
            self.over_title, self.great = over_title, great
            self.refresh()
            self._wind()

    def stop(self) -> None:
        """No more turns; before it goes."""
        self._later()
        self._later = lambda: None

    # parts

    @property
    def _kind(self) -> Type:
        return Type.KEY if self.great else Type.SMALL_BOLD

    def _pad(self) -> int:
        return self.kit.metrics.u(10 if self.kit.metrics.tight else 18)

    def _sign(self) -> int:
        return round(self.kit.metrics.type(self._kind).floor * 1.4)

    def _of(self, call: list[str], room: float) -> list[str]:
        """One call in as few steps as there is room for, each with the number."""
        size = self.kit.metrics.type(self._kind)
        steps: list[list[str]] = []
        for part in call[1:]:
            longer = [*steps[-1], part] if steps else [call[0], part]
            if not steps or self.kit.type.width("，".join(longer), size.bold) * size.floor <= room:
                steps[-1:] = [longer]
            else:
                steps.append([call[0], part])
        return ["，".join(step) for step in steps]

    def _wind(self) -> None:
        """Turns go on only where there is more than one thing to show."""
        self.stop()
        if len(self.steps()) + self.over_title > 1:
            self._later = self.kit.pace.later(TURN_SECONDS, self._turn)

    def _turn(self) -> None:
        if not isValid(self):  # it went with its window
            return
        self._turn_at += 1
        self.refresh()
        self.on_turn()
        self._wind()
