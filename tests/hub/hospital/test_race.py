"""No time is sold twice, and nobody is told it is theirs who has it not. All of it: tests/faults/test_hospital.py."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.hub.hospital.race import race

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(("kind", "kiosks", "slots"), [("slow", 40, 8), ("dies", 12, 3), ("loses", 12, 3)])
async def test_r1_of_many_who_want_few_times_none_is_given_another_s(
    tmp_path: Path, kind: str, kiosks: int, slots: int
) -> None:
    found = await race(tmp_path, kiosks=kiosks, slots=slots, rng=Random(f"race:{kind}"), kind=kind)
    assert (found.twice, found.untrue, found.unattended) == (0, 0, 0)
    assert found.told <= len(found.sold)
    if kind == "slow":
        assert found.told == len(found.sold) == slots
        assert set(found.ends) <= {"in_progress", "failed"}
    else:
        assert set(found.ends) <= {"in_progress", "failed", "delivered", "unknown"}
        assert found.told < kiosks
