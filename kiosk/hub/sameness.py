"""Several processes of one hub share its database, so they must share its keys too.

With another `hub.key` no card would be known; with another CA no kiosk would trust the answer. The first process
leaves a mark of both in the database; one whose files differ is refused, rather than turn residents away.
"""

from __future__ import annotations

import hashlib

from sqlalchemy.exc import IntegrityError

from kiosk.hub.database import Database
from kiosk.hub.errors import HubStartError
from kiosk.hub.models import Mark


async def check_same(database: Database, key: str, ca_pem: str) -> None:
    """Leave or compare the marks. Raises HubStartError when this process has other keys than the hub's first."""
    for name, secret in (("hub.key", key), ("ca.pem", ca_pem)):
        if secret and not await _agrees(
            database, name, hashlib.sha256(f"silver-key {name} {secret}".encode()).hexdigest()
        ):
            raise HubStartError(
                f"this database belongs to a hub with another {name}: copy hub.key, ca.key and ca.pem from there into "
                "hub.state_dir"
            )


async def _agrees(database: Database, name: str, value: str) -> bool:
    async with database.read() as session:
        kept = await session.get(Mark, name)
    if kept is None:
        try:
            async with database.work() as work:
                work.session.add(Mark(name=name, value=value))
        except IntegrityError:  # another process was first, this moment
            return await _agrees(database, name, value)
        return True
    return kept.value == value
