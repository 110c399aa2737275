"""`kiosk tour OUT`: a picture of every screen, in every size, language, display and palette, with an index page."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from kiosk.bootstrap.options import emit, json_option
from kiosk.errors import KioskError

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from kiosk.bootstrap.scenes import Scene
    from kiosk.bootstrap.stage import Setting

PAGE = Path(__file__).with_name("tour.html")
COMPRESSION = 70  # Qt's PNG "quality": a little larger, three times as fast


@dataclass(frozen=True)
class Shot:
    """`file` is relative to the index page; the rest is what it can be found by."""

    file: str
    screen: str
    name: str
    setting: str
    display: str
    size: str
    palette: str
    language: str
    width: int
    height: int


@click.command()
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@click.option("--screen", default="", help="Only this screen, by the name of its folder.")
@click.option("--setting", "only", default="", help="Only settings that contain this, e.g. 21-standard-light-zh_CN.")
@json_option
def tour(out: Path, screen: str, only: str, as_json: bool) -> None:
    """Draw every screen in every state into the folder OUT (PNG), with OUT/index.html to look through."""
    from kiosk.bootstrap.stage import settings
    from kiosk.screens.specimens import screens

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if screen and screen not in screens():
        raise KioskError(f"no screen {screen!r}; there are: {', '.join(screens())}")
    chosen = [setting for setting in settings() if only in setting.slug]
    if not chosen:
        raise KioskError(f"no setting contains {only!r}; for example 21-standard-light-zh_CN")
    try:
        out.mkdir(parents=True, exist_ok=True)
        began = time.monotonic()
        shots = _all(out, screen, chosen)
        (out / "index.html").write_text(index_page(shots), "utf-8")
    except OSError as error:
        raise KioskError(f"{out}: cannot be written: {error.strerror or error}") from error
    seconds = time.monotonic() - began
    each = round(seconds / len(shots), 3)
    facts = {"pictures": len(shots), "seconds": round(seconds, 1), "each": each, "index": str(out / "index.html")}
    emit(as_json, facts, f"{len(shots)} pictures in {seconds:.0f} s, {each:.2f} s each: {out / 'index.html'}")


def _all(out: Path, screen: str, chosen: Sequence[Setting]) -> list[Shot]:
    """Each setting is drawn by a process of its own, as many at once as there are cores."""
    workers = min(os.cpu_count() or 1, len(chosen))
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        done = pool.map(_draw, [str(out)] * len(chosen), [screen] * len(chosen), chosen)
        shots: list[Shot] = []
        with click.progressbar(length=len(chosen), label="settings", file=sys.stderr) as bar:
            for some in done:
                bar.update(1)
                shots.extend(some)
    return shots


def _draw(out: str, screen: str, setting: Setting) -> list[Shot]:
    from kiosk.bootstrap.scenes import scenes
    from kiosk.bootstrap.stage import Stage
    from kiosk.ui.app import create_app

    create_app()
    stage = Stage(setting)
    folder = Path(out) / setting.slug
    folder.mkdir(exist_ok=True)
    shots = []
    for scene in scenes(screen, tall=setting.tall):
        file = folder / f"{scene.name}.png"
        picture = stage.show(scene).grab()
        if not picture.save(str(file), "PNG", COMPRESSION):
            raise OSError(f"{file} cannot be written")
        shots.append(_shot(f"{setting.slug}/{quote(file.name)}", scene, setting, picture))
    stage.close()
    return shots


def _shot(file: str, scene: Scene, at: Setting, picture: QPixmap) -> Shot:
    found = (at.display, at.text_size, at.palette, at.language)
    return Shot(file, scene.specimen.screen, scene.name, at.slug, *found, picture.width(), picture.height())


def index_page(shots: Sequence[Shot]) -> str:
    """A page to look through: filters, large pictures, one at a time with the arrow keys."""
    data = json.dumps([asdict(shot) for shot in shots], ensure_ascii=False, separators=(",", ":"))
    return PAGE.read_text("utf-8").replace("/*SHOTS*/", data.replace("<", "\\u003c"))
