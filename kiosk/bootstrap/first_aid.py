"""First-aid cards and the floor plan, as the settings name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.config import DEMO_FILE, Settings
from kiosk.screens.alarm.aid import Plan

if TYPE_CHECKING:
    from kiosk.content.first_aid.card import AidCard
    from kiosk.ports.installed_content import InstalledContent

DEMO_PLAN = DEMO_FILE.with_name("floor.svg")
"""The invented centre's."""


def read_aids(settings: Settings, content: InstalledContent | None = None) -> tuple[AidCard, ...]:
    """Every card, drafts too: the centre's own folder, else what is installed, else the project's.

    Slow the first time. Raises ContentError; the doctor says so to the administrator.
    """
    from kiosk.adapters.first_aid import AIDS, load_aids

    own = settings.alarm.first_aid_dir
    installed = content.folders("first-aid") if content is not None and own is None else ()
    folders = (own,) if own is not None else installed or (AIDS,)
    return tuple(card for folder in folders for card in load_aids(folder))


def plan_of(settings: Settings) -> Plan | None:
    """The floor plan; None without one."""
    plan = settings.alarm.plan
    picture = plan.picture or (DEMO_PLAN if settings.kiosk.demo else None)
    if picture is None:
        return None
    kiosk = (plan.kiosk_x / 100, plan.kiosk_y / 100)
    goal = (plan.defibrillator_x / 100, plan.defibrillator_y / 100)
    return Plan(str(picture), kiosk, goal, plan.defibrillator_at)
