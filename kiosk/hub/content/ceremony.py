"""The keys' ceremony: the first time, one key replaced with the two others, everything signed for longer."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime

from securesystemslib.signer import CryptoSigner, Key
from tuf.api.metadata import Targets

from kiosk.content.package.manifest import KINDS, SIGNED_BY_TWO
from kiosk.errors import ContentError
from kiosk.hub.content.folder import Folder
from kiosk.hub.content.keys import hub_signer, name_of
from kiosk.hub.content.repository import Change, State, begin, commit, load
from kiosk.hub.content.roles import BY_ADMINISTRATOR, ONLINE, STICKS, delegations, new_root, new_targets


def hold(folder: Folder, sticks: Sequence[CryptoSigner], administrator: CryptoSigner, now: datetime) -> State:
    """Begin publishing: three keys on sticks, the administrator's, and the hub's own, which are made here."""
    if len({one.public_key.keyid for one in sticks}) != STICKS:
        raise ContentError(f"{STICKS} different keys on sticks are needed")
    with folder.locked():
        if folder.begun:
            raise ContentError(f"{folder.root}: the ceremony was held; replace or renew keys instead")
        online = {name: hub_signer(folder.private, name) for name in ONLINE}
        top = delegations([one.public_key for one in sticks], administrator.public_key)
        roles = {"targets": new_targets(top, "targets", now)}
        roles |= {kind: new_targets(None, kind, now) for kind in KINDS}
        return begin(folder, new_root(sticks, online, now), roles, [*sticks, administrator], now)


def stick_keys(state: State) -> list[Key]:
    """The three keys on sticks."""
    return [state.root.get_key(keyid) for keyid in state.root.get_delegated_role("root").keyids]


def administrator_key(state: State) -> Key:
    role = state.roles["targets"].get_delegated_role(BY_ADMINISTRATOR[0])
    return state.roles["targets"].get_key(role.keyids[0])


def replace_stick(folder: Folder, lost: str, new: CryptoSigner, others: Sequence[CryptoSigner], now: datetime) -> State:
    """The key named `lost` counts no more, `new` takes its place; the two others sign that. Raises ContentError."""
    with folder.locked():
        state = load(folder)
        old = next((key for key in stick_keys(state) if name_of(key) == lost), None)
        if old is None:
            names = ", ".join(name_of(key) for key in stick_keys(state))
            raise ContentError(f"no key {lost} here; there are {names}")
        keep = [key for key in stick_keys(state) if key.keyid != old.keyid]
        root = deepcopy(state.root)
        for role in ("root", "targets"):
            root.revoke_key(old.keyid, role)
            root.add_key(new.public_key, role)
        top = _top(state, [*keep, new.public_key], administrator_key(state))
        changed = {"targets": top, **{kind: deepcopy(state.roles[kind]) for kind in SIGNED_BY_TWO}}
        return commit(folder, state, Change(changed, [*others, new], root), now)


def replace_administrator(folder: Folder, new: CryptoSigner, sticks: Sequence[CryptoSigner], now: datetime) -> State:
    """Another administrator's key, vouched for by two sticks; what the old one signed is signed anew."""
    with folder.locked():
        state = load(folder)
        top = _top(state, stick_keys(state), new.public_key)
        changed = {"targets": top, **{kind: deepcopy(state.roles[kind]) for kind in BY_ADMINISTRATOR}}
        return commit(folder, state, Change(changed, [*sticks, new]), now)


def replace_hub(folder: Folder, sticks: Sequence[CryptoSigner], now: datetime) -> State:
    """New keys for the hub itself, as after a theft of the machine. Two sticks sign it."""
    with folder.locked():
        state = load(folder)
        root = deepcopy(state.root)
        saved = {name: folder.private / f"{name}.key" for name in ONLINE}
        aside = {name: path.rename(path.with_suffix(".old")) for name, path in saved.items() if path.exists()}
        try:
            for name in ONLINE:
                for keyid in list(root.get_delegated_role(name).keyids):
                    root.revoke_key(keyid, name)
                root.add_key(hub_signer(folder.private, name).public_key, name)
            after = commit(folder, state, Change({}, list(sticks), root), now)
        except BaseException:
            for name, path in aside.items():
                path.rename(saved[name])
            raise
        for path in aside.values():
            path.unlink()
        return after


def renew(folder: Folder, signers: Sequence[CryptoSigner], now: datetime) -> tuple[str, ...]:
    """Sign for its full time again whatever these keys suffice for; the roles renewed. Raises ContentError for none."""
    have = {one.public_key.keyid for one in signers}
    with folder.locked():
        state = load(folder)
        names = [name for name in ("targets", *KINDS) if _suffices(state, name, have)]
        root = deepcopy(state.root) if _suffices(state, "root", have) else None
        if not names and root is None:
            raise ContentError("these keys do not suffice for anything here; two sticks, or the administrator's key")
        commit(folder, state, Change({name: deepcopy(state.roles[name]) for name in names}, list(signers), root), now)
    return (*(("root",) if root else ()), *names)


def _suffices(state: State, name: str, have: set[str]) -> bool:
    role = state.delegator(name).get_delegated_role(name)
    return len(have & set(role.keyids)) >= role.threshold


def _top(state: State, sticks: Sequence[Key], administrator: Key) -> Targets:
    top = deepcopy(state.roles["targets"])
    top.delegations = delegations(sticks, administrator)
    return top
