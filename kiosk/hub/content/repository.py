"""The signed metadata: read as it is in force, changed in one step. What is written first is used only once the last
file, timestamp.json, names it: a power cut leaves the old state or the new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import RepositoryError, UnsignedMetadataError
from tuf.api.metadata import Metadata, MetaFile, Root, Signed, Snapshot, Targets, Timestamp
from tuf.api.serialization import DeserializationError
from tuf.api.serialization.json import JSONSerializer

from kiosk.content.package.manifest import KINDS
from kiosk.errors import ContentError
from kiosk.hub.content.folder import Folder, put
from kiosk.hub.content.keys import hub_signer, name_of
from kiosk.hub.content.roles import ONLINE, SPEC, expires

S = TypeVar("S", bound=Signed)
_PLAIN = JSONSerializer(compact=True)


@dataclass
class State:
    """What is in force; `roles` has "targets" and every kind."""

    root: Root
    timestamp: Timestamp
    snapshot: Snapshot
    roles: dict[str, Targets] = field(default_factory=dict)

    def delegator(self, role: str) -> Root | Targets:
        return self.roles["targets"] if role in KINDS else self.root


@dataclass(frozen=True)
class Change:
    """New contents of roles, and who signs each; a new root comes with the signers of the old one and of its own.

    `write` is called once everything is signed, before any of it is written.
    """

    roles: Mapping[str, Targets]
    signers: Sequence[CryptoSigner]
    root: Root | None = None
    write: Callable[[], None] = lambda: None


def load(folder: Folder) -> State:
    """Raises ContentError when there is nothing, or when a file is damaged."""
    if not folder.begun:
        raise ContentError(f"{folder.root}: nothing is published here yet; begin with `kiosk content keys new`")
    try:
        timestamp = _signed(folder, "timestamp", 0, Timestamp)
        snapshot = _signed(folder, "snapshot", timestamp.snapshot_meta.version, Snapshot)
        state = State(_newest_root(folder), timestamp, snapshot)
        for name in ("targets", *KINDS):
            state.roles[name] = _signed(folder, name, snapshot.meta[f"{name}.json"].version, Targets)
    except (OSError, RepositoryError, DeserializationError, KeyError) as error:
        raise ContentError(f"{folder.metadata}: damaged ({error}); put back what was saved") from error
    return state


def commit(folder: Folder, state: State, change: Change, now: datetime) -> State:
    """Sign and write. The caller holds the folder's lock. Raises ContentError when a key is missing, OSError.

    Nothing is in force before everything is written; a role's new number is one more than the one in force.
    """
    old_root, root = state.root, change.root or state.root
    signed: dict[str, bytes] = {}
    after = State(root, state.timestamp, state.snapshot, {**state.roles, **change.roles})
    for name, role in change.roles.items():
        role.version = state.roles[name].version + 1
        role.expires = expires(name, now)
        signed[name] = _sign(after.delegator(name), name, role, change.signers)
    root_bytes = b""
    if change.root is not None:
        root.version, root.expires = old_root.version + 1, expires("root", now)
        root_bytes = _sign(root, "root", root, change.signers, also=old_root)
    change.write()
    for name, raw in signed.items():
        put(folder.metadata_file(name, change.roles[name].version), raw)
    metas = {**state.snapshot.meta}
    metas |= {f"{name}.json": _meta(change.roles[name].version, raw) for name, raw in signed.items()}
    return _online(folder, after, metas, root_bytes, now)


def begin(
    folder: Folder, root: Root, roles: Mapping[str, Targets], signers: Sequence[CryptoSigner], now: datetime
) -> State:
    """The first state. Raises ContentError, OSError."""
    timestamp = Timestamp(1, SPEC, expires("timestamp", now))
    snapshot = Snapshot(1, SPEC, expires("snapshot", now), {})
    state = State(root, timestamp, snapshot, dict(roles))
    root_bytes = _sign(root, "root", root, signers)
    metas = {}
    for name, role in roles.items():
        raw = _sign(state.delegator(name), name, role, signers)
        put(folder.metadata_file(name, role.version), raw)
        metas[f"{name}.json"] = _meta(role.version, raw)
    return _online(folder, state, metas, root_bytes, now, first=True)


def refresh(folder: Folder, state: State, now: datetime) -> State:
    """Snapshot and timestamp signed anew by the hub, with nothing else changed. The caller holds the lock."""
    return _online(folder, state, dict(state.snapshot.meta), b"", now)


def _online(
    folder: Folder, state: State, metas: dict[str, MetaFile], root: bytes, now: datetime, *, first: bool = False
) -> State:
    signers = {name: hub_signer(folder.private, name) for name in ONLINE}
    step = 0 if first else 1
    snapshot = Snapshot(state.snapshot.version + step, SPEC, expires("snapshot", now), metas)
    raw = _sign(state.root, "snapshot", snapshot, [signers["snapshot"]])
    put(folder.metadata_file("snapshot", snapshot.version), raw)
    if root:
        put(folder.metadata_file("root", state.root.version), root)
    timestamp = Timestamp(state.timestamp.version + step, SPEC, expires("timestamp", now), _meta(snapshot.version, raw))
    put(folder.metadata_file("timestamp", 0), _sign(state.root, "timestamp", timestamp, [signers["timestamp"]]))
    state.snapshot, state.timestamp = snapshot, timestamp
    return state


def _sign(
    delegator: Root | Targets, role: str, signed: Signed, signers: Sequence[CryptoSigner], *, also: Root | None = None
) -> bytes:
    """With every key that counts for the role. Raises ContentError when they are too few."""
    made: Metadata[Any] = Metadata(signed)
    wanted = set(delegator.get_delegated_role(role).keyids)
    if also is not None:
        wanted |= set(also.get_delegated_role(role).keyids)
    for signer in signers:
        if signer.public_key.keyid in wanted:
            made.sign(signer, append=True)
    for one in (delegator, also):
        if one is not None:
            _verify(one, role, made)
    return made.to_bytes(_PLAIN)


def _verify(delegator: Root | Targets, role: str, made: Metadata[Any]) -> None:
    try:
        delegator.verify_delegate(role, made.signed_bytes, made.signatures)
    except UnsignedMetadataError:
        needed = delegator.get_delegated_role(role)
        names = ", ".join(sorted(name_of(delegator.get_key(keyid)) for keyid in needed.keyids))
        many = f"{needed.threshold} of these keys sign" if len(needed.keyids) > 1 else "this key signs"
        raise ContentError(f"{role}: too few keys; {many} it: {names}") from None


def _meta(version: int, raw: bytes) -> MetaFile:
    return MetaFile.from_data(version, raw, ["sha256"])


def _newest_root(folder: Folder) -> Root:
    version = 1
    while folder.metadata_file("root", version + 1).exists():
        version += 1
    return _signed(folder, "root", version, Root)


def _signed(folder: Folder, role: str, version: int, kind: type[S]) -> S:
    signed = Metadata[Any].from_bytes(folder.metadata_file(role, version).read_bytes()).signed
    if not isinstance(signed, kind):
        raise RepositoryError(f"{role} is something else")
    return signed
