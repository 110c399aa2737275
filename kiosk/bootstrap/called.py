"""How to call this program from here: `kiosk` where the shell finds it, else the way that works from a checkout."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path


def kiosk_command() -> str:
    """What to type for `kiosk`, as short as it works from this folder."""
    ours = Path(sys.executable).with_name("kiosk")
    found = shutil.which("kiosk")
    if found and Path(found).absolute() == ours.absolute():
        return "kiosk"
    if not ours.exists():
        return "python -m kiosk"
    return str(ours.relative_to(Path.cwd())) if ours.is_relative_to(Path.cwd()) else str(ours)


def as_called(text: str) -> str:
    """`text` with every "`kiosk …" in it as it must be typed here."""
    return text.replace("`kiosk ", f"`{kiosk_command()} ")
