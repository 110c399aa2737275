"""A window to stand any screen's state in, for the tour and the audit: no services, no clock, no motion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from kiosk.bootstrap.screens import view_class
from kiosk.domain.preferences import Palette, TextSize
from kiosk.screens.specimens import Specimen
from kiosk.text import LANGUAGES, Translator, msg, verbatim
from kiosk.ui.icons import Icons
from kiosk.ui.kit import Kit, Look, make_kit
from kiosk.ui.metrics import DISPLAYS, Display
from kiosk.ui.navigator import RESTING
from kiosk.ui.window import KioskWindow

PLACEHOLDER_NAME = "王阿姨"


@dataclass(frozen=True)
class Setting:
    """One way a screen can look. `display` is a key of `displays()`."""

    display: str
    text_size: TextSize = TextSize.STANDARD
    palette: Palette = Palette.LIGHT
    language: str = "zh_CN"

    @property
    def slug(self) -> str:
        return f"{self.display}-{self.text_size}-{self.palette}-{self.language}"


def displays() -> dict[str, Display]:
    """Every display of U24, upright and on its side."""
    return {**DISPLAYS, **{f"{name}-portrait": display.turned() for name, display in DISPLAYS.items()}}


def settings() -> Iterator[Setting]:
    """Every size × language × display in one palette, then every palette at one size."""
    for display, size, language in product(displays(), TextSize, LANGUAGES):
        yield Setting(display, size, Palette.LIGHT, language)
    for palette in (Palette.DARK, Palette.CONTRAST):
        yield Setting("21", TextSize.STANDARD, palette)


class Stage:
    """Shows specimens in one setting. Needs a QApplication."""

    def __init__(self, setting: Setting, icons: Icons | None = None) -> None:
        self.setting = setting
        self.kit = self._kit(icons or Icons())
        self.window = KioskWindow(self.kit)
        self.window.show()

    def show(self, specimen: Specimen) -> KioskWindow:
        """The window with this state in it, laid out."""
        view = view_class(specimen.screen)(self.kit)
        view.render(specimen.state)
        self.window.set_time("" if specimen.screen == RESTING else msg("time.morning", time="9:30"))
        if specimen.somebody:
            self.window.set_duty(msg("duty.on", names=PLACEHOLDER_NAME), verbatim(PLACEHOLDER_NAME))
        else:
            self.window.set_duty(msg("duty.nobody"))
        self.window.show_view(view, motion=False)
        return self.window

    def close(self) -> None:
        self.window.may_close = True
        self.window.close()
        self.window.deleteLater()

    def _kit(self, icons: Icons) -> Kit:
        setting = self.setting
        look = Look(setting.palette, setting.text_size, setting.language, motion=False)
        return make_kit(displays()[setting.display], look, Translator(setting.language), icons=icons)
