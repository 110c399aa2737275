"""`kiosk tour OUT`: a picture of every screen, in every size, language, display and palette, with an index page."""

from __future__ import annotations

import html
import multiprocessing
import os
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click

from kiosk.bootstrap.options import emit, json_option
from kiosk.errors import KioskError

COMPRESSION = 70  # Qt's PNG "quality": a little larger, three times as fast


@dataclass(frozen=True)
class Shot:
    file: str
    screen: str
    name: str
    setting: str


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
        (out / "index.html").write_text(_index(shots), "utf-8")
    except OSError as error:
        raise KioskError(f"{out}: cannot be written: {error.strerror or error}") from error
    seconds = time.monotonic() - began
    facts = {"pictures": len(shots), "seconds": round(seconds, 1), "index": str(out / "index.html")}
    emit(as_json, facts, f"{len(shots)} pictures in {seconds:.0f} s: {out / 'index.html'}")


def _all(out: Path, screen: str, chosen: Sequence[object]) -> list[Shot]:
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


def _draw(out: str, screen: str, setting: object) -> list[Shot]:
    from kiosk.bootstrap.scenes import scenes
    from kiosk.bootstrap.stage import Setting, Stage
    from kiosk.ui.app import create_app

    assert isinstance(setting, Setting)  # noqa: S101 - it was pickled by us
    create_app()
    stage = Stage(setting)
    folder = Path(out) / setting.slug
    folder.mkdir(exist_ok=True)
    shots = []
    for scene in scenes(screen):
        file = folder / f"{scene.name}.png"
        if not stage.show(scene).grab().save(str(file), "PNG", COMPRESSION):
            raise OSError(f"{file} cannot be written")
        shots.append(Shot(f"{setting.slug}/{file.name}", scene.specimen.screen, scene.name, setting.slug))
    stage.close()
    return shots


def _index(shots: Sequence[Shot]) -> str:
    by_setting: dict[str, list[Shot]] = defaultdict(list)
    for shot in shots:
        by_setting[shot.setting].append(shot)
    parts = []
    for setting, some in by_setting.items():
        pictures = "".join(
            f'<figure><a href="{html.escape(s.file)}"><img loading="lazy" src="{html.escape(s.file)}" alt=""></a>'
            f"<figcaption>{html.escape(s.name)}</figcaption></figure>"
            for s in some
        )
        parts.append(f"<details open><summary>{html.escape(setting)}</summary><div>{pictures}</div></details>")
    style = (
        "body{font-family:sans-serif;background:#efe7da;margin:2rem}div{display:flex;flex-wrap:wrap;gap:1rem}"
        "figure{margin:0}img{max-width:30rem;max-height:24rem;border:1px solid #6b7685}"
        "summary{font-size:1.4rem;margin:1rem 0}"
    )
    return f'<!doctype html><meta charset="utf-8"><title>Silver Key: tour</title><style>{style}</style>{"".join(parts)}'
