"""Our own words by the beginnings of their syllables: names of policies, and what people call them, come first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kiosk.content.typing.candidate import Candidate
from kiosk.content.typing.syllables import KEYS, match, syllables_of

SHORTEST, LONGEST = 2, 12


class Terms:
    """Words of SHORTEST to LONGEST characters; others are passed over."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_letter: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        for word in dict.fromkeys(words):
            syllables = syllables_of(word)
            if SHORTEST <= len(syllables) <= LONGEST:
                self._by_letter[syllables[0][0]].append((word, syllables))

    def find(self, typed: str, most: int) -> tuple[Candidate, ...]:
        """Words that all of what was typed fits, whole ones first, then the shortest.

        One key is no sign of a word yet, and finds none.
        """
        if len(typed) < SHORTEST:
            return ()
        found = []
        for letter in KEYS.get(typed[0], typed[0]):
            for word, syllables in self._by_letter.get(letter, ()):
                characters = match(syllables, typed)
                if characters >= SHORTEST:
                    found.append((characters < len(syllables), len(word), word))
        return tuple(Candidate(word, len(typed)) for *_, word in sorted(found)[:most])
