"""`kiosk picture OUT.png`: what the demo shows now."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.adapters.control import ask
from kiosk.bootstrap.demo import demo_settings
from kiosk.bootstrap.options import emit, json_option


@click.command()
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="The demo's settings, if not its own.")
@json_option
def picture(out: Path, config: Path | None, as_json: bool) -> None:
    """Write a picture of what the running demo's screen shows now to OUT (PNG)."""
    if out.suffix.lower() != ".png":
        raise click.UsageError(f"a picture is a PNG: name it {out.stem}.png, not {out.name}")
    folder = demo_settings(config).kiosk.state_dir
    answer = ask(folder, {"do": "picture", "path": str(out.absolute())})
    emit(as_json, answer, f"{out}: {answer['title']}")
