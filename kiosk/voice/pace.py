"""How fast: characters a minute, as people count speech, to the words a minute that espeak wants.

Measured with espeak-ng 1.51 on the kiosk's own sentences by the length of the sound file.
"""

from __future__ import annotations

from itertools import pairwise

SLOWEST, FASTEST = 90, 240
_MEASURED = ((83, 80), (122, 120), (146, 140), (170, 160), (196, 180), (223, 200), (252, 220))
"""Characters a minute that came out, words a minute that were asked for."""
_ENGLISH_WORDS_PER_CHARACTER = 0.85


def bounded(rate: int) -> int:
    return max(SLOWEST, min(FASTEST, rate))


def words_per_minute(rate: int, *, english: bool = False) -> int:
    """espeak's rate for `rate` characters a minute (90 to 240, clamped)."""
    rate = bounded(rate)
    if english:
        return max(80, round(rate * _ENGLISH_WORDS_PER_CHARACTER))
    for (low, slow), (high, fast) in pairwise(_MEASURED):
        if rate <= high:
            return round(slow + (rate - low) * (fast - slow) / (high - low))
    return _MEASURED[-1][1]
