"""The settings of one kiosk: the machine, its panel, its voice, its printer and a session at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from pathlib import Path

from kiosk.config.shapes import HOST, NAME, PHONE, URL
from kiosk.domain.preferences import Palette, TextSize
from kiosk.schema import key
from kiosk.text import LANGUAGES


@dataclass(frozen=True)
class Kiosk:
    name: str = key("", "how the desk calls this kiosk", needed=True, **NAME)
    place: str = key("", "where it stands, as residents and helpers say it", needed=True, **NAME)
    number: int = key(1, "the kiosk's number in this centre", low=1, high=99)
    centre_phone: str = key("", "the centre's telephone, shown when no helper answers", needed=True, **PHONE)
    state_dir: Path = key(Path("/var/lib/silver-key/kiosk"), "database, journal, caches; one kiosk only")
    hub_url: str = key("", "the hub's address; https, or http on this machine; empty: not enrolled yet", **URL)
    language: str = key("zh_CN", "at the start of each session", choices=LANGUAGES)
    card_reader: Path | None = key(None, "a card reader's device, such as /dev/hidraw0 or a tty (card-readers.md)")
    policy_texts: Path = key(Path("/var/lib/silver-key/policies"), "official texts, made by `kiosk policy import`")
    demo: bool = key(
        False, "every screen and slip says it is a demonstration; the only mode in which a demo provider may run"
    )


@dataclass(frozen=True)
class Display:
    diagonal_inch: float = key(21.5, "of the panel itself, in inches", low=7, high=65)
    width_px: int = key(1920, "pixels across, as the panel hangs (portrait: the smaller number)", low=480, high=7680)
    height_px: int = key(1080, "pixels down", low=480, high=7680)
    viewing_cm: float = key(65, "from the eye to the panel", low=30, high=150)
    mount_mm: float = key(700, "from the floor to the lower edge of the picture", low=0, high=1800)
    fullscreen: bool = key(True, "false: a window, for a desk computer")
    motion: bool = key(True, "false: screens change without movement")
    palette: Palette = key(Palette.LIGHT, "colours at the start of each session")
    text_size: TextSize = key(TextSize.STANDARD, "at the start of each session")


@dataclass(frozen=True)
class Session:
    idle_seconds: int = key(180, "without a touch, the session ends", low=120, high=300)
    warn_seconds: int = key(30, "the warning comes so long before the end", low=20, high=100)


@dataclass(frozen=True)
class Voice:
    enabled: bool = key(True, "false: nothing is spoken; everything is still shown")
    rate: int = key(170, "characters a minute", low=90, high=240)
    volume: int = key(70, "per cent", low=0, high=100)
    recordings_dir: Path | None = key(None, "a folder of recorded phrases that come before made speech")
    microphone: str = key("auto", '"none": nobody can leave a message', choices=("auto", "none", "file"))
    microphone_file: Path | None = key(None, 'microphone "file", in the demo alone: the WAV file that it hears')


@dataclass(frozen=True)
class Printer:
    kind: str = key(
        "none", 'the slip printer (ESC/POS); "file": written to only', choices=("none", "network", "usb", "file")
    )
    host: str = key("", "kind network: the printer's address", pattern=f"({HOST['pattern']})?", shape=HOST["shape"])
    port: int = key(9100, "kind network", low=1, high=65535)
    device: Path = key(Path("/dev/usb/lp0"), "kind usb or file: the printer's device")
    width_mm: int = key(80, "of the paper: 80 or 58", low=58, high=80)


@dataclass(frozen=True)
class SelfTest:
    at: time = key(time(7, 0), "each day at this time of day, or later when the kiosk was off or somebody was at it")
