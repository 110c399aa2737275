"""Colours: three palettes and the sum that says whether two of them can be told apart (elder-ui U4, U5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.preferences import Palette

SERVICES = ("doctor", "taxi", "policy", "lessons", "mine", "alarm")
"""A service keeps its colour through all its screens; `alarm` is for the alarm and nothing else."""


def luminance(colour: str) -> float:
    """Relative luminance of "#RRGGBB", 0 black to 1 white (WCAG 2.2)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two "#RRGGBB" colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@dataclass(frozen=True)
class Fill:
    """How one service is painted: a filled key, the words on it, its outline, and its colour as words on paper."""

    ground: str
    words: str
    edge: str
    accent: str


@dataclass(frozen=True)
class Colours:
    """One palette. Words and icons are `ink`, `quiet` or a service's `accent`, on `paper`, `surface` or `shelf`."""

    name: Palette
    paper: str
    surface: str
    shelf: str
    ink: str
    quiet: str
    line: str
    edge: str
    pressed: str
    panel: str
    panel_words: str
    ring: str
    ring_outer: str
    services: Mapping[str, Fill]

    def service(self, name: str) -> Fill:
        """The colours of a service; unknown names get the neutral ones of ink."""
        return self.services.get(name) or Fill(self.ink, self.paper, self.ink, self.ink)

    def tile(self, name: str) -> Fill:
        """The colours of a great key: as the service's, but outlined where six filled ones would glare."""
        if self.name is Palette.CONTRAST and name != "alarm":
            return Fill(self.surface, self.ink, self.edge, self.ink)
        return self.service(name)


def _plain(ground: str) -> Fill:
    return Fill(ground, "#FFFFFF", ground, ground)


LIGHT = Colours(
    Palette.LIGHT,
    paper="#FBF7F0",
    surface="#FFFFFF",
    shelf="#EFE7DA",
    ink="#1F2A37",
    quiet="#44505E",
    line="#D9CFBF",
    edge="#6B7685",
    pressed="#EFE7DA",
    panel="#1F2A37",
    panel_words="#FFFFFF",
    ring="#FFFFFF",
    ring_outer="#1F2A37",
    services={
        "doctor": _plain("#0B5A5A"),
        "taxi": _plain("#7A3E06"),
        "policy": _plain("#2B4190"),
        "lessons": _plain("#25592B"),
        "mine": _plain("#6A2C5C"),
        "alarm": _plain("#A3161A"),
    },
)

DARK = Colours(
    Palette.DARK,
    paper="#14181E",
    surface="#1F252D",
    shelf="#0C0F13",
    ink="#F6F0E6",
    quiet="#C8C1B4",
    line="#3A434F",
    edge="#8C98A8",
    pressed="#333C48",
    panel="#F6F0E6",
    panel_words="#14181E",
    ring="#14181E",
    ring_outer="#F6F0E6",
    services={
        "doctor": Fill("#0B4F4F", "#FFFFFF", "#4FB0AA", "#86D3CD"),
        "taxi": Fill("#6B3503", "#FFFFFF", "#C98443", "#F0B982"),
        "policy": Fill("#263A84", "#FFFFFF", "#7C92E0", "#B4C2FA"),
        "lessons": Fill("#1F4F26", "#FFFFFF", "#62A96B", "#9FD8A6"),
        "mine": Fill("#602752", "#FFFFFF", "#BC79AC", "#E7B5DA"),
        "alarm": Fill("#A3161A", "#FFFFFF", "#F08A86", "#FFB4AF"),
    },
)

_YELLOW = "#FFE600"
_FILLED = Fill(_YELLOW, "#000000", _YELLOW, _YELLOW)

CONTRAST = Colours(
    Palette.CONTRAST,
    paper="#000000",
    surface="#000000",
    shelf="#000000",
    ink=_YELLOW,
    quiet=_YELLOW,
    line=_YELLOW,
    edge=_YELLOW,
    pressed="#4A4300",
    panel=_YELLOW,
    panel_words="#000000",
    ring="#000000",
    ring_outer="#FFFFFF",
    services={
        **{name: _FILLED for name in SERVICES if name != "alarm"},
        "alarm": Fill("#A3161A", "#FFFFFF", "#FFFFFF", "#FFFFFF"),
    },
)

PALETTES = {Palette.LIGHT: LIGHT, Palette.DARK: DARK, Palette.CONTRAST: CONTRAST}
