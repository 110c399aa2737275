"""A question as a resident says it → what it speaks of, in the law's words.

A `Concept` is one thing the question speaks of with everything that can stand for it in a law: an article is asked for
the best of them, so that ten synonyms count no more than one word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kiosk.content.policy.lexicon import Lexicon, Match
from kiosk.content.policy.nearby import Nearby
from kiosk.content.policy.sounds import key
from kiosk.content.policy.tokens import LONGEST_QUESTION, is_han, pairs, plain, runs

Tag = Callable[[str], list[tuple[str, str]]]
"""A text cut into words with their kinds (n noun, v verb, r pronoun …), nothing left out."""
Known = Callable[[str], bool]
"""Whether a word is one that a dictionary knows."""
Alike = Callable[[str], Iterable[str]]
"""Words of the library or the lists with this sound (`sounds.key`)."""

NESTED = 0.3
"""Weight of a word inside a longer word that the lists know: 急救 in 急救电话."""
PART = 0.7
LOOSE, SINGLE = 0.1, 0.15
"""Weight of a pair of characters on its own, and of a single one."""
NEARLY, USUALLY = 0.6, 0.7
"""Weight of a saying that is nearly in the question, and of what a character usually stands for."""
HEARD, HEARD_KNOWN = 0.8, 0.3
"""Weight of a word of the same sound: for what is no word at all, and for what is one."""
_SILENT = ("r", "u", "p", "c", "d", "y", "m", "q", "e", "o", "f", "x", "w", "t", "h", "k", "z")


@dataclass(frozen=True)
class Concept:
    """`said` as in the question; `weight` 1 for a word, less for a part; `terms` as (word of the law, weight)."""

    said: str
    weight: float
    terms: tuple[tuple[str, float], ...]
    listed: bool
    counted: bool = True


@dataclass(frozen=True)
class Question:
    """`outside` are words of things that no law answers."""

    text: str
    concepts: tuple[Concept, ...]
    outside: tuple[str, ...]


@dataclass(frozen=True)
class _Word:
    text: str
    kind: str
    start: int
    end: int


class Understanding:
    """Reads questions with word lists and a dictionary; without `guess` only what the lists know as it was said."""

    def __init__(self, lexicon: Lexicon, tag: Tag, known: Known, alike: Alike, guess: bool = True) -> None:
        self._lexicon, self._tag, self._known, self._alike = lexicon, tag, known, alike
        self._nearby = Nearby(lexicon) if guess else None

    def read(self, question: str) -> Question:
        text = self._lexicon.rewrite(plain(question)[:LONGEST_QUESTION])
        words = self._words(text)
        chosen = self._matches(text, words)
        empty = _cover(text, self._lexicon.places(text, self._lexicon.empty))
        concepts = [_listed(match, weight) for match, weight in chosen]
        taken = _cover(text, ((m.start, m.end) for m, _ in chosen))
        concepts += self._plain_words(words, taken, empty)
        concepts += self._misheard(text, words, taken, empty)
        concepts += _loose(text, empty)
        if self._nearby:
            concepts += self._near(self._nearby, text, taken, empty)
            concepts += _singles(text, empty)
        outside = [text[a:b] for a, b in self._lexicon.places(text, self._lexicon.outside)]
        return Question(text, tuple(concepts), tuple(outside))

    def _words(self, text: str) -> list[_Word]:
        found, at = [], 0
        for run in self._tag(text):
            found.append(_Word(run[0], run[1], at, at + len(run[0])))
            at += len(run[0])
        return found

    def _matches(self, text: str, words: list[_Word]) -> list[tuple[Match, float]]:
        """The longest matches in full, those inside them at less; a match that cuts words at both ends is chance."""
        starts, ends = {w.start for w in words}, {w.end for w in words}
        single = {w.start for w in words if len(w.text) == 1}
        found: list[tuple[Match, float]] = []
        for match in sorted(self._lexicon.matches(text), key=lambda m: (m.start - m.end, m.start)):
            size = match.end - match.start
            if size == 1 and match.start not in single:
                continue
            if size == 2 and match.start not in starts and match.end not in ends:
                continue
            inside = any(m.start <= match.start and match.end <= m.end for m, _ in found)
            if inside and size == 1:
                continue
            found.append((match, NESTED if inside else 1.0))
        return found

    def _plain_words(self, words: list[_Word], taken: list[bool], empty: list[bool]) -> list[Concept]:
        found = []
        for word in words:
            span = slice(word.start, word.end)
            if all(taken[span]) or all(empty[span]) or not runs(word.text):
                continue
            if is_han(word.text) and (len(word.text) == 1 or word.kind[:1] in _SILENT):
                continue
            parts = [(pair, PART) for pair in pairs(word.text)] if len(word.text) > 2 else []
            found.append(Concept(word.text, 1.0, ((word.text, 1.0), *parts), listed=False))
        return found

    def _misheard(self, text: str, words: list[_Word], taken: list[bool], empty: list[bool]) -> list[Concept]:
        """Words of the same sound, looked for where the dictionary's words are broken."""
        odd = [False] * len(text)
        for word in words:
            if is_han(word.text) and not empty[word.start] and (len(word.text) == 1 or not self._known(word.text)):
                odd[word.start : word.end] = [True] * len(word.text)
        found: list[Concept] = []
        for size in (5, 4, 3, 2):
            for at in range(len(text) - size + 1):
                window = text[at : at + size]
                if not any(odd[at : at + size]) or all(taken[at : at + size]):
                    continue
                found += self._heard(window)
        return found

    def _near(self, nearby: Nearby, text: str, taken: list[bool], empty: list[bool]) -> list[Concept]:
        """What the lists do not know as it was said, guessed from what they know; never counted as asked for."""
        unread = [not t and not e and is_han(c) for c, t, e in zip(text, taken, empty, strict=True)]
        found = []
        for word, likeness in nearby.sayings(text, unread):
            terms = tuple(self._lexicon.means[word].items())
            found.append(Concept(word, NEARLY * likeness, terms, listed=True, counted=False))
        for char in dict.fromkeys(c for c, free in zip(text, unread, strict=True) if free):
            terms = nearby.usual(char)
            if terms:
                found.append(Concept(char, USUALLY, terms, listed=True, counted=False))
        return found

    def _heard(self, window: str) -> list[Concept]:
        sound = key(window)
        known = self._known(window)
        if not sound or window in self._lexicon.means:
            return []
        found = []
        for word in self._alike(sound):
            if word != window and (len(word) > 2 or word[0] == window[0] or word[1] == window[1] or not known):
                means = self._lexicon.means.get(word, {})
                terms = ((word, 1.0), *means.items())
                found.append(Concept(window, HEARD_KNOWN if known else HEARD, terms, listed=True))
        return found[:3]


def _listed(match: Match, weight: float) -> Concept:
    return Concept(match.word, weight, ((match.word, 1.0), *match.means), listed=True)


def _loose(text: str, empty: list[bool]) -> list[Concept]:
    found = {}
    for at in range(len(text) - 1):
        pair = text[at : at + 2]
        if is_han(pair) and runs(pair) == [pair] and not any(empty[at : at + 2]):
            found[pair] = Concept(pair, LOOSE, ((pair, 1.0),), listed=False, counted=False)
    return list(found.values())


def _singles(text: str, empty: list[bool]) -> list[Concept]:
    """Every character by itself: 瞎 and 盲 share none, but 租房子 and 房屋租赁 do."""
    chars = dict.fromkeys(c for c, none in zip(text, empty, strict=True) if not none and runs(c) and is_han(c))
    return [Concept(c, SINGLE, ((c, 1.0),), listed=False, counted=False) for c in chars]


def _cover(text: str, places: Iterable[tuple[int, int]]) -> list[bool]:
    covered = [False] * len(text)
    for start, end in places:
        covered[start:end] = [True] * (end - start)
    return covered
