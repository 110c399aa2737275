"""The quarter's notices and directory: those installed; in the demonstration invented ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.config import DEMO_FILE, Settings

if TYPE_CHECKING:
    from kiosk.content.package.quarter import Quarter
    from kiosk.ports.installed_content import InstalledContent

DEMO = DEMO_FILE.with_name("quarter")
"""Every name and number in it is invented."""


def read_quarter(settings: Settings, content: InstalledContent) -> Quarter:
    """Slow the first time. Raises ContentError. Nothing comes with the program: no centre has another's directory."""
    from kiosk.adapters.quarter import load_quarter

    notices, directories = content.folders("notices"), content.folders("directory")
    demo = (DEMO,) if settings.kiosk.demo else ()
    return load_quarter(notices or demo, directories or demo)
