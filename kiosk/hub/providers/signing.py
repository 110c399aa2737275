"""Signatures between this hub and a platform, both ways: HMAC-SHA256 over the time and what is said.

The secret itself never travels. A webhook older or newer than five minutes is refused, and one that was heard before
within that time is heard no second time.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import OrderedDict
from pathlib import Path

from kiosk.hub.errors import HubStartError

TIME_HEADER = "Silver-Key-Timestamp"
SIGNATURE_HEADER = "Silver-Key-Signature"
KEY_HEADER = "Idempotency-Key"
WINDOW_SECONDS = 300
SHORTEST_SECRET = 32
MOST_REMEMBERED = 10_000


def read_secret(path: Path) -> bytes:
    """The secret in `path`, without the spaces around it. Raises HubStartError when it is missing, open or short."""
    try:
        mode, secret = path.stat().st_mode, path.read_bytes().strip()
    except OSError as error:
        raise HubStartError(f"{path}: the platform's secret cannot be read: {error.strerror}") from error
    if mode & 0o077:
        raise HubStartError(f"{path}: others may read the platform's secret: chmod 600")
    if len(secret) < SHORTEST_SECRET:
        raise HubStartError(f"{path}: the platform's secret needs at least {SHORTEST_SECRET} characters")
    return secret


def call_signature(secret: bytes, timestamp: str, method: str, path: str, body: bytes) -> str:
    """Of a call that we make; it names method and path, so that it fits no other call and no webhook."""
    return _hmac(secret, f"{timestamp}.{method} {path}.".encode() + body)


def webhook_signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """Of what the platform tells us."""
    return _hmac(secret, timestamp.encode() + b"." + body)


def _hmac(secret: bytes, said: bytes) -> str:
    return hmac.new(secret, said, hashlib.sha256).hexdigest()


class Heard:
    """Decides about webhooks of one platform. The last ones are remembered, in this process."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._seen: OrderedDict[str, float] = OrderedDict()

    def genuine(self, timestamp: str, signature: str, body: bytes, now: float) -> bool:
        """Whether the platform has said this, and within five minutes of `now` (seconds since 1970)."""
        if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12 and signature.isascii()):
            return False
        right = hmac.compare_digest(webhook_signature(self._secret, timestamp, body), signature)
        return right and abs(now - int(timestamp)) <= WINDOW_SECONDS

    def is_new(self, signature: str, now: float) -> bool:
        """Whether a genuine one comes for the first time; from now on it has come."""
        while self._seen and (next(iter(self._seen.values())) < now or len(self._seen) > MOST_REMEMBERED):
            self._seen.popitem(last=False)
        if signature in self._seen:
            return False
        self._seen[signature] = now + 2 * WINDOW_SECONDS
        return True
