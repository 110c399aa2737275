"""The title: which service and which moment; at its right who is on duty, and the time."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.domain.presence import Helpers
from kiosk.text import Message
from kiosk.ui.drawn import Drawn, lead, visual
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Box, Picture, Piece

BADGE_SHARE = 0.2
MOST_LINES = 3


class TitleBar(Drawn, QLabel):
    """One row where it fits; else the duty shrinks to icon and name, and the time goes. Then there are two rows, or,
    where height is dear, the title alone: who is on duty is heard, and stands on 叫志愿者's screen.

    `badge` is the band's word (演示, 练习, 演练), shown at the left. `sign`: somebody is known; it comes before
    the duty, and gives way where there is no room, for 我好了 stands beside it.
    """

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.duty = self.duty_short = self.time = self.badge = self.sign = ""
        self.service = ""
        self.badge_service = ""
        self.low = False
        self.helpers = Helpers.THERE
        self.set_up(kit)

    def set_low(self, low: bool) -> None:
        """As low as its words allow, where a screen needs the room."""
        if low != self.low:
            self.low = low
            self.refresh()

    def set_title(self, title: Message | str, service: str = "") -> None:
        """`service` colours the title of an alarm; other titles are ink."""
        self.title, self.service = self.kit.words(title), service
        self._changed()

    def set_duty(
        self, duty: Message | str, short: Message | str = "", helpers: Helpers = Helpers.THERE
    ) -> None:  # fmt: skip
        """志愿者在：王阿姨, and 王阿姨 for narrow screens; empty when nobody is on duty and nothing is to be said.

        Green says that somebody is there, ink that nobody is; what nobody can say bears a warning (U5).
        """
        self.helpers = helpers
        self.duty, self.duty_short = self.kit.words(duty), self.kit.words(short)
        self._changed()

    def set_time(self, time: Message | str) -> None:
        self.time = self.kit.words(time)
        self._changed()

    def set_badge(self, badge: Message | str, service: str = "", short: Message | str = "") -> None:
        """`short` stands there where the whole would take too much from the title."""
        self.badge, self.badge_service = self.kit.words(badge), service
        if short and self._small(self.badge, True) > BADGE_SHARE * self.kit.metrics.display.width_px:
            self.badge = self.kit.words(short)
        self._changed()

    def set_sign(self, sign: Message | str) -> None:
        """卡已认出, or nothing; never who it is."""
        self.sign = self.kit.words(sign) if sign else ""
        self._changed()

    def _changed(self) -> None:
        self.setAccessibleName("，".join(w for w in (self.badge, self.title, self.sign, self.duty, self.time) if w))
        self.refresh()

    def needs_height(self, width: int) -> int:
        metrics = self.kit.metrics
        rows = [self._title_lines(width)] if self._plan(width) else [self._title_lines(width, alone=True), 1]
        heights = [self._row_height(rows[0], Type.TITLE), *(self._row_height(1, Type.SMALL) for _ in rows[1:])]
        return round(max(sum(heights), 0 if metrics.tight or self.low else metrics.u(132)))

    def fits(self, width: int) -> bool:
        """Whether the title can be written in this width; else what stands beside it has to give way."""
        return self._title_lines(width, alone=self._plan(width) is None) <= MOST_LINES

    def compose(self, rect: QRectF) -> list[Piece]:
        margin, plan = self.kit.metrics.margin, self._plan(round(rect.width()))
        inner = rect.adjusted(margin, 0, -margin, 0)
        pieces, left = self._badge_pieces(inner, plan)
        if plan is None:
            lines = self._title_lines(round(rect.width()), alone=True)
            first = QRectF(left, inner.top(), inner.right() - left, self._row_height(lines, Type.TITLE))
            second = QRectF(inner.left(), first.bottom(), inner.width(), inner.bottom() - first.bottom())
            shown = [
                *self._title_pieces(first, MOST_LINES),
                *self._right(second, self._second_row(inner.width()), from_left=True),
            ]
            return [*pieces, *shown]
        right = self._right(inner, plan)
        edge = min((p.rect.left() for p in right if not isinstance(p, Box)), default=inner.right())  # type: ignore[union-attr]
        edge -= self.kit.metrics.u(40) if right else 0
        room = QRectF(left, inner.top(), edge - left, inner.height())
        return [*pieces, *self._title_pieces(room, MOST_LINES if plan == () else 1), *right]

    # parts

    def _row_height(self, lines: int, kind: Type) -> float:
        px = self.kit.metrics.type(kind).floor
        return (lines - 1) * 1.5 * px + px * 1.35

    def _title_width(self) -> float:
        size = self.kit.metrics.type(Type.TITLE)
        return self.kit.type.width(self.title, True) * max(size.floor, size.want * 0.8)

    def _title_lines(self, width: int, *, alone: bool = False) -> int:
        size = self.kit.metrics.type(Type.TITLE)
        room = width - 2 * self.kit.metrics.margin - self._badge_width()
        if not alone:
            room -= self._right_width(self._plan(width) or ())
        return max(1, len(self.kit.type.paragraph(self.title, room, size.floor, True).lines))

    def _plan(self, width: int) -> tuple[str, ...] | None:
        """What stands at the right of the title in one row; None when two rows are needed."""
        room = width - 2 * self.kit.metrics.margin - self._badge_width() - self._title_width()
        plans = [("full", "time"), ("full",), ("short", "time"), ("short",)] if self.duty else [("time",), ()]
        if self.sign:
            plans = [*(("sign", *plan) for plan in plans), ("sign",)]
        for plan in plans:
            if self._right_width(plan) <= room:
                return plan
        return () if self.kit.metrics.tight or self.sign or not self.duty else None

    def _second_row(self, room: float) -> tuple[str, ...]:
        plans = [("full", "time"), ("full",), ("short", "time"), ("short",)]
        return next((plan for plan in plans if self._right_width(plan) <= room), ("short",))

    def _small(self, text: str, bold: bool) -> float:
        return self.kit.type.width(text, bold) * self.kit.metrics.type(Type.SMALL).floor

    def _right_width(self, plan: tuple[str, ...]) -> float:
        gap = self.kit.metrics.u(40)
        widths = {
            "full": self._small(self.duty, True) + (self._duty_icon() * 1.2 if self.duty and self._warns else 0.0),
            "sign": self._small(self.sign, True) + self._duty_icon() * 1.2 if self.sign else 0.0,
            "short": self._small(self.duty_short or self.duty, True) + self._duty_icon() * 1.2,
            "time": self._small(self.time, False),
        }
        return sum(widths[part] + gap for part in plan if widths[part])

    @property
    def _warns(self) -> bool:
        return self.helpers is Helpers.UNKNOWN

    def _duty_colour(self) -> str:
        colours = self.kit.colours
        named = {Helpers.THERE: "lessons", Helpers.UNKNOWN: "alarm"}.get(self.helpers)
        return colours.service(named).accent if named else colours.quiet

    def _duty_icon(self) -> float:
        return self.kit.metrics.type(Type.SMALL).floor * 1.15

    def _badge_width(self) -> float:
        if not self.badge:
            return 0.0
        metrics = self.kit.metrics
        return self._small(self.badge, True) + 2 * metrics.u(28) + metrics.u(32)

    def _badge_pieces(self, inner: QRectF, plan: tuple[str, ...] | None) -> tuple[list[Piece], float]:
        if not self.badge:
            return [], inner.left()
        metrics, colours = self.kit.metrics, self.kit.colours
        size, fill = metrics.type(Type.SMALL_BOLD), colours.service(self.badge_service)
        width, height = self._badge_width() - metrics.u(32), size.floor * 1.6
        row = inner.height() if plan is not None else self._row_height(1, Type.TITLE)
        box = QRectF(inner.left(), inner.top() + (row - height) / 2, width, height)
        words = self.words(
            self.badge, box, Type.SMALL_BOLD, fill.words, fill.ground, lines=1, centred=True, cap=size.floor
        )
        return [Box(box, fill.ground, colours.paper, radius=metrics.u(18)), words], inner.left() + self._badge_width()

    def _title_pieces(self, room: QRectF, lines: int) -> list[Piece]:
        colours = self.kit.colours
        colour = colours.service("alarm").accent if self.service == "alarm" else colours.ink
        setting = self.fit(self.title, room.width(), room.height(), Type.TITLE, lines)
        top = room.center().y() - visual(setting) / 2 - lead(setting)
        place = QRectF(room.left(), top, room.width(), setting.height)
        return [self.placed(setting, place, Type.TITLE, colour, colours.paper)]

    def _right(self, inner: QRectF, plan: tuple[str, ...], *, from_left: bool = False) -> list[Piece]:
        colours, gap = self.kit.colours, self.kit.metrics.u(40)
        px, pieces = self.kit.metrics.type(Type.SMALL).floor, list[Piece]()
        left = inner.left() if from_left else inner.right() - self._right_width(plan) + gap
        for part in plan:
            text = {
                "sign": self.sign,
                "full": self.duty,
                "short": self.duty_short or self.duty,
                "time": self.time,
            }[part]
            if not text:
                continue
            kind = Type.SMALL if part == "time" else Type.SMALL_BOLD
            colour = {"time": colours.quiet, "sign": colours.ink}.get(part, self._duty_colour())
            icon = {"short": "person", "sign": "card"}.get(part)
            if self._warns and part in ("full", "short"):
                icon = "warning"
            if icon:
                side = self._duty_icon()
                place = QRectF(left, inner.center().y() - side / 2, side, side)
                pieces.append(Picture(icon, place, colour, colours.paper))
                left += side * 1.2
            width = self._small(text, kind.bold) + 1
            room = QRectF(left, inner.top(), width, inner.height())
            pieces.append(self.words(text, room, kind, colour, colours.paper, lines=1, cap=px))
            left += width + gap
        return pieces
