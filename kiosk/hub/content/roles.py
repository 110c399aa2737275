"""Who signs what, and for how long it is good (issue: expiry 3 years, 1 year, 30 days; a warning 60 days before)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from securesystemslib.signer import CryptoSigner, Key
from tuf.api.metadata import DelegatedRole, Delegations, Role, Root, Targets

from kiosk.content.package.channels import TIMESTAMP_DAYS, patterns
from kiosk.content.package.manifest import KINDS, SIGNED_BY_TWO

STICKS = 3
THRESHOLD = 2
OFFLINE_LIFE = timedelta(days=3 * 365)
ADMINISTRATOR_LIFE = timedelta(days=365)
ONLINE_LIFE = timedelta(days=TIMESTAMP_DAYS)
WARN_BEFORE = timedelta(days=60)
ONLINE = ("snapshot", "timestamp")
BY_ADMINISTRATOR = tuple(kind for kind in KINDS if kind not in SIGNED_BY_TWO)
SPEC = "1.0.31"


def life(role: str) -> timedelta:
    """How long a new signature of this role is good."""
    if role in ONLINE:
        return ONLINE_LIFE
    return ADMINISTRATOR_LIFE if role in BY_ADMINISTRATOR else OFFLINE_LIFE


def expires(role: str, now: datetime) -> datetime:
    return (now + life(role)).replace(microsecond=0)


def new_root(sticks: Sequence[CryptoSigner], online: dict[str, CryptoSigner], now: datetime) -> Root:
    keys = {one.public_key.keyid: one.public_key for one in (*sticks, *online.values())}
    ids = [one.public_key.keyid for one in sticks]
    roles = {
        "root": Role(ids, THRESHOLD),
        "targets": Role(list(ids), THRESHOLD),
        **{name: Role([signer.public_key.keyid], 1) for name, signer in online.items()},
    }
    return Root(1, SPEC, expires("root", now), dict(keys), roles, consistent_snapshot=True)


def delegations(sticks: Sequence[Key], administrator: Key) -> Delegations:
    """Every kind to its own role, over its own paths, and nobody else's."""
    ids = [key.keyid for key in sticks]
    roles = {}
    for kind in KINDS:
        by, need = (ids, THRESHOLD) if kind in SIGNED_BY_TWO else ([administrator.keyid], 1)
        roles[kind] = DelegatedRole(kind, list(by), need, terminating=True, paths=patterns(kind))
    return Delegations({key.keyid: key for key in (*sticks, administrator)}, roles)


def new_targets(given: Delegations | None, role: str, now: datetime) -> Targets:
    return Targets(1, SPEC, expires(role, now), {}, given)
