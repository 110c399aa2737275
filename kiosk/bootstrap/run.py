"""`kiosk run`: the supervisor, and under it the kiosk."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kiosk.bootstrap.options import config_option, settings_from


@click.command()
@config_option
@click.option("--child", is_flag=True, hidden=True, help="The kiosk itself, without its supervisor.")
def run(config: Path | None, child: bool) -> None:
    """Run the kiosk, watched over: a dead or hung one is back within 5 seconds.

    Ends with 2 when the settings are wrong or another kiosk uses the same state folder.
    """
    settings = settings_from(config)
    if child:
        from kiosk.bootstrap.kiosk import run_kiosk

        sys.exit(run_kiosk(settings))
    from kiosk.supervisor import replace_process

    replace_process(child_command(config))


def child_command(config: Path | None) -> list[str]:
    """How the supervisor starts the kiosk."""
    named = ["--config", str(config.absolute())] if config else []
    return [sys.executable, "-m", "kiosk", "run", "--child", *named]
