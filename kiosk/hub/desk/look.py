"""How this browser shows the desk: text size and colours (U2, U4), in a cookie; the language belongs to the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.preferences import Palette, TextSize
from kiosk.text import LANGUAGES, SOURCE_LANGUAGE

LOOK_COOKIE = "desk_look"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Look:
    size: TextSize = TextSize.STANDARD
    palette: Palette = Palette.LIGHT
    language: str = SOURCE_LANGUAGE

    def cookie(self) -> str:
        return f"{self.size}.{self.palette}.{self.language}"


def read(cookies: Mapping[str, str]) -> Look:
    """What the cookie says; anything strange is the default, silently: it is only a look."""
    size, _, rest = cookies.get(LOOK_COOKIE, "").partition(".")
    palette, _, language = rest.partition(".")
    return Look(
        size=TextSize(size) if size in set(TextSize) else TextSize.STANDARD,
        palette=Palette(palette) if palette in set(Palette) else Palette.LIGHT,
        language=language if language in LANGUAGES else SOURCE_LANGUAGE,
    )
