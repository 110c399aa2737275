"""The alarm's ways beside the hub, as the settings name them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from kiosk import __version__
from kiosk.adapters.alarm_path import RelayPath, SipPath, SipSetting, SmsPath
from kiosk.adapters.alarm_path.sip_program import Account
from kiosk.adapters.hub import HubClient
from kiosk.adapters.hub.credentials import Credentials, load
from kiosk.adapters.hub.health import health
from kiosk.adapters.voice import WorkerVoice
from kiosk.config import PathEntry, Settings
from kiosk.errors import PathFailed
from kiosk.ports.alarm_path import AlarmNote, AlarmPath
from kiosk.services.alarm.other_hubs import OtherHub
from kiosk.text import SOURCE_LANGUAGE, Translator, msg

PHONE_RATE = 150  # characters a minute: somebody who was asleep has to understand it the first time


def alarm_paths(settings: Settings) -> tuple[AlarmPath, ...]:
    """The ways beside the hub that the settings name, in their order; other hubs are in `other_hubs`."""
    return tuple(_path(entry, settings) for entry in settings.alarm.paths if entry.kind != "hub")


def drill_paths(settings: Settings) -> tuple[AlarmPath, ...]:
    """Those that are marked to take exercises; everything they say begins with 演练."""
    return tuple(_path(entry, settings, drill=True) for entry in settings.alarm.paths if entry.drills)


def other_hubs(settings: Settings) -> tuple[OtherHub, ...]:
    """The hubs beside the first that the settings name, in their order."""
    return tuple(
        OtherHub(entry.name, partial(HubClient, partial(hub_credentials, settings, entry), program=__version__))
        for entry in settings.alarm.paths
        if entry.kind == "hub"
    )


def hub_credentials(settings: Settings, entry: PathEntry) -> Credentials | None:
    """Who we are at that hub: as at the first one when it is only its other address; else its own enrolment's."""
    if not entry.url:
        return load(hub_folder(settings, entry.name))
    known = load(settings.kiosk.state_dir)
    return replace(known, hub_url=entry.url.rstrip("/")) if known is not None else None


def hub_folder(settings: Settings, name: str) -> Path:
    """Where what an enrolment at another hub gave is kept."""
    return settings.kiosk.state_dir / "hubs" / name


def probes(settings: Settings) -> tuple[tuple[str, Callable[[], None]], ...]:
    """Every way with its name, in the order of the settings, and what finds out whether it would work now.

    Nothing leaves, rings or sounds. Each raises a KioskError.
    """
    asking: dict[str, Callable[[], None]] = {path.name: path.probe for path in alarm_paths(settings)}
    asking |= {e.name: partial(_ask_hub, settings, e) for e in settings.alarm.paths if e.kind == "hub"}
    return tuple((entry.name, asking[entry.name]) for entry in settings.alarm.paths)


def _ask_hub(settings: Settings, entry: PathEntry) -> None:
    known = hub_credentials(settings, entry)
    if known is None:
        raise PathFailed(f"not enrolled: `kiosk hub enrol` there, `kiosk enrol CODE --path {entry.name}` here")
    health(known)


def _path(entry: PathEntry, settings: Settings, *, drill: bool = False) -> AlarmPath:
    if entry.kind == "relay":
        return RelayPath(entry.name, entry.command)
    if entry.kind == "sms":
        return SmsPath(entry.name, entry.url, entry.to, partial(_short_message, drill=drill), entry.token_file)
    folder = settings.kiosk.state_dir / "telephone" / (f"drill-{entry.name}" if drill else entry.name)
    account = Account(entry.server, entry.account, entry.password_file)
    setting = SipSetting(account, entry.to, folder, sound=entry.sound, ring=float(entry.ring_seconds))
    return SipPath(entry.name, setting, partial(_spoken_message, settings, folder, drill=drill))


def _spoken_message(settings: Settings, folder: Path, *, drill: bool = False) -> Path:
    """Made by the voice worker the first time (a probe, the morning's self-test), then kept. Raises VoiceError."""
    where = msg("alarm.phone_message", kiosk=settings.kiosk.name, place=settings.kiosk.place)
    voice = WorkerVoice(folder / "speech", recordings=settings.voice.recordings_dir)
    try:
        say = Translator(SOURCE_LANGUAGE)
        words = f"{say(msg('drill.first'))}{say(where)}" if drill else say(where)
        return voice.make(words, language=SOURCE_LANGUAGE, rate=PHONE_RATE, keep=True).path
    finally:
        voice.close()


def _short_message(note: AlarmNote, *, drill: bool = False) -> str:
    """In the centre's own language: it is read by who is on duty."""
    at = f"{note.at.astimezone():%H:%M}" if note.at else ""
    words = msg("alarm.short_message", number=note.number, at=at, kiosk=note.kiosk, place=note.place)
    say = Translator(SOURCE_LANGUAGE)
    return " ".join(f"{say(msg('drill.first')) if drill else ''} {say(words)}".split())
