from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from kiosk.hub.staff import passwords
from tests.hub import house as houses
from tests.hub.house import House, house
from tests.hub.lock_order import watched
from tests.hub.postgres import Shelf, cluster


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


@pytest.fixture(autouse=True, scope="session")
def database() -> Iterator[None]:
    """SQLite; with HUB_DATABASE=postgresql the same tests on a throwaway cluster."""
    if os.environ.get("HUB_DATABASE") != "postgresql":
        yield
        return
    with cluster() as made, pytest.MonkeyPatch.context() as patch:
        patch.setattr(houses, "shelf", Shelf(made))
        yield


@pytest.fixture(autouse=True)
def cleared(database: None) -> Iterator[None]:
    if houses.shelf is None:
        yield
        return
    with watched() as wrong:
        yield
    houses.shelf.clear()
    assert wrong == [], "locked before the order of events: two such transactions may wait for each other"


@pytest.fixture
async def hub_house(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as made:
        yield made
