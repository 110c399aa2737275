"""What the lists do not know word for word: sayings nearly the same, and what a character usually stands for.

The lists are read as examples. 电梯又停脱了 shares most of its telling characters with 电梯停; 瞎 stands in many
sayings about the blind. So a question in words of its own still finds the law's, only less surely.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from kiosk.content.policy.lexicon import GAP, Lexicon
from kiosk.content.policy.tokens import is_han

WINDOW = 8
"""Characters of a question within which a saying may lie scattered."""
STEP = 3
ENOUGH = 0.55
"""How much of a saying's telling characters must be there."""
MOST, MOST_TERMS = 4, 3
USUAL = 0.25
"""Share of a character's sayings that must mean a word before the character stands for it."""


class Nearby:
    """Made from the lists once; any question may be asked."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._means = lexicon.means
        self._sayings = [word for word in lexicon.means if len(word) > 1]
        self._with: dict[str, list[int]] = defaultdict(list)
        chars = [frozenset(word.replace(GAP, "")) for word in self._sayings]
        for number, found in enumerate(chars):
            for char in found:
                self._with[char].append(number)
        self._telling = {c: math.log(1 + len(chars) / len(held)) for c, held in self._with.items()}
        self._whole = [sum(self._telling[c] for c in found) or 1.0 for found in chars]
        self._single = {word for word in lexicon.means if len(word) == 1}
        self._usual: dict[str, tuple[tuple[str, float], ...]] = {}

    def sayings(self, text: str, unread: Sequence[bool]) -> list[tuple[str, float]]:
        """The nearest sayings that touch unread characters and are not in the text themselves, with their likeness."""
        likeness: dict[int, float] = {}
        done: set[tuple[str, ...]] = set()
        for start in range(0, len(text), STEP):
            end = start + WINDOW
            if not any(unread[start:end]):
                continue
            chars = dict.fromkeys(text[start:end])
            if tuple(chars) not in done:
                done.add(tuple(chars))
                self._look(text[start:end], unread[start:end], likeness)
        near = sorted(likeness, key=lambda n: (-likeness[n], n))
        found = ((self._sayings[n], likeness[n]) for n in near if self._sayings[n] not in text)
        return [pair for pair, _ in zip(found, range(MOST), strict=False)]

    def _look(self, window: str, unread: Sequence[bool], likeness: dict[int, float]) -> None:
        shared: Counter[int] = Counter()
        open_ones = {char for char, free in zip(window, unread, strict=True) if free}
        touched: set[int] = set()
        for char in set(window):
            telling = self._telling.get(char, 0.0)
            for number in self._with.get(char, ()):
                shared[number] += telling  # type: ignore[assignment]  # a counter of floats
        for char in open_ones:
            touched.update(self._with.get(char, ()))
        for number in touched:
            like = shared[number] / self._whole[number]
            if like >= ENOUGH and like > likeness.get(number, 0.0):
                likeness[number] = like

    def usual(self, char: str) -> tuple[tuple[str, float], ...]:
        """The law's words that sayings with this character mostly mean; none when they mean all sorts of things."""
        if char not in self._usual:
            self._usual[char] = tuple(self._count(char)) if is_han(char) else ()
        return self._usual[char]

    def _count(self, char: str) -> Iterator[tuple[str, float]]:
        words = [self._sayings[n] for n in self._with.get(char, ())] + ([char] if char in self._single else [])
        meant: dict[str, float] = defaultdict(float)
        for word in words:
            for term, weight in self._means[word].items():
                meant[term] += min(1.0, weight)
        best = sorted(meant.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_TERMS]
        for term, weight in best:
            share = weight / (len(words) + 1)
            if share >= USUAL:
                yield term, share
