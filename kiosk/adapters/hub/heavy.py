"""What a first call needs, loaded by one thread at a time.

The lane, the sync engine's threads and a screen's question may all come first. Two threads that import pydantic at once
can meet in the middle of its circle of modules, and one of them gets a module that is half there.
"""

from __future__ import annotations

import threading
from importlib import import_module

PARTS = ("kiosk.protocol.models", "kiosk.adapters.hub.wire", "kiosk.adapters.hub.sse", "kiosk.adapters.hub.tls")
_lock = threading.Lock()


def load() -> None:
    """Takes 0.2 s the first time and nothing after; from any thread."""
    with _lock:
        for part in PARTS:
            import_module(part)
