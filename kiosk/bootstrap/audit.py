"""`kiosk audit`: every screen, in every setting, against the rows of elder-ui that a machine can check."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from itertools import product
from typing import TYPE_CHECKING

import click

from kiosk.bootstrap.options import emit, json_option
from kiosk.errors import KioskError

if TYPE_CHECKING:
    from kiosk.bootstrap.audit_setting import Fault
    from kiosk.bootstrap.stage import Setting

ROWS = ("U1", "U2", "U3", "U4", "U5", "U6", "U8", "U9", "U15", "U19", "U21", "U24", "U25")
"""Each of them is really looked at; tests/gui/test_audit_rows.py plants a fault for every one and sees it reported."""

DISPLAY_INCHES = (10.1, 21.5, 32)
SHOWN = 60


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
    faults += everywhere(chosen, narrowed=bool(screen or only))
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
    from kiosk.bootstrap.audit_setting import check_setting
    from kiosk.ui.app import create_app

    create_app()
    return check_setting(screen, setting)


def everywhere(chosen: Sequence[Setting], *, narrowed: bool) -> list[Fault]:
    """What belongs to no single screen: colours, the catalogue's words, and that no display was left out."""
    from kiosk.bootstrap.audit_setting import Fault
    from kiosk.bootstrap.plain_words import catalogue_faults, chinese_templates
    from kiosk.ui.palette_check import faults as palette_faults
    from kiosk.ui.tokens import PALETTES

    found = [
        Fault("U4", "", palette.name, what, figures)
        for palette in PALETTES.values()
        for what, figures in palette_faults(palette)
    ]
    found += [Fault("U19", "", "zh_CN", key, what) for key, what in catalogue_faults(chinese_templates())]
    return found if narrowed else [*found, *_left_out(chosen)]


def _left_out(chosen: Sequence[Setting]) -> list[Fault]:
    from kiosk.bootstrap.audit_setting import Fault
    from kiosk.bootstrap.stage import displays

    seen = {(displays()[s.display].diagonal_inch, displays()[s.display].portrait) for s in chosen}
    wanted = product(DISPLAY_INCHES, (False, True))
    missing = sorted(set(wanted) - seen)
    return [Fault("U24", "", "", f"{inches} inch", "upright: " * tall + "not looked at") for inches, tall in missing]


def _words(states: int, settings: int, faults: list[Fault]) -> str:
    if not faults:
        return f"nothing wrong in {states} states over {settings} settings ({', '.join(ROWS)})"
    lines = [f"{f.rule} {f.state} [{f.setting}] {f.where}: {f.what}" for f in faults[:SHOWN]]
    more = [f"… and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
    tally = ", ".join(f"{rule} {count}" for rule, count in sorted(Counter(f.rule for f in faults).items()))
    return "\n".join([*lines, *more, f"{len(faults)} faults in {states} states over {settings} settings: {tally}"])
