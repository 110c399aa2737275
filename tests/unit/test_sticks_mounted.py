"""The system's own files mount a stick so that nothing on it can run or be written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.config import DEMO_FILE, load

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
UNIT = PACKAGING / "systemd" / "silver-key-stick@.service"
RULE = PACKAGING / "udev" / "90-silver-key-stick.rules"


@pytest.mark.parametrize("option", ["ro", "nosuid", "nodev", "noexec"])
def test_a_stick_is_mounted_so_that_nothing_on_it_counts(option: str) -> None:
    (options,) = re.findall(
        r"^ExecStart=/usr/bin/mount -o (\S+) /dev/%i /media/USB-%i$", UNIT.read_text("utf-8"), re.MULTILINE
    )
    assert option in options.split(",")


def test_the_rule_starts_the_unit_for_usb_sticks_alone() -> None:
    (line,) = [one for one in RULE.read_text("utf-8").splitlines() if one and not one.startswith("#")]
    assert f"{UNIT.name.partition('@')[0]}@%k.service" in line
    for only in ('ENV{ID_BUS}=="usb"', 'ENV{ID_FS_USAGE}=="filesystem"', 'ACTION=="add"'):
        assert only in line


def test_it_lies_where_the_kiosk_looks() -> None:
    assert load(DEMO_FILE, {}).content.sticks_dir == Path("/media")
