"""No stage may hang: pytest ends a test that takes too long (pyproject.toml), this ends what is left after the last."""

from __future__ import annotations

import faulthandler

import pytest

SECONDS_TO_END = 60


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """A thread that a failed test left would keep the process for ever: then every thread is shown, and it ends."""
    faulthandler.dump_traceback_later(SECONDS_TO_END, exit=True)
