"""The audit of one setting: every scene page by page, and what only several scenes together can show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QImage

from kiosk.bootstrap.plain_words import faults as word_faults
from kiosk.bootstrap.scenes import Scene, scenes
from kiosk.bootstrap.stage import Setting, Stage
from kiosk.domain.preferences import TextSize
from kiosk.ui.grey import Face, face, rings
from kiosk.ui.inspect import inspect
from kiosk.ui.seen import Finding, all_texts, words_of
from kiosk.ui.window import KioskWindow

NOT_OURS = ("letters", "official")
"""Widgets whose words are no sentences of ours: a keyboard's pinyin, and the law's own text."""
BAR = ("back", "home", "listen", "volunteer", "alarm")
Place = tuple[int, int, int, int]
Places = dict[str, Place]


@dataclass(frozen=True)
class Fault:
    """`rule` of elder-ui, the state and setting it was seen in, which widget, and what is wrong in figures."""

    rule: str
    state: str
    setting: str
    where: str
    what: str


def check_setting(screen: str, setting: Setting) -> tuple[int, list[Fault]]:
    """How many states were looked at, and every fault. Needs a QApplication."""
    stage = Stage(setting)
    try:
        watch = Watch(stage, setting)
        count = sum(watch.look(scene) for scene in scenes(screen, tall=setting.tall))
        return count, watch.faults
    finally:
        stage.close()


class Watch:
    """Looks at one scene after the other and remembers what must stay the same, or must not."""

    def __init__(self, stage: Stage, setting: Setting) -> None:
        self.faults: list[Fault] = []
        self._stage, self._setting = stage, setting
        self._bar: Places | None = None
        self._faces: dict[str, tuple[str, Face]] = {}

    def look(self, scene: Scene) -> int:
        window = self._stage.show(scene)
        for page in self._stage.pages():
            name = scene.name if page == 1 else f"{scene.name}, page {page}"
            self._note(name, self._all(window))
            if page == 1 and self._in_grey():
                self._note(name, self._grey(scene, window.grab().toImage()))
        return 1

    # what one screen shows

    def _all(self, window: KioskWindow) -> Iterator[Finding]:
        yield from inspect(window)
        yield from same_bar(self._remembered(window), bar_places(window), six=window.bar.six)
        yield from whole_display(window)
        if self._setting.language == "zh_CN":
            yield from hard_words(window)

    def _note(self, state: str, found: Iterator[Finding]) -> None:
        self.faults += [Fault(f.rule, state, self._setting.slug, f.where, f.what) for f in found]

    def _remembered(self, window: KioskWindow) -> Places:
        if self._bar is None:
            self._bar = bar_places(window)
        return self._bar

    # what only several show

    def _in_grey(self) -> bool:
        """Grey pictures are looked at where each palette is drawn at its own size: the rest is the same picture."""
        return self._setting.display == "21" and self._setting.text_size is TextSize.STANDARD

    def _grey(self, scene: Scene, picture: QImage) -> Iterator[Finding]:
        yield from rings(self._stage.window, picture)
        if not scene.plain:
            return
        mine = face(picture)
        for other, (screen, seen) in self._faces.items():
            if screen == scene.specimen.screen and seen.like(mine):
                yield Finding("U5", "screen", f"only colour tells it from {other}")
        self._faces[scene.name] = (scene.specimen.screen, mine)


def bar_places(window: KioskWindow) -> Places:
    """Where the bar's keys stand in the window; a key that is not seen is left out."""
    found: Places = {}
    for name in BAR:
        key = window.bar.key(name)
        if key.isVisible():
            corner = key.mapTo(window, key.rect().topLeft())
            found[name] = (corner.x(), corner.y(), key.width(), key.height())
    return found


def same_bar(wanted: Places, found: Places, *, six: bool = False) -> Iterator[Finding]:
    """U15: five keys, on every screen at the same place to the pixel. `six`: a bar of several rows has 我好了 among
    them, for which a neighbour may be narrower, but not so that a finger in its middle would miss it."""
    # Not strict: a place kept free for it on every screen would cost everybody up to 42% of 叫志愿者, 24% of the alarm.
    for name in BAR:
        if name not in found:
            yield Finding("U15", name, "is not on the bar")
        elif name in wanted and found[name] != wanted[name] and not (six and _narrower(wanted[name], found[name])):
            yield Finding("U15", name, f"stands at {found[name]}, elsewhere at {wanted[name]}")


def _narrower(wanted: Place, found: Place) -> bool:
    """Whether it stands there still, by one edge and its middle."""
    left, top, width, height = found
    begin, row, wide, tall = wanted
    one_edge = left == begin or left + width == begin + wide
    return (top, height) == (row, tall) and one_edge and left < begin + wide / 2 < left + width


def whole_display(window: KioskWindow) -> Iterator[Finding]:
    """U24: the screen fills its display, and nothing on it reaches beyond."""
    display = window.kit.metrics.display
    if (window.width(), window.height()) != (display.width_px, display.height_px):
        yield Finding("U24", "window", f"{window.width()}×{window.height()} on {display.width_px}×{display.height_px}")
    body = window.view
    if body is not None and not window.rect().contains(body.geometry()):
        yield Finding("U24", type(body).__name__, "reaches beyond the display")


def hard_words(window: KioskWindow) -> Iterator[Finding]:
    """U19 over what is really shown, lines joined."""
    for text in all_texts(window):
        if any(getattr(text.widget, mark, False) for mark in NOT_OURS):
            continue
        for fault in word_faults(words_of(text)):
            yield Finding("U19", type(text.widget).__name__, fault)
