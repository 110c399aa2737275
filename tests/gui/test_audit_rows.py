"""Every row that `kiosk audit` claims to check can fail: a fault is planted for each, and seen reported."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QRectF, QTimer, QVariantAnimation
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication

from kiosk.bootstrap import audit, stage
from kiosk.bootstrap.audit import DISPLAY_INCHES, ROWS, everywhere
from kiosk.bootstrap.audit_setting import Fault, Watch
from kiosk.bootstrap.plain_words import catalogue_faults
from kiosk.bootstrap.scenes import Scene
from kiosk.bootstrap.stage import Setting, Stage, settings
from kiosk.screens.specimens import Specimen
from kiosk.text import msg
from kiosk.ui.drawn import Canvas
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type, TypeSize
from kiosk.ui.pieces import Piece, Words
from kiosk.ui.tokens import PALETTES
from kiosk.ui.typeset import Setting as Set
from kiosk.ui.view import View
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.key_tile import KeyTile
from kiosk.ui.window import KioskWindow

Plant = Callable[["Planted"], None]
STILL = Setting("21")
TALL = Setting("32-portrait")
INK, PAPER = "#1F2A37", "#FBF7F0"


class Planted(View):
    """A screen with a fault on it."""

    plant: Plant = staticmethod(lambda _view: None)

    def render(self, _state: object) -> None:  # type: ignore[override]
        self.title = msg("bar.home")

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        type(self).plant(self)

    def window_(self) -> KioskWindow:
        found = self.window()
        assert isinstance(found, KioskWindow)
        return found


class Sheet(Canvas):
    """Words of the test's own making."""

    def __init__(self, view: View, make: Callable[[Sheet], list[Piece]]) -> None:
        super().__init__(view)
        self.set_up(view.kit)
        self._make = make
        self.setGeometry(view.rect())
        self.show()

    def compose(self, _rect: QRectF) -> list[Piece]:
        return self._make(self)


def words(text: str, px: int = 60, left: float = 0, ground: str = PAPER, colour: str = INK) -> Words:
    size = TypeSize(px, px, bold=False, decide=True)
    setting = Set(px, (text,), float(len(text) * px))
    return Words(setting, size, QRectF(left, 20, len(text) * px, px * 1.12), colour, ground, paragraph=True)


def shows(make: Callable[[Sheet], list[Piece]]) -> Plant:
    def plant(view: Planted) -> None:
        Sheet(view, make)

    return plant


def has(*keys: Callable[[Kit, View], BigKey | KeyTile]) -> Plant:
    def plant(view: Planted) -> None:
        for number, make in enumerate(keys):
            key = make(view.kit, view)
            if key.width() < 200 and key.minimumWidth() == 0:
                key.setGeometry(100 + number * 700, 100, 500, 300)
            key.show()

    return plant


def small(kit: Kit, view: View) -> BigKey:
    key = BigKey(kit, "", "check", name="小", parent=view)
    key.setFixedSize(50, 50)
    key.move(400, 400)
    return key


def nameless(kit: Kit, view: View) -> BigKey:
    key = BigKey(kit, "好", parent=view)
    key.rename("")
    return key


