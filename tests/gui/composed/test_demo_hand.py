"""The demo's control socket, as `kiosk picture` and the end-to-end tests use it; every screen says 演示."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kiosk.adapters.control import NAME, ask
from kiosk.errors import KioskError
from tests.gui.composed.conftest import Composed


def answer(kiosk: Composed, **request: Any) -> dict[str, Any]:
    """Asked from another thread, as another program would."""
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(ask, kiosk.kiosk.settings.kiosk.state_dir, request)
        kiosk.until(asked.done, "the kiosk answers")
        return asked.result()


def test_a_hand_taps_looks_and_takes_a_picture(composed_kiosk: Composed, tmp_path: Path) -> None:
    kiosk = composed_kiosk
    kiosk.pass_(1)
    assert answer(kiosk, do="look")["screen"] == "home"
    answer(kiosk, do="tap", name="叫出租车")
    kiosk.until(lambda: kiosk.screen == "taxi", "the finger leaves the key")
    looked = answer(kiosk, do="picture", path=str(tmp_path / "now.png"))
    assert looked["screen"] == "taxi"
    assert any(name.startswith("东街医院") for name in looked["names"])
    assert "演示" in kiosk.words()
    assert (tmp_path / "now.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("request_", [{"do": "tap", "name": "没有这个键"}, {"do": "sing"}, {"do": "tap"}, {}])
def test_what_a_hand_cannot_do_is_said(composed_kiosk: Composed, request_: dict[str, Any]) -> None:
    with pytest.raises(KioskError):
        answer(composed_kiosk, **request_)
    assert composed_kiosk.unforeseen == []


def test_s12_the_socket_is_its_users_alone_and_goes_with_the_kiosk(composed_kiosk: Composed) -> None:
    path = composed_kiosk.kiosk.settings.kiosk.state_dir / NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    composed_kiosk.kiosk.close()
    assert not path.exists()
