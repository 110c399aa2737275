"""How Chinese words are typed: each character by its whole syllable or by the beginning of it, on letters or nine keys.

What was typed is letters (a to z), ' between syllables, and digits 2 to 9 that stand for three or four letters each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from math import log

from kiosk.content.policy.sounds import TABLE

KEYS = {"2": "abc", "3": "def", "4": "ghi", "5": "jkl", "6": "mno", "7": "pqrs", "8": "tuv", "9": "wxyz"}
BREAK = "'"
LONGEST = 60
"""Keys that may be typed before a word is chosen."""
BEGUN_COSTS = 1.5
"""What a syllable that is only begun is worth less than one that is whole, as a logarithm."""
WAYS = 6
_DIGIT = {letter: digit for digit, letters in KEYS.items() for letter in letters}
_ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyz23456789'")


def clean(typed: str) -> str:
    """Only what may be typed, and not more than LONGEST."""
    return "".join(char for char in typed.lower() if char in _ALLOWED)[:LONGEST]


@cache
def table() -> dict[str, str]:
    """Character → syllable without tone, v for ü: the commonest reading of each."""
    found = {}
    for line in TABLE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            syllable, _, chars = line.partition(" ")
            found.update(dict.fromkeys(chars, syllable))
    return found


@cache
def known() -> frozenset[str]:
    """Every syllable."""
    return frozenset(table().values())


@cache
def beginnings() -> frozenset[str]:
    """Every beginning of a syllable."""
    return frozenset(syllable[:end] for syllable in known() for end in range(1, len(syllable) + 1))


def syllables_of(word: str) -> tuple[str, ...]:
    """老龄 → (lao, ling); () for a word with a character that has no sound here."""
    found = tuple(table().get(char, "") for char in word)
    return found if all(found) else ()


def fits(syllable: str, typed: str) -> bool:
    """Whether what was typed for one character is a beginning of its syllable; digits stand for their letters."""
    return len(typed) <= len(syllable) and all(
        key == letter or letter in KEYS.get(key, "") for key, letter in zip(typed, syllable, strict=False)
    )


def match(syllables: tuple[str, ...], typed: str) -> int:
    """How many of the word's characters were typed at most, when all that was typed fits it from the front; else 0.

    llbt, laolbt and lao'ling all fit 老龄补贴, the last one as far as 老龄. Nothing of it is remembered (S3).
    """
    return _match(syllables, typed)


def _match(syllables: tuple[str, ...], typed: str) -> int:
    if not typed or not syllables:
        return 0
    part, most = typed.partition(BREAK)[0], 0
    for end in range(1, min(len(part), len(syllables[0])) + 1):
        if not fits(syllables[0], part[:end]):
            break
        rest = typed[end:].removeprefix(BREAK)
        further = _match(syllables[1:], rest) if rest else 0
        if further or not rest:
            most = max(most, 1 + further)
    return most


class Spelling:
    """Finds letters for digits; `words` tell which syllables are common among what people ask."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        counts = Counter(syllable for word in words for syllable in syllables_of(word))
        total = sum(counts.values()) + len(known())
        self._worth = {syllable: log((counts[syllable] + 1) / total) for syllable in known()}
        begun: dict[str, float] = {}
        for syllable in known():
            for end in range(1, len(syllable)):
                head = syllable[:end]
                begun[head] = begun.get(head, 0.0) + (counts[syllable] + 1) / total
        self._begun = {head: log(share) - BEGUN_COSTS for head, share in begun.items()}
        self._by_digits: dict[str, list[tuple[str, float]]] = {}
        for syllable, worth in self._worth.items():
            self._by_digits.setdefault(digits_of(syllable), []).append((syllable, worth))

    def first(self, typed: str, most: int = 12) -> tuple[str, ...]:
        """What the first digits may be, longer and commoner syllables first: 526 → lao, kan, lan, ka, la, j, k, l.

        () when nothing of it is a digit.
        """
        at = next((at for at, key in enumerate(typed) if key in KEYS), -1)
        if at < 0:
            return ()
        start = typed[:at].rfind(BREAK) + 1
        rest = typed[start:].partition(BREAK)[0]
        whole = [s for s in known() if fits(s, rest[: len(s)]) and len(s) <= len(rest)]
        whole.sort(key=lambda s: (-len(s), -self._worth[s], s))
        letters = [letter for letter in KEYS.get(rest[0], "") if letter in self._begun]
        return tuple(dict.fromkeys([*whole, *letters]))[:most]

    @staticmethod
    def fixed(typed: str, syllable: str) -> str:
        """What was typed, with its first digits read as this syllable."""
        at = next((at for at, key in enumerate(typed) if key in KEYS), len(typed))
        start = typed[:at].rfind(BREAK) + 1
        rest = typed[start + len(syllable) :].removeprefix(BREAK)
        return f"{typed[:start]}{syllable}{BREAK}{rest}" if rest else f"{typed[:start]}{syllable}"

    def readings(self, typed: str, most: int = 4) -> tuple[str, ...]:
        """Whole spellings in letters for what was typed with digits, the likeliest first."""
        ways: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]
        for part in typed.split(BREAK):
            if part:
                ways = [(a + b, (*one, *other)) for a, one in ways for b, other in self._read(part)]
                ways = sorted(ways, reverse=True)[:WAYS]
        return tuple(dict.fromkeys(BREAK.join(way) for _, way in ways if way))[:most]

    def _read(self, part: str) -> list[tuple[float, tuple[str, ...]]]:
        """The best ways to read a run of keys; syllables may be begun only, which costs."""
        best: list[list[tuple[float, tuple[str, ...]]]] = [[(0.0, ())]]
        for end in range(1, len(part) + 1):
            here = [
                (worth + before, (*way, syllable))
                for start in range(max(0, end - 6), end)
                for syllable, worth in self._heads(part[start:end])
                for before, way in best[start]
            ]
            best.append(sorted(here, reverse=True)[:WAYS])
        return best[-1]

    def _heads(self, keys: str) -> list[tuple[str, float]]:
        if keys.isdigit():
            found = self._by_digits.get(keys, [])
        else:
            found = [(keys, self._worth[keys])] if keys in self._worth else []
            if any(key in KEYS for key in keys):
                found = [(s, worth) for s, worth in self._worth.items() if len(s) == len(keys) and fits(s, keys)]
        if found or len(keys) > 1:
            return found
        return [(letter, self._begun[letter]) for letter in KEYS.get(keys, keys) if letter in self._begun]


def keys_used(typed: str, letters: int) -> int:
    """How many characters of what was typed stand for so many letters: breaks count for none."""
    for at, key in enumerate(typed):
        if letters == 0:
            return at + 1 if key == BREAK else at
        letters -= key != BREAK
    return len(typed)


def digits_of(letters: str) -> str:
    """lao → 526."""
    return "".join(_DIGIT.get(letter, letter) for letter in letters)
