"""The honest steps of a request: done, now, and what may come. Nothing is shown before it is true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from kiosk.text import Message, msg
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Box, Picture, Piece
from kiosk.ui.widgets.card import Card


class StepState(Enum):
    DONE = "done"
    NOW = "now"
    COMING = "coming"
    FAILED = "failed"


@dataclass(frozen=True)
class Step:
    """One step and where it stands. DONE carries a tick, NOW a filled ring and its number, COMING a broken ring."""

    words: Message | str
    state: StepState


class StatusCard(Card):
    """Steps from top to bottom, and at the foot a line such as 您是 12 号. Long lists show the last steps that fit.

    `set_steps(steps, foot)` replaces all; `service` gives the colour.
    """

    def __init__(
        self, kit: Kit, steps: Sequence[Step] = (), foot: Message | str = "", *, service: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.service = service
        self.steps: list[tuple[int, str, StepState]] = []
        self.foot = ""
        self.set_up(kit)
        self.set_steps(steps, foot)

    def set_steps(self, steps: Sequence[Step], foot: Message | str = "") -> None:
        self.steps = [(n, self.kit.words(s.words), s.state) for n, s in enumerate(steps, start=1)]
        self.foot = self.kit.words(foot) if foot else ""
        self.setAccessibleName(self._name())
        self.refresh()

    def _name(self) -> str:
        """What is true so far, then what is not yet: in one flat list, 办好了 would sound as if it were."""
        so_far = [words for _, words, state in self.steps if state is not StepState.COMING]
        coming = tuple(words for _, words, state in self.steps if state is StepState.COMING)
        not_yet = [self.kit.t(msg("status.not_yet", steps=coming))] if coming else []
        return "。".join(part for part in [*so_far, *not_yet, self.foot] if part)

    def needs_width(self) -> int:
        words = 5 * self.kit.metrics.type(Type.KEY).floor
        return round(self._mark() + self.kit.metrics.u(32) + words + 2 * self.inset())

    def needs_height(self, width: int) -> int:
        """Of the step that matters now and the foot; earlier and later steps give way where there is no room."""
        room = width - 2 * self.inset()
        now = max((self._height(step, room) for step in self._kept(1)), default=0)
        return round(now + self._foot_height(room) + 2 * self.inset() + 1)

    def likes_height(self, width: int) -> int:
        room = width - 2 * self.inset()
        steps = sum(self._height(step, room) for step in self.steps) + len(self.steps) * self.kit.metrics.u(24)
        return max(self.needs_height(width), round(steps + self._foot_height(room) + 2 * self.inset()))

    def compose(self, rect: QRectF) -> list[Piece]:
        inner = self.inner(rect)
        foot = self._foot_height(inner.width())
        room = inner.height() - foot
        steps = self._that_fit(inner.width(), room)
        heights = [self._height(step, inner.width()) for step in steps]
        gap = min(self.kit.metrics.u(40), max(0.0, (room - sum(heights)) / max(1, len(steps))))
        used = sum(heights) + gap * max(0, len(steps) - 1)
        top = inner.top() + (max(0.0, (room - used) / 2) if foot == 0 else max(0.0, min((room - used) / 2, gap)))
        pieces: list[Piece] = [self.ground(rect)]
        for step, height in zip(steps, heights, strict=True):
            pieces += self._step(step, QRectF(inner.left(), top, inner.width(), height))
            top += height + gap
        if self.foot:
            line = inner.bottom() - foot + self.kit.metrics.u(12)
            below = QRectF(inner.left(), line, inner.width(), inner.bottom() - line + self.kit.metrics.u(16))
            pieces += [self.rule(inner, line), self._foot_words(below)]
        return pieces

    # parts

    def _foot_words(self, below: QRectF) -> Piece:
        colours, cap = self.kit.colours, self.kit.metrics.type(Type.LABEL).floor
        return self.words(
            self.foot, below, Type.LABEL, colours.quiet, colours.surface, cap=max(cap, self.kit.metrics.u(46))
        )

    def _foot_height(self, width: float) -> float:
        if not self.foot:
            return 0.0
        return self.least(self.foot, width, Type.LABEL) + self.kit.metrics.u(40)

    def _kind(self, state: StepState) -> Type:
        return Type.KEY_NOW if state is StepState.NOW else Type.BODY if state is StepState.COMING else Type.KEY

    def _mark(self) -> float:
        return max(self.kit.metrics.u(84), self.kit.metrics.type(Type.BAR).floor * 1.5)

    def _height(self, step: tuple[int, str, StepState], width: float) -> float:
        room = width - self._mark() - self.kit.metrics.u(32)
        return max(self._mark(), self.least(step[1], room, self._kind(step[2])))

    def _kept(self, count: int) -> list[tuple[int, str, StepState]]:
        """The `count` steps nearest to now: now itself, what came before, then what may come."""
        now = next(
            (i for i, s in enumerate(self.steps) if s[2] in (StepState.NOW, StepState.FAILED)), len(self.steps) - 1
        )
        order = sorted(range(len(self.steps)), key=lambda i: (i != now, i < now - 1, abs(i - now)))
        return [self.steps[i] for i in sorted(order[:count])]

    def _that_fit(self, width: float, room: float) -> list[tuple[int, str, StepState]]:
        for count in range(len(self.steps), 1, -1):
            steps = self._kept(count)
            if sum(self._height(step, width) for step in steps) + (count - 1) * self.kit.metrics.u(10) <= room:
                return steps
        return self._kept(1)

    def _step(self, step: tuple[int, str, StepState], rect: QRectF) -> list[Piece]:
        number, words, state = step
        colours, mark = self.kit.colours, self._mark()
        kind = self._kind(state)
        left = rect.left() + mark + self.kit.metrics.u(32)
        place = QRectF(left, rect.top(), rect.right() - left, rect.height())
        colour = colours.quiet if state is StepState.COMING else colours.ink
        ring = QRectF(rect.left(), rect.center().y() - mark / 2, mark, mark)
        text = self.words(words, place, kind, colour, colours.surface, lines=4)
        return [*self._sign(number, state, ring), text]

    def _sign(self, number: int, state: StepState, ring: QRectF) -> list[Piece]:
        metrics, colours = self.kit.metrics, self.kit.colours
        fill, surface = colours.service(self.service), colours.surface
        if state in (StepState.DONE, StepState.FAILED):
            ground, edge, on = fill.ground, fill.edge, fill.words
            if state is StepState.FAILED:
                ground, edge, on = colours.ink, colours.ink, colours.surface
            inset = ring.width() * 0.2
            sign = Picture(
                "check" if state is StepState.DONE else "cross", ring.adjusted(inset, inset, -inset, -inset), on, ground
            )
            return [Box(ring, ground, surface, edge, metrics.edge, ring.width() / 2, control=True), sign]
        now = state is StepState.NOW
        edge, colour = (fill.edge, fill.accent) if now else (colours.edge, colours.quiet)
        circle = Box(
            ring, surface, surface, edge, metrics.u(8 if now else 5), ring.width() / 2, control=True, dashed=not now
        )
        cap = max(metrics.type(Type.BAR).floor, metrics.u(48))
        return [circle, self.words(str(number), ring, Type.BAR, colour, surface, lines=1, centred=True, cap=cap)]
