"""No stage may hang: pytest ends a test that takes too long (pyproject.toml), this ends what is left after the last."""

from __future__ import annotations

import faulthandler
import os
import sys
import threading

import pytest


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """A thread that a failed test left would keep the process forever: say which, and end."""
    mine = threading.current_thread()
    left = [thread for thread in threading.enumerate() if not thread.daemon and thread is not mine]
    for thread in left:
        thread.join(5.0)
    names = [thread.name for thread in left if thread.is_alive()]
    if names:
        sys.stdout.flush()
        faulthandler.dump_traceback(2, all_threads=True)
        print(f"threads left after the last test: {', '.join(names)}", file=sys.__stderr__, flush=True)
        os._exit(1)
