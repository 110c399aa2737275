"""What enrolment gave us, kept private and read with care."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.adapters.hub.credentials import Credentials, load, save

JOINED = Credentials("https://127.0.0.1:8443", "kiosk-1", "t" * 43, "PEM", "测试站")


def test_they_come_back_and_are_private(tmp_path: Path) -> None:
    assert load(tmp_path) is None
    save(tmp_path, JOINED)
    assert load(tmp_path) == JOINED
    assert (tmp_path / "hub.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["", "{", "[]", '{"hub_url": 1, "kiosk_id": "", "token": ""}', '{"more": "x"}'])
def test_what_cannot_be_understood_is_not_enrolled(tmp_path: Path, content: str) -> None:
    (tmp_path / "hub.json").write_text(content)
    assert load(tmp_path) is None
