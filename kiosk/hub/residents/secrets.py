"""What is stored instead of a card, a pass or a 属相: hashes with a key of the hub's own (a pepper).

A number of twelve digits, and one of twelve animals, could be tried out from a stolen table; without the key they
cannot. The key is made from the hub's key, so a database without its key opens no card either. A 属相 is hashed once
more by argon2id, yet twelve possibilities are few: it deters the casual only (docs/residents.md).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from kiosk.domain.card import LONGEST, CardUnreadable, read
from kiosk.domain.other_card import fingerprint
from kiosk.domain.resident import Zodiac


class Secrets:
    def __init__(self, hub_key: str) -> None:
        """`hub_key`: 64 hexadecimal digits, as kiosk.hub.keys gives them."""
        self._key = hashlib.sha256(b"residents:" + bytes.fromhex(hub_key)).digest()

    def card(self, typed: str) -> str:
        """The hash of a code or a number, or of another card or its fingerprint. What is no card has one too, found
        nowhere: it takes as long to refuse."""
        for use, reading in (("card", read), ("other", fingerprint)):
            try:
                return self._keyed(use, reading(typed.strip()))
            except CardUnreadable:
                continue
        return self._keyed("noise", typed[:LONGEST])

    def pass_(self, token: str) -> str:
        return self._keyed("pass", token)

    def zodiac(self, resident_id: str, zodiac: Zodiac) -> str:
        """What argon2id gets to hash: two residents of one year have nothing in common."""
        return self._keyed(f"zodiac:{resident_id}", zodiac)

    def learner(self, resident_id: str) -> str:
        """A name for who learned, that says of nobody who it is, for records that leave the hub."""
        return self._keyed("learner", resident_id)[:32]

    def _keyed(self, use: str, text: str) -> str:
        told = f"{use}:{text}".encode("utf-8", errors="replace")
        return hmac.new(self._key, told, hashlib.sha256).hexdigest()


def new_token() -> str:
    """A pass: 192 bits by chance."""
    return secrets.token_urlsafe(24)
