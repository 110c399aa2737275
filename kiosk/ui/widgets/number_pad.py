"""A number pad: what was typed stands large and in groups above twelve keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.text import Message, msg
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Box, Piece
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.disc import disc

LAYOUT = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "erase", "0", "done")
SIGN, SIGN_LEAST = 260, 150
LARGEST_KEY = 240


class NumberPad(Drawn, QLabel):
    """`groups` gives the lengths in which the number is shown, (3, 4, 4) for a telephone; more digits are not taken.

    `secret` shows dots and lets no key be read aloud; `icon` is the picture where room is left.
    Signals: `changed(digits)`, `done(digits)`.
    """

    changed = Signal(str)
    done = Signal(str)

    def __init__(
        self, kit: Kit, prompt: Message | str, *, groups: Sequence[int] = (3, 4, 4), service: str = "",
        secret: bool = False, icon: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.prompt = kit.words(prompt)
        self.groups, self.secret, self.service = tuple(groups), secret, service
        self.digits, self.symbol = "", icon
        self.set_up(kit)
        self._screen_at = QRectF()
        self._brief = False
        self._keys = {name: self._make(name) for name in LAYOUT}

    def fill(self, prompt: Message, digits: str) -> None:
        """What is asked for, and what was typed so far."""
        self.prompt = self.kit.words(prompt)
        self.set_digits(digits)

    def set_digits(self, digits: str) -> None:
        self.digits = digits[: sum(self.groups)]
        shown = self.prompt if self.secret else f"{self.prompt} {self.shown()}"
        self.setAccessibleName(shown)
        self.refresh()

    def shown(self) -> str:
        """The digits in their groups, with a dash for each that is missing in the first empty place."""
        typed = "●" * len(self.digits) if self.secret else self.digits
        parts, start = [], 0
        for length in self.groups:
            parts.append(typed[start : start + length])
            start += length
        return " ".join(part for part in parts if part)

    def key(self, name: str) -> BigKey:
        return self._keys[name]

    def needs_width(self) -> int:
        return 3 * max(key.needs_width() for key in self._keys.values()) + 2 * self.kit.metrics.gap

    def needs_height(self, width: int) -> int:
        keys = 4 * self._key_height(width) + 3 * self._gap()
        if self._wide(width):
            return max(keys, round(self._screen_height(width * 0.48)))
        return keys + round(self._screen_height(width)) + self.kit.metrics.gap

    def compose(self, _rect: QRectF) -> list[Piece]:
        colours, metrics, at = self.kit.colours, self.kit.metrics, self._screen_at
        prompt = self._prompt_height(at.width())
        field = QRectF(at.left(), at.top() + prompt, at.width(), 0)
        field.setBottom(min(at.bottom(), field.top() + metrics.type(Type.HUGE).want * 1.6))
        box = Box(field, colours.surface, colours.paper, colours.edge, metrics.edge, metrics.radius, control=True)
        pieces: list[Piece] = [box]
        if prompt:
            top = QRectF(at.left(), at.top(), at.width(), prompt - metrics.u(20))
            pieces.append(self.words(self.prompt, top, Type.KEY, colours.ink, colours.paper, lines=3))
        pieces += self._sign(at.adjusted(0, field.bottom() - at.top(), 0, 0))
        if self.digits:
            pad = metrics.u(24)
            inner = field.adjusted(pad, 0, -pad, 0)
            pieces.append(
                self.words(self.shown(), inner, Type.HUGE, colours.ink, colours.surface, lines=2, centred=True)
            )
        return pieces

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._brief = False
        self._brief = self.needs_height(self.width()) > self.height()
        width, height, gap = self.width(), self.height(), self._gap()
        if self._wide(width):
            left = round(width * 0.48)
            self._screen_at = QRectF(0, 0, left, height)
            room = QRect(left + self.kit.metrics.gap, 0, width - left - self.kit.metrics.gap, height)
        else:
            tall = round(self._screen_height(width))
            spare = height - gap - tall - 4 * self.kit.metrics.u(LARGEST_KEY) - 3 * gap
            tall += max(0, min(spare, self.kit.metrics.u(70)))
            self._screen_at = QRectF(0, 0, width, tall)
            room = QRect(0, tall + self.kit.metrics.gap, width, height - tall - self.kit.metrics.gap)
        wide = (room.width() - 2 * gap) // 3
        tall = min((room.height() - 3 * gap) // 4, self.kit.metrics.u(LARGEST_KEY))
        for index, name in enumerate(LAYOUT):
            row, column = divmod(index, 3)
            self._keys[name].setGeometry(
                room.left() + column * (wide + gap), room.top() + row * (tall + gap), wide, tall
            )
        self.refresh()

    # parts

    def _sign(self, room: QRectF) -> list[Piece]:
        """What the number is for, where there is room under it."""
        metrics = self.kit.metrics
        side = min(metrics.u(SIGN), room.height() - 2 * metrics.gap)
        if not self.symbol or side < metrics.u(SIGN_LEAST):
            return []
        place = QRectF(room.left(), room.center().y() + metrics.gap / 2 - side / 2, side, side)
        return disc(self.kit, self.symbol, place, self.service, self.kit.colours.paper)

    def _make(self, name: str) -> BigKey:
        if name == "erase":
            key = BigKey(self.kit, "", "backspace", name=msg("pad.erase"), parent=self)
        elif name == "done":
            key = BigKey(
                self.kit, msg("pad.done"), kind=KeyKind.MAIN, service=self.service, type_=Type.KEY, parent=self
            )
        else:
            key = BigKey(self.kit, name, type_=Type.MAIN, parent=self)
        key.tapped.connect(lambda: self._press(name))
        return key

    def _press(self, name: str) -> None:
        if name == "done":
            self.done.emit(self.digits)
            return
        before = self.digits
        self.set_digits(before[:-1] if name == "erase" else before + name)
        if self.digits != before:
            self.changed.emit(self.digits)

    def _gap(self) -> int:
        return max(self.kit.metrics.mm(3.2), self.kit.metrics.u(20))

    def _wide(self, width: int) -> bool:
        return not self.kit.metrics.display.portrait and width * 0.48 >= self.kit.metrics.type(Type.KEY).floor * 6

    def _key_height(self, width: int) -> int:
        wide = (width * (0.52 if self._wide(width) else 1) - 2 * self._gap()) / 3
        return max(key.needs_height(round(wide)) for key in self._keys.values())

    def _screen_height(self, width: float) -> float:
        """The prompt and a field that holds the whole number at its smallest size."""
        whole = " ".join("0" * length for length in self.groups)
        pad = self.kit.metrics.u(24)
        return self._prompt_height(width) + self.least(whole, width - 2 * pad, Type.HUGE) + 2 * pad

    def _prompt_height(self, width: float) -> float:
        """With the space under it; nothing where the keys need the room: the title and the voice ask, too."""
        if self._brief:
            return 0.0
        return self.least(self.prompt, width, Type.KEY) * 1.2 + self.kit.metrics.u(20)
