"""A resident's card: what its QR code holds and the number under it. Neither says anything about the person.

The code is SK1-XXXX-XXXX-XXXX-XXXX-CC: sixteen characters of Crockford's base 32 by chance (80 bits) and two that check
them. The number, for the number pad, is another secret of the same card: ten digits by chance and two that check them.
"""

from __future__ import annotations

import unicodedata
from random import Random

PREFIX = "SK1"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
LENGTH, CHECK = 16, 2
DIGITS = 12
PRIME = 1021  # the greatest below 32 * 32: every slip of one letter, or of two neighbours, shows
LONGEST = 200  # what is longer is scanner noise, not a card
_SLIPS = str.maketrans("OIL", "011")  # letters that a person reads for digits
_BETWEEN = str.maketrans("", "", "- _.\t\r\n")


class CardUnreadable(ValueError):
    """Torn, mistyped, or no card of ours at all. Its text never repeats what was read."""


def make(rng: Random, prefix: str = PREFIX) -> str:
    """A new card's code. Give it random.SystemRandom()."""
    body = "".join(rng.choice(ALPHABET) for _ in range(LENGTH))
    groups = [body[at : at + 4] for at in range(0, LENGTH, 4)]
    return "-".join((prefix, *groups, _letters(body)))


def make_number(rng: Random) -> str:
    """A new card's number, twelve digits, the first not 0: no telephone begins so and is as long. Give it
    random.SystemRandom()."""
    body = str(rng.randrange(10 ** (DIGITS - 3), 10 ** (DIGITS - 2)))
    return body + _digits(body)


def read(typed: str) -> str:
    """The code or the number as it is kept, from what was scanned or typed: spaces, full-width letters, O for 0, and a
    card scanned twice in one go do not matter. Raises CardUnreadable."""
    plain = _plain(typed)
    if plain.isascii() and plain.isdigit() and len(plain) == DIGITS:
        return _number(plain)
    return _code(plain, PREFIX)


def read_code(typed: str, prefix: str) -> str:
    """As `read`, for another kind of card that has a code of this form and no number."""
    return _code(_plain(typed), prefix)


def grouped(number: str) -> str:
    """The number as it stands on the card: 0000 0000 0000."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def _plain(typed: str) -> str:
    if len(typed) > LONGEST:
        raise CardUnreadable("too long for a card")
    return _once(unicodedata.normalize("NFKC", typed).upper().translate(_BETWEEN))


def _once(plain: str) -> str:
    half = len(plain) // 2
    return plain[:half] if half >= DIGITS and plain == plain[:half] * 2 else plain


def _number(plain: str) -> str:
    if _digits(plain[:-2]) != plain[-2:]:
        raise CardUnreadable("a digit is wrong")
    return plain


def _code(plain: str, prefix: str) -> str:
    if not plain.startswith(prefix):
        raise CardUnreadable("not a card of ours")
    body = plain.removeprefix(prefix).translate(_SLIPS)
    if len(body) != LENGTH + CHECK or not set(body) <= set(ALPHABET):
        raise CardUnreadable("not whole")
    if _letters(body[:LENGTH]) != body[LENGTH:]:
        raise CardUnreadable("a letter is wrong")
    groups = [body[at : at + 4] for at in range(0, LENGTH, 4)]
    return "-".join((prefix, *groups, body[LENGTH:]))


def _letters(body: str) -> str:
    rest = 0
    for letter in body:
        rest = (rest * 32 + ALPHABET.index(letter)) % PRIME
    return ALPHABET[rest // 32] + ALPHABET[rest % 32]


def _digits(body: str) -> str:
    """ISO 7064, MOD 97-10: finds every slip of one digit or of two neighbours."""
    return f"{98 - int(body) * 100 % 97:02d}"
