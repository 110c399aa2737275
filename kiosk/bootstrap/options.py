"""Options that several commands share."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kiosk.config import Settings, load

F = TypeVar("F", bound=Callable[..., Any])

config_option = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Settings file; otherwise SILVER_KEY_SETTINGS, then /etc/silver-key/settings.toml.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program to read.")


def settings_from(config: Path | None) -> Settings:
    """The settings, or a SettingsError that ends the command with 2."""
    return load(config, os.environ)


def emit(as_json: bool, data: object, plain: str) -> None:
    """Print `data` as JSON, or the words for a person."""
    click.echo(json.dumps(data, ensure_ascii=False) if as_json else plain)
