"""The alarm's ways beside the hub, as the settings name them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from kiosk.adapters.alarm_path import RelayPath, SipPath, SipSetting, SmsPath
from kiosk.adapters.alarm_path.sip_program import Account
from kiosk.adapters.voice import WorkerVoice
from kiosk.config import PathEntry, Settings
from kiosk.ports.alarm_path import AlarmNote, AlarmPath
from kiosk.text import SOURCE_LANGUAGE, Translator, msg

PHONE_RATE = 150  # characters a minute: somebody who was asleep has to understand it the first time


def alarm_paths(settings: Settings) -> tuple[AlarmPath, ...]:
    """The ways beside the hub that the settings name, in their order."""
    return tuple(_path(entry, settings) for entry in settings.alarm.paths)


def _path(entry: PathEntry, settings: Settings) -> AlarmPath:
    if entry.kind == "relay":
        return RelayPath(entry.name, entry.command)
    if entry.kind == "sms":
        return SmsPath(entry.name, entry.url, entry.to, _short_message, entry.token_file)
    folder = settings.kiosk.state_dir / "telephone" / entry.name
    account = Account(entry.server, entry.account, entry.password_file)
    setting = SipSetting(account, entry.to, folder, sound=entry.sound, ring=float(entry.ring_seconds))
    return SipPath(entry.name, setting, partial(_spoken_message, settings, folder))


def _spoken_message(settings: Settings, folder: Path) -> Path:
    """Made by the voice worker the first time (a probe, the morning's self-test), then kept. Raises VoiceError."""
    where = msg("alarm.phone_message", kiosk=settings.kiosk.name, place=settings.kiosk.place)
    voice = WorkerVoice(folder / "speech", recordings=settings.voice.recordings_dir)
    try:
        words = Translator(SOURCE_LANGUAGE)(where)
        return voice.make(words, language=SOURCE_LANGUAGE, rate=PHONE_RATE, keep=True).path
    finally:
        voice.close()


def _short_message(note: AlarmNote) -> str:
    """In the centre's own language: it is read by who is on duty."""
    at = f"{note.at.astimezone():%H:%M}" if note.at else ""
    words = msg("alarm.short_message", number=note.number, at=at, kiosk=note.kiosk, place=note.place)
    return " ".join(Translator(SOURCE_LANGUAGE)(words).split())
