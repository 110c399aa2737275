"""`kiosk selftest`: what the morning's self-test looks at, and the part of the kiosk that makes it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from kiosk.adapters.selftest import SelfTestFile, look
from kiosk.bootstrap.options import config_option, emit, json_option, settings_from
from kiosk.bootstrap.own import own_command
from kiosk.config import Settings
from kiosk.domain.selftest import Row, SelfTest
from kiosk.errors import KioskError
from kiosk.ports.clock import Clock
from kiosk.ports.ids import Ids
from kiosk.ports.tasks import Tasks
from kiosk.services.selftest import MorningSelfTest, SelfTestParts

CHIME = Path(__file__).resolve().parent.parent.parent / "assets" / "sounds" / "chime.wav"
FROM_THE_DOCTOR = ("hub", "voice", "clock", "disk", "database", "printer", "button")
ASLEEP = "cannot be compared"  # the clock's row when the hub is silent: that one is red already


@click.command()
@click.option("--quiet", is_flag=True, help="Play nothing, listen to nothing.")
@config_option
@json_option
def selftest(quiet: bool, config: Path | None, as_json: bool) -> None:
    """What the kiosk looks at every morning, now: each way to call for help, touch, sound, clock, disk and the rest.

    Nothing is sent, nobody is rung. Exits with 1 when something is red. The hub is told of the morning's own only.
    """
    rows = tuple(examine(settings_from(config), quiet=quiet))
    lines = [f"{'✓' if r.ok else '✗'} {' '.join(filter(None, (r.part, r.name)))}: {r.detail or 'ok'}" for r in rows]
    red = any(not row.ok for row in rows)
    emit(as_json, {"red": red, "rows": [asdict(row) for row in rows]}, "\n".join(lines))
    if red:
        sys.exit(1)


def examine(settings: Settings, *, quiet: bool = False) -> Iterator[Row]:
    """Every row in turn; a look that fails in a way nobody foresaw is a red row, not the end."""
    from kiosk.bootstrap.doctor import examine as doctor

    for finding in doctor(settings, FROM_THE_DOCTOR):
        none_set = finding.name == "voice" and not settings.voice.enabled
        if not none_set and not finding.detail.startswith(ASLEEP):
            yield Row(finding.name, finding.state == "ok", detail=finding.detail[:80])
    yield from _paths(settings)
    looks: tuple[tuple[str, Callable[[Settings], Iterator[Row]]], ...] = (
        ("journal", _journal),
        ("touch", _touch),
        ("sound", _silent if quiet or not settings.voice.enabled else _sound),
    )
    for part, each in looks:
        try:
            yield from each(settings)
        except Exception as error:  # noqa: BLE001 - the self-test's own last resort: say it and go on
            yield Row(part, ok=False, detail=f"{type(error).__name__}: {error}"[:80])


def _paths(settings: Settings) -> Iterator[Row]:
    from kiosk.bootstrap.alarm_paths import probes

    for name, probe in probes(settings):
        try:
            probe()
            yield Row("path", ok=True, name=name)
        except KioskError as error:
            yield Row("path", ok=False, name=name, detail=str(error)[:80])
        except Exception as error:  # noqa: BLE001 - as above
            yield Row("path", ok=False, name=name, detail=type(error).__name__)


def _journal(settings: Settings) -> Iterator[Row]:
    from kiosk.adapters.journal import examine as journal

    wrong = journal(settings.kiosk.state_dir)
    yield Row("journal", not wrong, detail=wrong)


def _touch(settings: Settings) -> Iterator[Row]:
    """A demonstration, or a window on a desk computer, has a mouse."""
    from kiosk.adapters.touch import DEVICES, touch_screens

    if settings.display.fullscreen and not settings.kiosk.demo:
        found = touch_screens(DEVICES.read_text("utf-8", "replace")) if DEVICES.exists() else ()
        yield Row("touch", bool(found), detail=", ".join(found)[:80] or "no touch screen among the input devices")


def _silent(_settings: Settings) -> Iterator[Row]:
    yield from ()


def _sound(settings: Settings) -> Iterator[Row]:
    from PySide6.QtCore import QCoreApplication

    app = QCoreApplication.instance() or QCoreApplication([])
    from kiosk.adapters.player import QtPlayer
    from kiosk.adapters.recorder import QtRecorder
    from kiosk.services.soundcheck import listen
    from kiosk.ui.later import spin

    recorder = None if settings.voice.microphone == "none" else QtRecorder()
    heard = listen(QtPlayer(), recorder, CHIME, settings.voice.volume, spin)
    app.processEvents()  # it lives until here
    if not heard.loudspeaker or not heard.played:
        yield Row("sound", ok=False, detail="no sound device" if not heard.loudspeaker else "it does not play")
        return
    yield Row("sound", ok=True)
    if heard.microphone is not None:
        levels = f"the room {heard.quiet:.3f}, the chime {heard.loud:.3f} of full scale"
        yield Row("microphone", heard.microphone, detail=levels)


def morning(
    settings: Settings,
    tell: Callable[[SelfTest], None],
    busy: Callable[[], bool],
    clock: Clock,
    tasks: Tasks,
    ids: Ids,
) -> MorningSelfTest:
    """The part of the running kiosk that makes it each day; not started."""
    command = own_command("selftest", settings.source, "--json")
    memory = SelfTestFile(settings.kiosk.state_dir)
    parts = SelfTestParts(partial(look, command), tell, memory, busy)
    return MorningSelfTest(settings.selftest.at, parts, clock, tasks, ids)
