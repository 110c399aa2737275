"""R1 at a hospital: many residents race for few times while it is slow, dies half-way, or loses its answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.count import FULL, chance, figure
from tests.hub.hospital.race import race

pytestmark = pytest.mark.anyio
KIOSKS, SLOTS = (200, 20) if FULL else (10, 2)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.parametrize("kind", ["slow", "dies", "loses"])
async def test_r1_no_time_is_sold_twice_and_nobody_is_told_what_is_not_so(tmp_path: Path, kind: str) -> None:
    rng = chance(f"hospital:{kind}")
    found = await race(tmp_path, kiosks=KIOSKS, slots=SLOTS, rng=rng, kind=kind)
    figure(
        "R1",
        f"{KIOSKS} residents for {SLOTS} times at a hospital that {kind if kind != 'slow' else 'is slow'}: "
        f"{found.told} told that it is booked, {len(found.sold)} times sold, {found.twice} twice, {found.untrue} told "
        f"what is not so, {found.unattended} left to nobody; ended {dict(found.ends)}",
    )
    assert (found.twice, found.untrue, found.unattended) == (0, 0, 0)
    assert found.told <= len(found.sold) <= SLOTS
    if kind == "slow":
        assert found.told == SLOTS
