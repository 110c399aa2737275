"""How one of our own commands is started as a program of its own."""

from __future__ import annotations

import sys
from pathlib import Path


def own_command(name: str, config: Path | None, *words: str) -> list[str]:
    """The words to start it with, by this very Python."""
    named = ["--config", str(config.absolute())] if config else []
    return [sys.executable, "-m", "kiosk", name, *words, *named]
