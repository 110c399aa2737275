from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from kiosk.hub.staff import passwords
from tests.hub.house import House, house


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> Iterator[None]:
    """Hundreds of accounts are made here: argon2id with the least work. What the product asks: test_accounts."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", quick)
        patch.setattr(passwords, "_NOBODY", quick.hash("nobody has this password"))
        yield


@pytest.fixture
async def hub_house(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as made:
        yield made
