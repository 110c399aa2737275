"""The one-time code that joins a kiosk to a hub: where the hub is, a secret, and the hash of the hub's own CA.

Written as Crockford's base32 (no I, L, O, U) in groups of five, so that it can be read out and typed; case, blanks and
hyphens do not matter. Two bytes of CRC find a slip of the finger before anything is sent.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
GROUP = 5
HASH_BYTES = 32
MAX_CODE = 600
SECRET = re.compile(r"[0-9A-Za-z_-]{16,64}")
_PEM = re.compile(r"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----")


def first_certificate(pem: str) -> bytes:
    """The first certificate in `pem`, in its DER form: the one that `ca_fingerprint` vouches for. Raises ValueError."""
    found = _PEM.search(pem)
    if found is None:
        raise ValueError("no certificate")
    return binascii.a2b_base64("".join(found[1].split()))


def ca_fingerprint(pem: str) -> str:
    """SHA-256 of the first certificate (its DER form) in `pem`, in hexadecimal. Raises ValueError."""
    return hashlib.sha256(first_certificate(pem)).hexdigest()


@dataclass(frozen=True)
class EnrolmentCode:
    """`url` is https://HOST:PORT, or http:// on loopback; then `ca_sha256` is "" (there is no CA to check).

    With https, "" means that the hub has a public certificate.
    """

    url: str
    secret: str
    ca_sha256: str = ""

    def encode(self) -> str:
        scheme, _, rest = self.url.partition("://")
        text = f"{'p' if scheme == 'http' else 's'}{rest}/{self.secret}".encode()
        body = bytes([len(text)]) + text + bytes.fromhex(self.ca_sha256)
        letters = _to_letters(body + binascii.crc_hqx(body, 0).to_bytes(2, "big"))
        return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def decode(text: str) -> EnrolmentCode:
    """The code as typed or scanned. Raises ValueError with a reason."""
    if len(text) > MAX_CODE:
        raise ValueError("too long for an enrolment code")
    packed = _from_letters(re.sub(r"[\s-]", "", text).upper().translate(_LOOKALIKES))
    body, check = packed[:-2], packed[-2:]
    if len(body) < 1 or binascii.crc_hqx(body, 0).to_bytes(2, "big") != check:
        raise ValueError("not a whole enrolment code: a letter is wrong or missing")
    size = body[0]
    where, ca = body[1 : 1 + size], body[1 + size :]
    if len(where) != size or len(ca) not in (0, HASH_BYTES):
        raise ValueError("not an enrolment code")
    host, _, secret = where.decode("ascii", errors="replace")[1:].partition("/")
    scheme = {b"p": "http", b"s": "https"}.get(where[:1], "")
    code = EnrolmentCode(f"{scheme}://{host}", secret, ca.hex())
    _check(code)
    return code


def _check(code: EnrolmentCode) -> None:
    parts = urlsplit(code.url)
    if not parts.scheme or not parts.hostname or parts.path or parts.query or "@" in parts.netloc:
        raise ValueError("not an enrolment code: no address")
    if not SECRET.fullmatch(code.secret):
        raise ValueError("not an enrolment code: no secret")


def _to_letters(data: bytes) -> str:
    bits = len(data) * 8
    padding = -bits % 5
    number = int.from_bytes(data, "big") << padding
    count = (bits + padding) // 5
    return "".join(ALPHABET[(number >> 5 * (count - 1 - at)) & 31] for at in range(count))


def _from_letters(letters: str) -> bytes:
    number = 0
    for letter in letters:
        value = ALPHABET.find(letter)
        if value < 0:
            raise ValueError("an enrolment code has only letters and digits, without I, L, O, U")
        number = number << 5 | value
    size = len(letters) * 5 // 8
    return (number >> (len(letters) * 5 - size * 8)).to_bytes(size, "big")
