"""The demo's control socket, without a screen behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.adapters.control import NAME, ControlServer, ask
from kiosk.errors import KioskError


def at_once(call: Callable[[], None]) -> None:
    call()


def test_it_answers_however_deep_its_folder_lies(tmp_path: Path) -> None:
    folder = tmp_path / ("深" * 40) / ("x" * 60)
    folder.mkdir(parents=True)
    server = ControlServer(folder, lambda request: {"heard": request["do"]}, at_once)
    try:
        assert ask(folder, {"do": "look"}) == {"heard": "look"}
        assert (folder / NAME).stat().st_mode & 0o777 == 0o600
    finally:
        server.close()
    assert not (folder / NAME).exists()


def test_where_no_demo_runs_it_says_so(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(KioskError, match="no demo answers in"):
            ask(folder, {"do": "look"})
