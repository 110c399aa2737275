"""`kiosk run`: the supervisor, and under it the kiosk."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import click

from kiosk.bootstrap.options import config_option, settings_from
from kiosk.bootstrap.own import own_command
from kiosk.config import Settings
from kiosk.supervisor import ButtonDevice

PRESSES = "button.presses"


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

    replace_process(child_command(config), red_button(settings), str(settings.kiosk.state_dir / PRESSES))


def red_button(settings: Settings) -> ButtonDevice | None:
    """What the supervisor listens to; its presses are kept in the state folder, which is made for them."""
    from kiosk.bootstrap.alarm import button_device

    device = button_device(settings)
    if device is not None:
        with suppress(OSError):  # the kiosk itself says what is wrong with its folder
            settings.kiosk.state_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    return device


def supervisor_command(settings: Settings, config: Path | None) -> list[str]:
    """How another program of ours starts the kiosk, watched over as `kiosk run` is."""
    from kiosk.supervisor import command

    return command(child_command(config), red_button(settings), str(settings.kiosk.state_dir / PRESSES))


def child_command(config: Path | None) -> list[str]:
    """How the supervisor starts the kiosk."""
    return own_command("run", config, "--child")
