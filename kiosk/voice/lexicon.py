"""Words and their readings: cuts a run of characters into known words, then lets the neighbours decide what is left.

The words come from data/lexicon.txt, made by packaging/make_lexicon.py out of pypinyin's phrases and our own tables
(polyphones, neutral tones, 儿, places). Kept as plain strings: a tenth of what the library itself needs in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kiosk.voice.tables import lines

OWN = "*"
"""Marks a word of our own tables: it wins over a library word of the same length."""
_FREE = frozenset(
    "我你您他她它的了在是有和也都就很去来到不没要会能把被让给跟对向从往请再又还只才先别多少大小好这那哪几个位次"
    "点号楼层路元年月日天分人说看听问走坐站吃喝用打按想做写读买卖拿放等找带学教与或及而但因为以于之其每各第"
    "一二三四五六七八九十百千万亿两零幺半吗呢吧啊呀嘛着过得地上下里外前后左右中内时"
)
"""Characters that often stand alone as words."""
_CONTENT, _WORD, _OWN_WORD, _ALONE = 1.2, 1.0, 0.9, 0.96
_LONGEST = 10


@dataclass(frozen=True)
class Context:
    """A pattern whose last group is a character, and how that character then reads."""

    syllable: str
    pattern: re.Pattern[str]
    character: str
    strong: bool

    def positions(self, text: str) -> Iterator[int]:
        for match in self.pattern.finditer(text):
            yield match.start(self.pattern.groups)


class Lexicon:
    """Loaded once; `syllables` is pure."""

    def __init__(self) -> None:
        self._characters: dict[str, str] = {}
        self._words: dict[str, str] = {}
        self._own: set[str] = set()
        self._load_characters("characters.txt")
        self._load_characters("defaults.txt")
        self._load_words()

    def _load_characters(self, name: str) -> None:
        for line in lines(name):
            syllable, _, characters = line.partition(" ")
            for char in characters.replace(" ", ""):
                self._characters[char] = syllable

    def _load_words(self) -> None:
        for line in lines("lexicon.txt"):
            word, _, reading = line.partition(" ")
            if word.startswith(OWN):
                word = word[1:]
                self._own.add(word)
            self._words[word] = reading

    @cached_property
    def _contexts(self) -> dict[str, list[Context]]:
        found: dict[str, list[Context]] = {}
        for line in lines("contexts.txt"):
            syllable, _, pattern = line.partition(" ")
            strong = syllable.startswith("!")
            character = re.findall(r"\(([一-龥])\)", pattern)[-1]
            context = Context(syllable.lstrip("!"), re.compile(pattern), character, strong)
            found.setdefault(character, []).append(context)
        return found

    def syllables(self, text: str) -> list[str]:
        """One syllable with its tone for each character of `text`, which holds characters only."""
        words = self._cut(text)
        result: list[str] = []
        alone: set[int] = set()
        for word in words:
            if len(word) == 1:
                alone.add(len(result))
            suffix = word == "儿" and result
            result.extend(["er5"] if suffix else self.word(word))
        self._look_around(text, result, alone)
        return result

    def word(self, word: str) -> list[str]:
        """The syllables of one word; unknown characters stay as they are."""
        reading = self._words.get(word)
        if reading:
            return reading.split()
        return [self._characters.get(c, c) for c in word]

    def knows(self, char: str) -> bool:
        return char in self._characters

    def _look_around(self, text: str, result: list[str], alone: set[int]) -> None:
        for char in set(text) & self._contexts.keys():
            settled: set[int] = set()
            for context in self._contexts[char]:
                for at in context.positions(text):
                    if at not in settled and (context.strong or at in alone):
                        result[at] = context.syllable
                        settled.add(at)

    def _cut(self, text: str) -> list[str]:
        """The cheapest cover of the text: few words, ours first, characters alone only where they may."""
        size = len(text)
        best = [0.0] + [1e9] * size
        step = [1] * (size + 1)
        known, own = self._words, self._own
        for start in range(size):
            here = best[start]
            cost = here + (_ALONE if text[start] in _FREE else _CONTENT)
            if cost < best[start + 1]:
                best[start + 1], step[start + 1] = cost, 1
            for end in range(start + 2, min(size, start + _LONGEST) + 1):
                word = text[start:end]
                if word in known:
                    cost = here + (_OWN_WORD if word in own else _WORD)
                    if cost < best[end] - 1e-9:
                        best[end], step[end] = cost, end - start
        words: list[str] = []
        end = size
        while end:
            words.append(text[end - step[end] : end])
            end -= step[end]
        return words[::-1]