def many(view: Planted) -> None:
    for number in range(7):
        tile = KeyTile(view.kit, "taxi", f"第{number}个", plain=True, parent=view)
        tile.setGeometry(number % 4 * 440, number // 4 * 340, 400, 300)
        tile.show()


def moving(view: Planted) -> None:
    animation = QVariantAnimation(view)
    animation.setStartValue(0.0)
    animation.setEndValue(1.0)
    animation.setDuration(60_000)
    animation.start()


def blinking(view: Planted) -> None:
    timer = QTimer(view)
    timer.start(50)


def bar_moved(view: Planted) -> None:
    key = view.window_().bar.key("home")
    key.move(key.x() + 3, key.y())


def bar_hidden(view: Planted) -> None:
    view.window_().bar.key("volunteer").hide()


def shrunk(view: Planted) -> None:
    view.window_().resize(1000, 700)


def overhang(view: Planted) -> None:
    view.setGeometry(100, 100, 5000, 300)


def high(view: Planted) -> None:
    key = BigKey(view.kit, "太高", parent=view.window_())
    key.setGeometry(100, 20, 400, 200)
    key.show()


def low(view: Planted) -> None:
    key = BigKey(view.kit, "太低", parent=view)
    key.setGeometry(100, 700, 400, 200)
    view.window_().kit = dataclasses.replace(
        view.kit, metrics=dataclasses.replace(view.kit.metrics, display=dataclasses.replace(TABLE, mount_mm=300))
    )
    key.show()


TABLE = stage.displays()["21"]

PLANTS: dict[str, list[tuple[str, Setting, Plant]]] = {
    "U1": [("needed", STILL, shows(lambda _: [words("太小的字", 30)]))],
    "U2": [
        (
            "does not fit",
            STILL,
            shows(lambda s: [s.words("很长很长的一句话", QRectF(0, 0, 90, 90), Type.BODY, INK, PAPER)]),
        ),
        ("is cut off", STILL, shows(lambda _: [words("伸到外面去了", left=1650)])),
        ("overlaps", STILL, shows(lambda _: [words("一句话"), words("又一句", left=60)])),
    ],
    "U3": [("characters a line", STILL, shows(lambda _: [words("字" * 26)]))],
    "U4": [("text", STILL, shows(lambda _: [words("看不清的字", colour="#8A8A8A")]))],
    "U5": [
        ("red and ring", STILL, has(lambda kit, view: selected(BigKey(kit, "好的", service="alarm", parent=view)))),
        ("the mark", STILL, has(lambda kit, view: BigKey(kit, "好的", "alarm", parent=view))),
        ("the mark", STILL, has(lambda kit, view: BigKey(kit, "现在就叫", kind=KeyKind.ALARM, parent=view))),
    ],
    "U6": [("needed", STILL, has(small)), ("choices at once", STILL, many)],
    "U8": [("of scattered taps", STILL, has(small))],
    "U9": [
        ("has no name", STILL, has(nameless)),
        ("name of another", STILL, has(*2 * [lambda kit, view: BigKey(kit, "好", parent=view)])),
    ],
    "U15": [("elsewhere at", STILL, bar_moved), ("is not on the bar", STILL, bar_hidden)],
    "U19": [
        ("22 characters", STILL, shows(lambda _: [words("字" * 22, 58)])),
        ("is not Chinese", STILL, shows(lambda _: [words("点 Submit")])),
        ("everyday word", STILL, shows(lambda _: [words("请登录")])),
    ],
    "U21": [("runs though motion is off", STILL, moving), ("may change every 50 ms", STILL, blinking)],
    "U24": [("1000×700", STILL, shrunk), ("beyond the display", STILL, overhang)],
    "U25": [("mm above the floor", TALL, high), ("mm above the floor", STILL, low)],
}


def selected(key: BigKey) -> BigKey:
    key.set_selected(True)
    return key


@contextmanager
def watch(setting: Setting) -> Iterator[Watch]:
    made = Stage(setting)
    watching = Watch(made, setting)
    watching.look(Scene("trouble", Specimen("trouble", "trouble", trouble())))
    assert watching.faults == []
    yield watching
    made.close()


def trouble() -> Any:
    from kiosk.screens.trouble.state import State

    return State()


def faults_of(setting: Setting, plant: Plant, monkeypatch: pytest.MonkeyPatch) -> list[Fault]:
    with watch(setting) as watching:
        put_in(plant, monkeypatch)
        watching.look(Scene("planted", Specimen("home", "planted", None)))
        return list(watching.faults)


def put_in(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever screen is asked for, the planted one is shown."""
    kind = type("Faulty", (Planted,), {"plant": staticmethod(plant)})
    monkeypatch.setattr(stage, "view_class", lambda _screen: kind)


def coloured(colour: str, _sheet: Sheet) -> list[Piece]:
    return [words("一样的字", 100, colour=colour)]


CASES = [(row, *case) for row, cases in PLANTS.items() for case in cases]


@pytest.mark.parametrize(("row", "says", "setting", "plant"), CASES, ids=[f"{c[0]} {c[1]}" for c in CASES])
def test_a_planted_fault_is_reported(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, row: str, says: str, setting: Setting, plant: Plant
) -> None:
    found = faults_of(setting, plant, monkeypatch)
    assert any(f.rule == row and says in f.what for f in found), found
    assert {f.state for f in found} == {"planted"}
    assert {f.setting for f in found} == {setting.slug}


def test_every_row_that_is_named_has_a_planted_fault() -> None:
    assert tuple(PLANTS) == ROWS


def test_a_screen_without_a_fault_has_none(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    assert faults_of(STILL, has(lambda kit, view: BigKey(kit, "好的", parent=view)), monkeypatch) == []


def test_u4_a_pale_colour_of_a_palette_is_found_wherever_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for palette, colours in dict(PALETTES).items():
        with monkeypatch.context() as patch:
            patch.setitem(PALETTES, palette, dataclasses.replace(colours, quiet="#777777"))
            assert {(f.rule, f.setting) for f in everywhere([], narrowed=True)} == {("U4", palette)}
    assert everywhere([], narrowed=True) == []


def test_u19_a_hard_word_of_the_catalogue_is_found_before_any_screen_shows_it() -> None:
    templates = {"a": "好的", "b": "请登录账号", "c": "{name}来帮您", "d": "一句" * 11}
    assert {key for key, _ in catalogue_faults(templates)} == {"b", "d"}


@pytest.mark.parametrize("inches", DISPLAY_INCHES)
def test_u24_a_display_that_was_left_out_is_named(inches: float) -> None:
    fewer = [s for s in settings() if stage.displays()[s.display].diagonal_inch != inches]
    assert {f.rule for f in everywhere(fewer, narrowed=False)} == {"U24"}
    upright = [s for s in settings() if not stage.displays()[s.display].portrait]
    assert len(everywhere(upright, narrowed=False)) == len(DISPLAY_INCHES)
    assert everywhere(list(settings()), narrowed=False) == []


def test_u5_two_states_that_only_colour_tells_apart_are_found(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    with watch(STILL) as watching:
        for name, colour in (("one", "#8E1B1F"), ("other", "#14505A")):
            put_in(shows(partial(coloured, colour)), monkeypatch)
            watching.look(Scene(name, Specimen("home", name, None)))
        assert [(f.rule, f.state, f.what) for f in watching.faults] == [
            ("U5", "other", "only colour tells it from one")
        ]


def test_u5_a_ring_that_is_gone_in_grey_is_found(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """White on red is a ring; were the key's ground as light as the ring, grey would lose it."""
    alarm = PALETTES[STILL.palette].services["alarm"]
    services = {
        **PALETTES[STILL.palette].services,
        "alarm": dataclasses.replace(alarm, ground="#F4D6D6", edge="#333333"),
    }
    monkeypatch.setitem(PALETTES, STILL.palette, dataclasses.replace(PALETTES[STILL.palette], services=services))
    made = Stage(STILL)
    watching = Watch(made, STILL)
    watching.look(Scene("trouble", Specimen("trouble", "trouble", trouble())))
    made.close()
    assert any(f.rule == "U5" and "no ring in a grey picture" in f.what for f in watching.faults)


def test_the_report_names_the_rows_that_were_checked() -> None:
    assert ", ".join(ROWS) in audit._words(1, 1, [])
    fault = Fault("U6", "home", "21", "BigKey", "too small")
    assert "U6 home [21] BigKey: too small" in audit._words(1, 1, [fault])
