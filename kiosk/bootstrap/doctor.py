"""`kiosk doctor`: what is well, what is not, and how to mend it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from kiosk.bootstrap.called import as_called
from kiosk.bootstrap.options import config_option, emit, json_option, settings_from
from kiosk.config import Settings
from kiosk.errors import KioskError

FREE_MB = 500
FONT = "Noto Sans CJK SC"
CLOCK_TOLERANCE = 120.0


@dataclass(frozen=True)
class Finding:
    """`state`: ok, warn (works, but less well) or bad. `mend` says what to do, "" when nothing."""

    name: str
    state: str
    detail: str
    mend: str = ""


@click.command()
@config_option
@json_option
def doctor(config: Path | None, as_json: bool) -> None:
    """Look at display, fonts, sound, voice, database, hub, clock and disk; say how to mend what is not well.

    Exits with 1 when something is bad; what is only less good does not count.
    """
    findings = list(examine(settings_from(config)))
    mark = {"ok": "✓", "warn": "!", "bad": "✗"}
    lines = [f"{mark[f.state]} {f.name}: {f.detail}" + (f"\n    → {f.mend}" if f.mend else "") for f in findings]
    emit(as_json, [asdict(f) for f in findings], "\n".join(lines))
    if any(f.state == "bad" for f in findings):
        sys.exit(1)


def examine(settings: Settings, only: Collection[str] = ()) -> Iterator[Finding]:
    """Every check in turn, or those of `only`; one that fails in a way nobody foresaw is a bad finding, not the end."""
    checks: tuple[tuple[str, Callable[[Settings], Finding]], ...] = (
        ("display", _display),
        ("fonts", _fonts),
        ("sound", _sound),
        ("voice", _voice),
        ("database", _database),
        ("hub", _hub),
        ("alarm", _alarm),
        ("button", _button),
        ("first aid", _first_aid),
        ("clock", _clock),
        ("disk", _disk),
        ("printer", _printer),
    )
    for name, check in checks:
        if only and name not in only:
            continue
        try:
            yield check(settings)
        except Exception as error:  # noqa: BLE001 - the doctor's own last resort: say it and go on
            yield Finding(name, "bad", f"{type(error).__name__}: {error}", "Report this with the line above.")


def _display(settings: Settings) -> Finding:
    show = settings.display
    want = f"{show.width_px}×{show.height_px}, {show.diagonal_inch:g} inch"
    if os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY"):
        return Finding("display", "ok", f"there; set up for {want}")
    return Finding("display", "warn", f"none; the kiosk would draw unseen ({want})", "Start it inside the compositor.")


def _fonts(_: Settings) -> Finding:
    from kiosk.ui.app import choose_platform, create_app, has_font

    choose_platform()
    create_app()
    if has_font():
        return Finding("fonts", "ok", FONT)
    return Finding("fonts", "bad", f"{FONT} is missing: Chinese would be boxes", "sudo apt install fonts-noto-cjk")


def _sound(_: Settings) -> Finding:
    from kiosk.ui.app import create_app

    create_app()
    from kiosk.adapters.player import QtPlayer

    player = QtPlayer()
    if player.available:
        return Finding("sound", "ok", player.describe())
    return Finding("sound", "warn", "no sound device: everything works, nothing is heard", "Connect a loudspeaker.")


def _voice(settings: Settings) -> Finding:
    if not settings.voice.enabled:
        return Finding("voice", "warn", "switched off in the settings", "voice.enabled = true")
    from kiosk.adapters.voice import WorkerVoice

    voice = WorkerVoice()
    try:
        made = voice.make("您好", rate=settings.voice.rate, language="zh_CN", keep=False).path
        return Finding("voice", "ok", f"speaks ({made.stat().st_size // 1024} KB for 您好)")
    except KioskError as error:
        return Finding("voice", "bad", str(error), "sudo apt install libespeak-ng1 espeak-ng")
    finally:
        voice.close()


def _database(settings: Settings) -> Finding:
    from kiosk.adapters.keys import is_sealed, store_key
    from kiosk.adapters.store.examine import examine as look

    folder = settings.kiosk.state_dir
    if not (folder / "kiosk.db").exists():
        return Finding("database", "ok", f"none yet in {folder}; made at the first start")
    wrong = look(folder, store_key(folder, os.environ))
    if wrong:
        return Finding("database", "bad", wrong, "Start the kiosk: it moves the file aside and tells the desk.")
    if is_sealed(os.environ):
        return Finding("database", "ok", "whole; its key is sealed by systemd")
    return Finding("database", "ok", "whole; its key lies beside it in a private file")


def _hub(settings: Settings) -> Finding:
    from kiosk.adapters.hub.credentials import load
    from kiosk.adapters.hub.health import health

    known = load(settings.kiosk.state_dir)
    if known is None:
        mend = "At the hub: `kiosk hub enrol`. Here: `kiosk enrol CODE`"
        return Finding("hub", "bad", "not enrolled", as_called(mend))
    try:
        said = health(known)
    except KioskError as error:
        return Finding("hub", "bad", f"{known.hub_url}: {error}", "Check the network, and that the hub runs.")
    return Finding("hub", "ok", f"{known.hub_url} answers (version {said.version})")


def _alarm(settings: Settings) -> Finding:
    from kiosk.bootstrap.alarm_paths import probes

    ways = probes(settings)
    if not ways:
        return Finding("alarm", "warn", "no way beside the hub", "Add [[alarm.paths]] (docs/emergency.md).")
    dead = []
    for name, probe in ways:
        try:
            probe()
        except KioskError as error:
            dead.append(f"{name}: {error}")
    if dead:
        return Finding("alarm", "bad", "; ".join(dead), "Mend it before somebody needs it, then look again.")
    return Finding("alarm", "ok", f"ready beside the hub: {', '.join(name for name, _ in ways)}")


def _button(settings: Settings) -> Finding:
    from kiosk.bootstrap.alarm import button_device

    device = button_device(settings)
    if device is None:
        return Finding("button", "ok", "no red button set; the key on the screen calls")
    wrong = device.probe()
    if wrong:
        mend = "Plug it in; may this user read it (group input)? Is [alarm.button] right? ls -l /dev/input/by-id"
        return Finding("button", "bad", f"{device.path}: {wrong}", mend)
    return Finding("button", "ok", f"{device.path} is there; press it, then cancel on the screen: is it the right key?")


def _first_aid(settings: Settings) -> Finding:
    from kiosk.bootstrap.first_aid import plan_of, read_aids

    mend = as_called("See `kiosk content check` and [alarm.plan] (docs/emergency.md).")
    try:
        cards = read_aids(settings)
    except KioskError as error:
        return Finding("first aid", "warn", str(error).partition("\n")[0], mend)
    shown = sum(card.may_be_shown(datetime.now(UTC).astimezone().date()) for card in cards)
    plan = plan_of(settings)
    if plan is not None and not Path(plan.picture).is_file():
        return Finding("first aid", "warn", f"{plan.picture}: no such floor plan", mend)
    told = f"{shown} of {len(cards)} cards shown; the others wait for a clinician's review"
    return Finding("first aid", "ok", told if shown < len(cards) else f"{shown} cards, all reviewed")


def _clock(settings: Settings) -> Finding:
    from kiosk.adapters.hub.credentials import load
    from kiosk.adapters.hub.health import health

    known = load(settings.kiosk.state_dir)
    if known is None:
        return Finding("clock", "warn", "cannot be compared before enrolment")
    try:
        behind = (health(known).hub_time - datetime.now(UTC)).total_seconds()
    except KioskError:
        return Finding("clock", "warn", "cannot be compared: the hub does not answer")
    if abs(behind) < CLOCK_TOLERANCE:
        return Finding("clock", "ok", f"{abs(behind):.1f} s from the hub's")
    return Finding(
        "clock", "warn", f"{behind:.0f} s from the hub's; the kiosk goes by the hub's", "Change the clock's battery."
    )


def _disk(settings: Settings) -> Finding:
    folder = settings.kiosk.state_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".doctor"
        with probe.open("wb") as file:
            file.write(b"x")
            file.flush()
            os.fsync(file.fileno())
        probe.unlink()
    except OSError as error:
        return Finding("disk", "bad", f"{folder}: {error.strerror}", "Give the kiosk a folder it may write to.")
    free = shutil.disk_usage(folder).free // 2**20
    if free < FREE_MB:
        return Finding("disk", "bad", f"{free} MB free in {folder}", f"Free at least {FREE_MB} MB.")
    return Finding("disk", "ok", f"{free // 1024} GB free in {folder}")


def _printer(settings: Settings) -> Finding:
    if settings.printer.kind == "none":
        return Finding("printer", "ok", "none set; slips are shown, and a volunteer writes them down")
    from kiosk.adapters.printer import EscposPrinter
    from kiosk.ports.printer import Paper

    try:
        paper = EscposPrinter(settings.printer).probe()
    except KioskError as error:
        return Finding("printer", "warn", str(error), "Is it switched on, connected, and set right ([printer])?")
    if paper is Paper.OUT:
        return Finding("printer", "warn", "no paper", "Put in a new roll.")
    known = {
        Paper.ENOUGH: "has paper",
        Paper.LOW: "its paper comes to an end",
        Paper.UNKNOWN: "does not tell its paper",
    }
    return Finding("printer", "warn" if paper is Paper.LOW else "ok", f"there; {known[paper]}")
