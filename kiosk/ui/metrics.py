"""Sizes, computed from physical millimetres and the angle at which a resident sees them (elder-ui U1, U2, U6, U24)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

from kiosk.domain.preferences import TextSize

KOU_RATIO = 0.79
"""Height of 口 in em, Noto Sans CJK SC Regular (Bold is taller, so Regular is what must be large enough)."""

LEADING = 1.5
"""Line spacing in em (U3)."""

READ_DEGREES = 0.7
DECIDE_DEGREES = 1.0
"""Least visual angle of 口: for every text, and for what is needed to decide (U1)."""


@dataclass(frozen=True)
class Display:
    """The screen as it hangs on the wall; `mount_mm` is its lower edge above the floor."""

    diagonal_inch: float = 21.5
    width_px: int = 1920
    height_px: int = 1080
    viewing_cm: float = 65
    mount_mm: float = 750

    @property
    def px_per_mm(self) -> float:
        return math.hypot(self.width_px, self.height_px) / (self.diagonal_inch * 25.4)

    @property
    def width_mm(self) -> float:
        return self.width_px / self.px_per_mm

    @property
    def height_mm(self) -> float:
        return self.height_px / self.px_per_mm

    @property
    def portrait(self) -> bool:
        return self.height_px > self.width_px

    def turned(self) -> Display:
        """The same display on its side."""
        return Display(self.diagonal_inch, self.height_px, self.width_px, self.viewing_cm, self.mount_mm)

    def within(self, width_px: int, height_px: int) -> Display:
        """The same display drawn smaller, in its own shape, where the screen has no more pixels than these."""
        share = min(width_px / self.width_px, height_px / self.height_px)
        if share >= 1 or share <= 0:
            return self
        return replace(self, width_px=int(self.width_px * share), height_px=int(self.height_px * share))


DISPLAYS = {
    "10": Display(10.1, 1280, 800, viewing_cm=45),
    "21": Display(),
    "32": Display(32, 1920, 1080),
    "32-4k": Display(32, 3840, 2160),
}
"""The displays the kiosk is checked on (U24); `.turned()` gives portrait. The small one stands on a table, at 45 cm."""


class Type(Enum):
    """What a text is for: wished height (px on a 21.5" display), whether it is needed to decide, bold."""

    TITLE = (60, False, True)
    GREAT = (84, True, True)
    ANSWER = (108, True, True)
    GREAT_MINOR = (64, True, True)
    MAIN = (76, True, True)
    KEY = (58, True, True)
    KEY_NOW = (66, True, True)
    VALUE = (62, True, True)
    BODY = (58, True, False)
    LEAD = (72, True, True)
    BAR = (46, False, True)
    LABEL = (46, False, False)
    SMALL = (42, False, False)
    SMALL_BOLD = (42, False, True)
    HUGE = (120, True, True)
    PLATE = (138, True, True)
    COUNT = (260, True, True)

    @property
    def wish(self) -> int:
        return int(self.value[0])

    @property
    def decide(self) -> bool:
        return bool(self.value[1])

    @property
    def bold(self) -> bool:
        return bool(self.value[2])


@dataclass(frozen=True)
class TypeSize:
    """Font pixels: drawn at `want` where there is room, never under `floor`."""

    want: int
    floor: int
    bold: bool
    decide: bool


@dataclass(frozen=True)
class Metrics:
    """Pixels for one display and one text size. `u()` scales the drawing's pixels, `mm()` converts millimetres."""

    display: Display
    text_size: TextSize = TextSize.STANDARD

    @cached_property
    def _unit(self) -> float:
        return min(self.display.width_px, self.display.height_px) / 1080

    def u(self, reference_px: float) -> int:
        """Pixels of the 1920×1080 drawing, scaled to this display's short side."""
        return max(1, round(reference_px * self._unit))

    def mm(self, millimetres: float) -> int:
        return math.ceil(millimetres * self.display.px_per_mm)

    def kou_px(self, degrees: float) -> int:
        """Font pixels at which 口 is seen under `degrees` from the viewing distance."""
        height_mm = 2 * self.display.viewing_cm * 10 * math.tan(math.radians(degrees) / 2)
        return math.ceil(height_mm * self.display.px_per_mm / KOU_RATIO)

    @cached_property
    def factor(self) -> float:
        """How much larger than U1's minimum every text must be (U2)."""
        huge = 1.5 if self.display.diagonal_inch < 15 else 2.0
        return {TextSize.STANDARD: 1.0, TextSize.LARGE: 1.4, TextSize.HUGE: huge}[self.text_size]

    def type(self, kind: Type) -> TypeSize:
        found = self._types.get(kind)
        if found is None:
            found = self._types[kind] = self._type(kind)
        return found

    @cached_property
    def _types(self) -> dict[Type, TypeSize]:
        return {}

    def _type(self, kind: Type) -> TypeSize:
        degrees = DECIDE_DEGREES if kind.decide else READ_DEGREES
        floor = max(self.kou_px(degrees), self.kou_px(READ_DEGREES * self.factor))
        if kind is Type.PLATE:
            floor = max(floor, self.u(130))
        return TypeSize(max(self.u(kind.wish), self.kou_px(degrees * self.factor)), floor, kind.bold, kind.decide)

    @cached_property
    def tight(self) -> bool:
        """Whether so few lines fit on the display that ornaments must give way to words."""
        return min(self.display.width_px, self.display.height_px) < 15 * self.type(Type.SMALL).floor

    @cached_property
    def target_mm(self) -> float:
        """Least side of a key. Small displays get 15.5 rather than 15: only then do 99% of scattered taps hit (U8)."""
        return 15.5 if self.display.diagonal_inch < 12 else 20.0

    @cached_property
    def target(self) -> int:
        return self.mm(self.target_mm)

    @cached_property
    def gap(self) -> int:
        """Between keys: 3 mm at the least (U6)."""
        return max(self.mm(3.2), self.u(20 if self.tight else 28))

    @cached_property
    def margin(self) -> int:
        return max(self.mm(3.2), self.u(56 if self.display.diagonal_inch >= 12 else 36))

    @cached_property
    def pad(self) -> int:
        """Inside a key or a card, to its words."""
        return self.u(36 if self.display.diagonal_inch >= 12 and not self.tight else 22)

    @cached_property
    def radius(self) -> int:
        return self.u(28)

    @cached_property
    def edge(self) -> int:
        """Width of a key's outline."""
        return max(2, self.u(4))

    @cached_property
    def choices(self) -> int:
        """Choices on a page, by width: 6, 4 or 2 (U6)."""
        width = self.display.width_mm
        return 6 if width >= 260 else 4 if width >= 200 else 2

    @cached_property
    def bar_rows(self) -> int:
        return 2 if self.display.width_mm < 200 else 1

    def ceiling(self, lowered: bool) -> int:
        """Px above the lower edge that a key may reach: 1,200 mm above the floor; lowered, the lower 500 mm (U25)."""
        reach_mm = 1200 - self.display.mount_mm
        if lowered:
            reach_mm = min(reach_mm, 500.0)
        return min(self.display.height_px, self.mm(max(reach_mm, 200.0)))
