"""The desk's page of steps has a picture of every screen that it can name, and none that is left over."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from PIL import Image

from kiosk.hub.desk import steps, wanted
from kiosk.screens.specimens import specimens

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "kiosk" / "hub" / "desk" / "static" / "screens"
MOST_BYTES = 1_000_000

pictures: dict[str, Any] = runpy.run_path(str(ROOT / "packaging" / "screen_pictures.py"))
COUNTED: frozenset[str] = pictures["counted"]()


def test_every_screen_that_is_counted_has_its_pictures_and_no_picture_is_left_over() -> None:
    assert pictures["STATES"].keys() == COUNTED == steps.PICTURED
    wanted = {f"{screen}-{shape}.webp" for screen in COUNTED for shape in pictures["SHAPES"]}
    assert {path.name for path in FOLDER.iterdir()} == wanted


def test_every_screen_that_is_counted_has_its_words_at_the_desk() -> None:
    assert set() == COUNTED - wanted.SCREENS


def test_each_is_drawn_from_a_state_that_is_there() -> None:
    known = {specimen.name: specimen.screen for specimen in specimens()}
    drawn = {screen: known[state] for screen, state in pictures["STATES"].items()}
    assert {screen for screen, package in drawn.items() if screen != package} == {"drill_call"}


def test_they_are_small_together_and_of_the_size_the_page_gives_them() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MOST_BYTES
    page = (ROOT / "kiosk/hub/desk/templates/steps.html").read_text("utf-8")
    for shape, (_, size) in pictures["SHAPES"].items():
        assert 'width="{}" height="{}"'.format(*size) in page
        for path in FOLDER.glob(f"*-{shape}.webp"):
            with Image.open(path) as picture:
                assert picture.size == size, path.name
