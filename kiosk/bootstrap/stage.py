"""A window to stand any screen's state in, for the tour and the audit: no services, no clock, no motion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from kiosk.bootstrap.scenes import Scene
from kiosk.bootstrap.screens import view_class
from kiosk.domain.preferences import Palette, TextSize
from kiosk.domain.presence import Helpers
from kiosk.errors import KioskError
from kiosk.text import LANGUAGES, Translator, msg, verbatim
from kiosk.ui.icons import Icons
from kiosk.ui.inspect_keys import LOWERED_MM
from kiosk.ui.kit import Kit, Look, make_kit
from kiosk.ui.metrics import DISPLAYS, Display
from kiosk.ui.navigator import RESTING
from kiosk.ui.seen import keys_of
from kiosk.ui.widgets.band import BandKind
from kiosk.ui.window import KioskWindow

PLACEHOLDER_NAME = "王阿姨"
TURNERS = ("page.more", "page.after", "split.next")
"""The words of the keys that lead on to a next page."""

MOST_PAGES = 20


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

    @property
    def tall(self) -> bool:
        """Whether 放低 changes anything on this display."""
        return displays()[self.display].height_mm > LOWERED_MM


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
    """Shows scenes in one setting. Needs a QApplication."""

    def __init__(self, setting: Setting, icons: Icons | None = None) -> None:
        self.setting = setting
        self.kit = self._kit(icons or Icons())
        self.window = KioskWindow(self.kit)
        self._band: BandKind | None = None
        self.window.show()

    def show(self, scene: Scene) -> KioskWindow:
        """The window with this scene in it, laid out."""
        specimen, window = scene.specimen, self.window
        view = view_class(specimen.screen)(self.kit)
        view.render(specimen.state)
        window.set_time("" if specimen.screen == RESTING else msg("time.morning", time="9:30"))
        if specimen.somebody:
            window.set_duty(msg("duty.on", names=PLACEHOLDER_NAME), verbatim(PLACEHOLDER_NAME))
        else:
            window.set_duty(msg("duty.nobody"), helpers=Helpers.NOBODY)
        if scene.band is not self._band:
            self._band = scene.band
            window.set_band(scene.band)
        if window.listening is not scene.listening:
            window.set_listening(scene.listening)
        if window.known is not scene.known:
            window.set_known(scene.known)
        if window.giving_back is not scene.giving_back:
            window.set_giving_back(scene.giving_back)
        window.set_calls(scene.calls)
        window.lowered = scene.lowered
        window.show_view(view)  # the kit's motion is off
        if scene.notice is not None:
            window.title_bar.set_title(scene.notice)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # what was shown before is really gone
        return window

    def pages(self) -> Iterator[int]:
        """Turns every page of what is shown, from the first (1) to the last."""
        for page in range(1, MOST_PAGES):
            yield page
            words = [self.kit.t(msg(name)) for name in TURNERS]
            turners = [k for k in keys_of(self.window) if k.accessibleName().partition("，")[0] in words]
            if not turners:
                return
            turners[-1].tapped.emit()
            QApplication.processEvents()
        raise KioskError(f"the pages of {self.window.windowTitle()} never end")

    def close(self) -> None:
        self.window.may_close = True
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()

    def _kit(self, icons: Icons) -> Kit:
        setting = self.setting
        look = Look(setting.palette, setting.text_size, setting.language, motion=False)
        return make_kit(displays()[setting.display], look, Translator(setting.language), icons=icons)
