"""Where the demo keeps its things."""

from __future__ import annotations

import os
from pathlib import Path


def demo_folder() -> Path:
    """`$XDG_STATE_HOME/silver-key-demo`, usually ~/.local/state/silver-key-demo: kept from one demo to the next."""
    base = os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "silver-key-demo"
