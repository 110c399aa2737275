from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.config.beyond import CapEndpoint, Site
from kiosk.hub import presence
from tests.fakes.cap_platform import SECRET, CapPlatform
from tests.hub.house import House, house, new_id

SENDER, RECIPIENT = "centre.example", "district.example"
SITES = (Site(place="一楼大厅", address="东街 1 号", lat=31.2, lon=121.4, radius_m=50),)


@pytest.fixture
def platform() -> Iterator[CapPlatform]:
    made = CapPlatform()
    yield made
    made.close()


def endpoint(folder: Path, url: str, **changes: object) -> CapEndpoint:
    """One that is told of everything at once."""
    secret = folder / "cap-secret"
    if not secret.exists():
        secret.touch(0o600)
        secret.write_bytes(SECRET)
    made = CapEndpoint(
        name="district",
        title="区应急平台",
        url=url,
        secret_file=secret,
        sender=SENDER,
        recipient=RECIPIENT,
        statuses=("Actual",),
        when="at_once",
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # one of its fields


async def listen(made: House, drill_at: str = "") -> None:
    """A desk whose bell is on: an alarm rings there first. `drill_at`: the kiosk where somebody begins an exercise."""
    wang = await made.person("王阿姨")
    async with made.hub.database.work() as work:
        await presence.arm(work.session, new_id(), wang.id, made.clock.now())
    if drill_at:
        await made.do(made.hub.drills.start, drill_at, wang)


@pytest.fixture
async def cap_house(tmp_path: Path, platform: CapPlatform) -> AsyncIterator[House]:
    async with house(tmp_path, cap=(endpoint(tmp_path, platform.url),), sites=SITES) as made:
        await made.hub.cap[0].tick()  # a new endpoint begins with what comes next
        yield made
