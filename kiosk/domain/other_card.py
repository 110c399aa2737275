"""A card that is not ours: 身份证, 社保卡, 随申码, as a reader or a scanner sends it. Only a fingerprint of it goes on.

A number of GB 11643-1999 (公民身份号码, which is also the 社会保障号码) is found among whatever else the reader sends;
name, address and the rest are dropped here. Any other number or code counts as it is, letter by letter.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import date
from enum import StrEnum

from kiosk.domain import badge, card
from kiosk.domain.card import LONGEST, CardUnreadable

PREFIX = "SKF1-"
SHORTEST = 13
"""Shorter than any telephone or card number that a person types: what is typed is never taken for such a card."""
_CODE = re.compile(r"[0-9A-Za-z:/?&=._+%# -]+")  # what numbers, addresses and Base64 are made of; noise has more
_SPLIT = re.compile(r"[^0-9A-Za-z]+")
_NUMBER = re.compile(r"\d{17}[\dX]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, after ISO 7064 MOD 11-2
_CHECKS = "10X98765432"
_FINGERPRINT = re.compile(rf"{PREFIX}[0-9a-f]{{64}}")


class OtherKind(StrEnum):
    """What the volunteer says it is; nobody checks it, it only names the card on the desk's page."""

    SOCIAL = "social"  # 社保卡
    CODE = "code"  # 随申码
    IDENTITY = "identity"  # 身份证
    OTHER = "other"


def fingerprint(scanned: str) -> str:
    """SKF1- and 64 letters: the same for the same card, and no way to write the number down from it by looking.

    Not a secret by itself (numbers could be tried out), so the hub keeps it only under its own key. A fingerprint is
    its own. Raises CardUnreadable for our own cards, badges, noise, and what is too short.
    """
    if _FINGERPRINT.fullmatch(scanned):
        return scanned
    if len(scanned) > LONGEST:
        raise CardUnreadable("too long for a card")
    plain = unicodedata.normalize("NFKC", scanned).strip()
    ours = plain.upper().startswith((card.PREFIX, badge.PREFIX))
    if len(plain) < SHORTEST or ours or not plain.isprintable():
        raise CardUnreadable("not such a card")
    told = _identity(plain) or plain
    if told == plain and not _CODE.fullmatch(plain):
        raise CardUnreadable("no card says such a thing")
    return PREFIX + hashlib.sha256(f"silver-key other card:{told}".encode()).hexdigest()


def is_fingerprint(text: str) -> bool:
    return _FINGERPRINT.fullmatch(text) is not None


def _identity(plain: str) -> str:
    """The one citizen's number in it, "" when there is none or more than one."""
    found = {part.upper() for part in _SPLIT.split(plain) if _is_identity(part.upper())}
    return found.pop() if len(found) == 1 else ""


def _is_identity(part: str) -> bool:
    if not (part.isascii() and _NUMBER.fullmatch(part)):
        return False
    try:
        date(int(part[6:10]), int(part[10:12]), int(part[12:14]))
    except ValueError:
        return False
    return _CHECKS[sum(int(d) * w for d, w in zip(part, _WEIGHTS, strict=False)) % 11] == part[17]
