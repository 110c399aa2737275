"""Which keys sign a kind of package, which of them are at this hub, and opening them with a passphrase.

A passphrase is used and forgotten: it is in no file, no log, no error. Keys lie in `keys` beside the database
(locked files, as `kiosk content keys new --administrator` writes them) or on a stick that is plugged in.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from securesystemslib.signer import CryptoSigner

from kiosk.errors import ContentError
from kiosk.hub.content.folder import Folder
from kiosk.hub.content.keys import COST, FILE, MAX_FILE, LockedKey, WrongPassphrase, load_locked, name_of, read_locked
from kiosk.hub.content.publish import Signed
from kiosk.hub.content.repository import load
from kiosk.hub.studio.errors import Refused

KEYS = "keys"
MAX_COST = 4 * COST
"""A stranger's file must not take a gigabyte to open."""
_ONE_AT_A_TIME = threading.Lock()  # opening a key takes 64 MB


@dataclass(frozen=True)
class Needed:
    """`keys` are those that count for the kind, id to name; so many of them sign."""

    threshold: int
    keys: dict[str, str]


@dataclass(frozen=True)
class Given:
    """What a person handed in for one signature: the id of a key at the hub, or a key's file; and its passphrase."""

    keyid: str
    passphrase: str
    file: bytes = b""

    def __repr__(self) -> str:
        return f"Given({self.keyid!r})"


def needed(content: Folder, kind: str) -> Needed:
    """Raises ContentError before the ceremony."""
    state = load(content)
    delegator = state.delegator(kind)
    role = delegator.get_delegated_role(kind)
    return Needed(role.threshold, {keyid: name_of(delegator.get_key(keyid)) for keyid in role.keyids})


def at_hand(places: Sequence[Path], wanted: Needed) -> dict[str, LockedKey]:
    """The keys in these folders that count, by id. Damaged, strange and enormous files are passed over."""
    found: dict[str, LockedKey] = {}
    for path in _files(places):
        try:
            if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_FILE:
                continue
            key = load_locked(path)
        except (ContentError, OSError):
            continue
        if key.public.keyid in wanted.keys:
            found.setdefault(key.public.keyid, key)
    return found


def sign(content: Folder, kind: str, places: Sequence[Path], given: Iterable[Given], by: str, now: datetime) -> Signed:
    """The keys, opened. Raises Refused when one is missing, does not count here, or does not open; ContentError."""
    wanted = needed(content, kind)
    here = at_hand(places, wanted)
    opened: dict[str, CryptoSigner] = {}
    for one in given:
        key = _key(one, here)
        if key.public.keyid not in wanted.keys:
            raise Refused("not_this_key", key.name)
        opened[key.public.keyid] = _open(key, one.passphrase)
    if len(opened) < wanted.threshold:
        raise Refused("two_keys" if wanted.threshold > 1 else "no_key")
    return Signed(list(opened.values()), by, now)


def _key(one: Given, here: dict[str, LockedKey]) -> LockedKey:
    if one.file:
        try:
            key = read_locked(one.file, "key")
        except ContentError:
            raise Refused("file") from None
        if int(key.box["n"]) > MAX_COST:
            raise Refused("file")
        return key
    if one.keyid not in here:
        raise Refused("no_key")
    return here[one.keyid]


def _open(key: LockedKey, passphrase: str) -> CryptoSigner:
    with _ONE_AT_A_TIME:
        try:
            return key.open(passphrase)
        except WrongPassphrase:
            raise Refused("passphrase", key.name) from None


def _files(places: Sequence[Path]) -> Iterator[Path]:
    for place in places:
        for pattern in ("*.key", f"*/{FILE}", f"*/*/{FILE}"):
            yield from sorted(place.glob(pattern))
