"""`kiosk enrol CODE`: join a hub."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk import __version__
from kiosk.bootstrap.options import config_option, emit, json_option, settings_from
from kiosk.config import Settings
from kiosk.errors import HubRefused, HubUnreachable, KioskError, SettingsError

WHY = {
    "code_used": "this code has been used: make a new one at the hub with `kiosk hub enrol`",
    "expired": "this code is older than 24 hours: make a new one at the hub with `kiosk hub enrol`",
    "unauthorised": "the hub does not know this code: make a new one there with `kiosk hub enrol`",
    "stranger": "whoever answered is not the hub that made this code: check the network, trust nothing",
}


@click.command()
@click.argument("code")
@click.option("--path", "way", default="", help="Join another hub as this way of [[alarm.paths]], beside the first.")
@config_option
@json_option
def enrol(code: str, way: str, config: Path | None, as_json: bool) -> None:
    """Join the hub that made CODE (`kiosk hub enrol` there prints one).

    A running kiosk goes on with the new hub by itself.
    """
    from kiosk.adapters.enrolment import enrol as join

    settings = settings_from(config)
    kiosk, folder = settings.kiosk, _folder(settings, way)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        joined = join(code, folder, name=kiosk.name, place=kiosk.place, program=__version__)
    except ValueError as error:
        raise SettingsError(f"the code cannot be used: {error}") from error
    except HubRefused as error:
        raise KioskError(WHY.get(error.code, f"the hub refused: {error}")) from error
    except HubUnreachable as error:
        raise KioskError(f"the hub does not answer: {error}; check the network and that the hub runs") from error
    except OSError as error:
        raise KioskError(f"{folder}: cannot keep the credentials: {error.strerror}") from error
    facts = {"kiosk_id": joined.kiosk_id, "hub_url": joined.hub_url, "hub_name": joined.hub_name}
    emit(as_json, facts, f"joined {joined.hub_name or joined.hub_url} as {kiosk.name}")


def _folder(settings: Settings, way: str) -> Path:
    if not way:
        return settings.kiosk.state_dir
    from kiosk.bootstrap.alarm_paths import hub_folder

    if all((entry.name, entry.kind, entry.url) != (way, "hub", "") for entry in settings.alarm.paths):
        raise SettingsError(f'{settings.source}: no [[alarm.paths]] with name = "{way}", kind = "hub" and no url')
    return hub_folder(settings, way)
