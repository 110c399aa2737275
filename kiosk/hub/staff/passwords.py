"""Passwords: argon2id with the library's own parameters. Checking one costs about 50 ms, so never on the event loop."""

from __future__ import annotations

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 8
LONGEST = 128
TOO_COMMON = frozenset(
    ("12345678", "123456789", "1234567890", "87654321", "password", "passw0rd", "qwertyui", "11111111", "00000000")
)
_hasher = PasswordHasher()
# Checked when nobody has the name, so that the answer takes as long as for a name that exists.
# Written down, for making one is a tenth of a second's work before every command of the hub.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$emgd/SKS6uwxiNXKey4tTQ$vs2ksw0vFxDKksZMLvPCa/HMeEofDkcB2FXkaW+hb+g"


class WeakPassword(ValueError):
    """`reason` is short, long, name or common: the end of a catalogue key `desk.password.*`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_strength(password: str, username: str) -> None:
    """Raises WeakPassword. Long is what counts; no rule about signs or capitals (NIST SP 800-63B 5.1.1)."""
    if len(password) < SHORTEST:
        raise WeakPassword("short")
    if len(password) > LONGEST:
        raise WeakPassword("long")
    if username and username.casefold() in password.casefold():
        raise WeakPassword("name")
    if password.casefold() in TOO_COMMON or len(set(password)) < 4:
        raise WeakPassword("common")


async def make_hash(password: str) -> str:
    return await asyncio.to_thread(_hasher.hash, password)


async def matches(password: str, stored: str | None) -> bool:
    """Whether it is the password; with `stored` None it takes as long and is False."""

    def check() -> bool:
        try:
            return _hasher.verify(stored or _NOBODY, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False

    return await asyncio.to_thread(check)
