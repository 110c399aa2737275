"""Keys for signing: on a stick or in a file, locked with a passphrase; the hub's own two lie open beside it (0600).

A locked key is JSON: its name and public part, and the private part in a box (scrypt, ChaCha20-Poly1305).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from securesystemslib.signer import CryptoSigner, SSlibKey

from kiosk.errors import ContentError
from kiosk.hub.keys import write_private

FILE = "silver-key.key"
NAME_FIELD = "x-silver-key-name"
MAX_FILE = 20_000
MIN_PASSPHRASE, MIN_DIFFERENT = 12, 6
PASSPHRASE_RULE = f"a passphrase has at least {MIN_PASSPHRASE} characters, {MIN_DIFFERENT} of them different"
COST = 2**16
"""scrypt's n: 64 MB and about 0.2 s a guess."""
COSTS = range(2**10, 2**20 + 1)
_BLOCK = 8
Ask = Callable[[str], str]
"""Asks a person for the passphrase of the key of this name."""


class WrongPassphrase(ContentError):
    """The key of this name does not open with it."""


@dataclass(frozen=True)
class LockedKey:
    """`public` has the name too. The private part opens with the passphrase."""

    name: str
    public: SSlibKey
    box: dict[str, Any]

    def open(self, passphrase: str) -> CryptoSigner:
        """Raises ContentError for a wrong passphrase or a damaged file."""
        try:
            salt, nonce, locked = (bytes.fromhex(self.box[name]) for name in ("salt", "nonce", "locked"))
            key = _derive(passphrase, salt, int(self.box["n"]))
            raw = ChaCha20Poly1305(key).decrypt(nonce, locked, self.name.encode())
            return CryptoSigner(Ed25519PrivateKey.from_private_bytes(raw), self.public)
        except InvalidTag:
            raise WrongPassphrase(f"{self.name}: wrong passphrase") from None
        except (KeyError, ValueError, TypeError) as error:
            raise ContentError(f"{self.name}: the key's file is damaged") from error


def new_signer(name: str) -> CryptoSigner:
    """A new key that carries `name` in its public part."""
    private = Ed25519PrivateKey.generate()
    public = SSlibKey.from_crypto(private.public_key())
    public.unrecognized_fields[NAME_FIELD] = name
    return CryptoSigner(private, public)


def name_of(key: Any) -> str:
    """The name that a key was given, its id's beginning where it has none."""
    return str(key.unrecognized_fields.get(NAME_FIELD, key.keyid[:12]))


def file_of(path: Path) -> Path:
    """A key's file: `path` itself, or the one in the folder `path` (a stick)."""
    return path / FILE if path.is_dir() else path


def check_passphrase(passphrase: str) -> None:
    """Raises ContentError for one that is too easy to guess."""
    if len(passphrase) < MIN_PASSPHRASE or len(set(passphrase)) < MIN_DIFFERENT:
        raise ContentError(PASSPHRASE_RULE)


def lock(signer: CryptoSigner, passphrase: str, path: Path, *, cost: int = COST) -> None:
    """Write the key to `path`, or into the folder `path` (a stick). Never over another. Raises ContentError."""
    check_passphrase(passphrase)
    to = file_of(path)
    if to.exists():
        raise ContentError(f"{to}: there is a key already; keys are never written over")
    raw = signer._private_key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    name, salt, nonce = name_of(signer.public_key), os.urandom(16), os.urandom(12)
    box = ChaCha20Poly1305(_derive(passphrase, salt, cost)).encrypt(nonce, raw, name.encode())
    told = {
        "name": name,
        "public": signer.public_key.to_dict(),
        "keyid": signer.public_key.keyid,
        "box": {"n": cost, "salt": salt.hex(), "nonce": nonce.hex(), "locked": box.hex()},
    }
    try:
        write_private(to, json.dumps(told, indent=1, ensure_ascii=False).encode())
    except OSError as error:
        raise ContentError(f"{to}: {error.strerror or error}") from error


def load_locked(path: Path) -> LockedKey:
    """The key at `path`, or in the folder `path`. Raises ContentError."""
    source = file_of(path)
    try:
        with source.open("rb") as file:
            raw = file.read(MAX_FILE + 1)
    except FileNotFoundError:
        raise ContentError(f"{source}: no key there; is it the right stick?") from None
    except OSError as error:
        raise ContentError(f"{source}: {error.strerror or error}") from error
    return read_locked(raw, str(source))


def read_locked(raw: bytes, source: str) -> LockedKey:
    """The key in these bytes; `source` names them in errors. Raises ContentError."""
    try:
        told = json.loads(raw if len(raw) <= MAX_FILE else b"")
        public = SSlibKey.from_dict(str(told["keyid"]), dict(told["public"]))
        box = dict(told["box"])
        made = LockedKey(str(told["name"]), public, box) if int(box["n"]) in COSTS else None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ContentError(f"{source}: not a key") from error
    if made is None:
        raise ContentError(f"{source}: not a key")
    return made


def hub_signer(folder: Path, name: str) -> CryptoSigner:
    """The hub's own key of that name, made at the first call. Raises ContentError, OSError."""
    path = folder / f"{name}.key"
    if not path.exists():
        made = new_signer(name)
        raw = made._private_key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        write_private(path, raw.hex().encode())
    try:
        private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text("ascii").strip()))
    except ValueError as error:
        raise ContentError(f"{path}: damaged; put the right file back, or give the hub new keys") from error
    public = SSlibKey.from_crypto(private.public_key())
    public.unrecognized_fields[NAME_FIELD] = name
    return CryptoSigner(private, public)


def _derive(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=_BLOCK, p=1).derive(passphrase.encode())
