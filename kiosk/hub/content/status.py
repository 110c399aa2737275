"""What is published, and until when it is good; what a person should do soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.content.package.manifest import KINDS
from kiosk.hub.content.folder import Folder
from kiosk.hub.content.keys import name_of
from kiosk.hub.content.publish import channels
from kiosk.hub.content.repository import load
from kiosk.hub.content.roles import ONLINE, WARN_BEFORE


@dataclass(frozen=True)
class RoleStatus:
    """`soon`: within 60 days it is good no more, so a person signs anew; the hub's own roles are only ever `over`."""

    role: str
    keys: tuple[str, ...]
    threshold: int
    version: int
    expires: datetime
    soon: bool
    over: bool


@dataclass(frozen=True)
class Named:
    """A package as a channel names it."""

    kind: str
    package: str
    channel: str
    version: int


@dataclass(frozen=True)
class Status:
    roles: tuple[RoleStatus, ...]
    packages: tuple[Named, ...]

    @property
    def warnings(self) -> tuple[RoleStatus, ...]:
        return tuple(role for role in self.roles if role.soon or role.over)


def status(folder: Folder, now: datetime) -> Status:
    """Raises ContentError when nothing is published or a file is damaged."""
    state = load(folder)
    roles = []
    signed = {"root": state.root, "snapshot": state.snapshot, "timestamp": state.timestamp, **state.roles}
    for name, one in signed.items():
        delegator = state.delegator(name)
        role = delegator.get_delegated_role(name)
        keys = tuple(name_of(delegator.get_key(keyid)) for keyid in role.keyids)
        left = one.expires - now
        soon = name not in ONLINE and left <= WARN_BEFORE
        roles.append(RoleStatus(name, keys, role.threshold, one.version, one.expires, soon, left.total_seconds() <= 0))
    packages = [
        Named(kind, package, channel, version)
        for kind in KINDS
        for channel, named in channels(folder, state, kind).items()
        for package, version in named.items()
    ]
    return Status(tuple(roles), tuple(packages))
