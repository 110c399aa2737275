"""`kiosk audit`: every screen, in every setting, against the rows of elder-ui that a machine can check."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass

import click

from kiosk.bootstrap.options import emit, json_option
from kiosk.bootstrap.stage import Setting
from kiosk.errors import KioskError

ROWS = ("U1", "U2", "U3", "U4", "U5", "U6", "U8", "U9", "U15", "U19", "U21", "U24", "U25")
SHOWN = 60


@dataclass(frozen=True)
class Fault:
    """`rule` of elder-ui, the state and setting it was seen in, which widget, and what is wrong in figures."""

    rule: str
    state: str
    setting: str
    where: str
    what: str


@click.command()
@click.option("--screen", default="", help="Only this screen, by the name of its folder.")
@click.option("--setting", "only", default="", help="Only settings that contain this, e.g. 21-standard-light-zh_CN.")
@json_option
def audit(screen: str, only: str, as_json: bool) -> None:
    """Check every screen state over sizes, languages, displays and palettes. Exits with 1 when anything is wrong."""
    from kiosk.bootstrap.stage import settings
    from kiosk.screens.specimens import screens

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if screen and screen not in screens():
        raise KioskError(f"no screen {screen!r}; there are: {', '.join(screens())}")
    chosen = [setting for setting in settings() if only in setting.slug]
    if not chosen:
        raise KioskError(f"no setting contains {only!r}; for example 21-standard-light-zh_CN")
    states, faults = _all(screen, chosen)
    facts = {"rows": ROWS, "settings": len(chosen), "states": states, "faults": [asdict(f) for f in faults]}
    emit(as_json, facts, _words(states, len(chosen), faults))
    if faults:
        sys.exit(1)


def _all(screen: str, chosen: list[Setting]) -> tuple[int, list[Fault]]:
    workers = min(os.cpu_count() or 1, len(chosen))
    states, faults = 0, []
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        done = pool.map(_check, [screen] * len(chosen), chosen)
        with click.progressbar(length=len(chosen), label="settings", file=sys.stderr) as bar:
            for count, some in done:
                states += count
                faults += some
                bar.update(1)
    return states, faults


def _check(screen: str, setting: Setting) -> tuple[int, list[Fault]]:
    from kiosk.bootstrap.stage import Stage
    from kiosk.screens.specimens import specimens
    from kiosk.ui.app import create_app
    from kiosk.ui.inspect import inspect

    create_app()
    stage = Stage(setting)
    faults, count = [], 0
    for specimen in specimens(screen):
        count += 1
        window = stage.show(specimen)
        faults += [Fault(f.rule, specimen.name, setting.slug, f.where, f.what) for f in inspect(window)]
    stage.close()
    return count, faults


def _words(states: int, settings: int, faults: list[Fault]) -> str:
    if not faults:
        return f"nothing wrong in {states} states over {settings} settings ({', '.join(ROWS)})"
    lines = [f"{f.rule} {f.state} [{f.setting}] {f.where}: {f.what}" for f in faults[:SHOWN]]
    more = [f"… and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
    tally = ", ".join(f"{rule} {count}" for rule, count in sorted(Counter(f.rule for f in faults).items()))
    return "\n".join([*lines, *more, f"{len(faults)} faults in {states} states over {settings} settings: {tally}"])
