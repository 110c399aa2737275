"""The settings: one frozen object, read once from a TOML file and the environment.

`SILVER_KEY_SETTINGS` names the file; `SILVER_KEY_<SECTION>_<KEY>` (e.g. `SILVER_KEY_HUB_PORT=8443`) replaces one value.
Lists and inner tables are in the file only. docs/settings.md lists every key; it is made from the declarations here.
Anything unknown, of a wrong type or out of range is a SettingsError of one line: file, key, what is allowed.

Declarations are in a file by whom they concern (`kiosk`, `alarm`, `centre`, `hub`, `beyond`), their shapes in `shapes`,
`settings` puts them together, `checks` knows what no key can say alone, `reading` reads.
"""

from kiosk.config.alarm import PATH_KINDS, Alarm, Button, FloorPlan, PathEntry, PhoneEntry
from kiosk.config.centre import DAYS, Content, Doctor, Duty, Hours, Pickup, Place, Promise, Taxi
from kiosk.config.checks import PAPER_MM, is_loopback
from kiosk.config.hub import RIDES, DeskPlan, Hospital, Hub, Provider
from kiosk.config.kiosk import Display, Kiosk, Printer, SelfTest, Session, Voice
from kiosk.config.reading import DEMO_FILE, PREFIX, default_path, load
from kiosk.config.settings import SECTIONS, SYSTEM_FILE, Settings

__all__ = [
    "DAYS",
    "DEMO_FILE",
    "PAPER_MM",
    "PATH_KINDS",
    "PREFIX",
    "RIDES",
    "SECTIONS",
    "SYSTEM_FILE",
    "Alarm",
    "Button",
    "Content",
    "DeskPlan",
    "Display",
    "Doctor",
    "Duty",
    "FloorPlan",
    "Hospital",
    "Hours",
    "Hub",
    "Kiosk",
    "PathEntry",
    "PhoneEntry",
    "Pickup",
    "Place",
    "Printer",
    "Promise",
    "Provider",
    "SelfTest",
    "Session",
    "Settings",
    "Taxi",
    "Voice",
    "default_path",
    "is_loopback",
    "load",
]
