"""`kiosk picture OUT.png`: what the demo shows now."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.adapters.control import ask
from kiosk.bootstrap.options import emit, json_option
from kiosk.bootstrap.places import demo_folder


@click.command()
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--folder", type=click.Path(path_type=Path), help="The demo's folder, if not the usual one.")
@json_option
def picture(out: Path, folder: Path | None, as_json: bool) -> None:
    """Write a picture of what the running demo's screen shows now to OUT (PNG)."""
    base = folder or demo_folder()
    answer = ask(base / "kiosk", {"do": "picture", "path": str(out.absolute())})
    emit(as_json, answer, f"{out}: {answer['screen']}")
