"""Reads the settings from a TOML file and the environment."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kiosk.config.checks import check_together
from kiosk.config.settings import SECTIONS, SYSTEM_FILE, Settings
from kiosk.errors import SettingsError
from kiosk.schema import Refused, from_text, hints, key_of, read

PREFIX = "SILVER_KEY_"
DEMO_FILE = Path(__file__).resolve().parent.parent.parent / "packaging" / "demo" / "district.toml"


def default_path(environ: Mapping[str, str]) -> Path:
    """The file that `SILVER_KEY_SETTINGS` names, else /etc/silver-key/settings.toml."""
    named = environ.get(f"{PREFIX}SETTINGS")
    return Path(named) if named else SYSTEM_FILE


def load(path: Path | None, environ: Mapping[str, str], *, hub_only: bool = False) -> Settings:
    """The settings from `path` (None: `default_path`) and `environ`.

    `hub_only` is for a machine that runs a hub without a kiosk: keys that only a kiosk needs may be missing.
    Raises SettingsError with one line.
    """
    source = path or default_path(environ)
    document = _document(source)
    unknown = document.keys() - set(SECTIONS)
    if unknown:
        name = min(unknown)
        raise SettingsError(f"{source}: {name}: unknown section; known: {', '.join(SECTIONS)}")
    origin = _apply_environment(document, environ, source)
    lenient = frozenset(SECTIONS if hub_only else ())
    try:
        parts = {name: read(hints(Settings)[name], document.get(name, {}), name, lenient=lenient) for name in SECTIONS}
        settings = Settings(**parts, source=source)
        check_together(settings)
    except Refused as refused:
        raise SettingsError(f"{origin.get(refused.where, source)}: {refused}") from refused
    return settings


def _document(source: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(source.read_text("utf-8"))
    except FileNotFoundError:
        raise SettingsError(
            f"{source}: no such file; write it (docs/settings.md), or name another with --config FILE or in "
            f"{PREFIX}SETTINGS; the demo's own is {_near(DEMO_FILE)}"
        ) from None
    except OSError as error:
        raise SettingsError(f"{source}: cannot be read: {error.strerror}; a readable TOML file is needed") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{source}: not UTF-8 at byte {error.start}; a TOML file in UTF-8 is needed") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{source}: not TOML: {' '.join(str(error).split())}") from error


def _near(path: Path) -> Path:
    """As short as it works from here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _apply_environment(document: dict[str, Any], environ: Mapping[str, str], source: Path) -> dict[str, str]:
    """Puts the environment's values into the document; returns which keys came from there, for error messages."""
    origin: dict[str, str] = {}
    for name in sorted(environ):
        if not name.startswith(PREFIX) or name == f"{PREFIX}SETTINGS":
            continue
        section, _, wanted = name.removeprefix(PREFIX).lower().partition("_")
        kinds = {k: hints(hints(Settings)[section])[f.name] for k, f in _keys(section).items()}
        if wanted not in kinds:
            raise SettingsError(f"{name}: unknown key; {PREFIX}<SECTION>_<KEY> with a key of docs/settings.md")
        part = document.setdefault(section, {})
        if not isinstance(part, dict):
            raise SettingsError(f"{source}: {section}: a table [{section}] is needed")
        part[wanted] = from_text(kinds[wanted], environ[name])
        origin[f"{section}.{wanted}"] = f"environment {name}"
    return origin


def _keys(section: str) -> dict[str, dataclasses.Field[Any]]:
    if section not in SECTIONS:
        return {}
    return {key_of(f): f for f in dataclasses.fields(hints(Settings)[section])}
