"""Word lists: what people say, and what the law calls it. Plain text files that an administrator can add to.

    看毛病 看病 = 就医 诊疗*0.6      people say the left, laws the right; *0.6 says how surely (1 where nothing stands)
    欠…钱 = 债务                    … stands for up to four characters: 欠我钱, 欠了人家钱
    阿拉 伲 > 我们                   dialect: read the left as the right before anything else
    ! 红烧肉 末班车                  no law answers this: reckon with it when deciding whether to refuse
    - 请问 一下 怎么                 carries no meaning of its own
    ~ 瞎子 死人                      understood, but never offered to whoever types, nor what contains it

A word may stand in several lines; their meanings add up. # begins a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kiosk.content.policy.errors import WordsError

LONGEST = 12
"""Characters in one word of the lists."""
GAP = "…"


@dataclass(frozen=True)
class Match:
    """`word` stands at start:end of the question and means the law's words, each with its weight."""

    start: int
    end: int
    word: str
    means: tuple[tuple[str, float], ...]


@dataclass
class Lexicon:
    """The lists put together. Raises WordsError on a line that cannot be understood."""

    means: dict[str, dict[str, float]] = field(default_factory=dict)
    rewrites: dict[str, str] = field(default_factory=dict)
    gapped: dict[str, re.Pattern[str]] = field(default_factory=dict)
    outside: set[str] = field(default_factory=set)
    empty: set[str] = field(default_factory=set)
    unoffered: set[str] = field(default_factory=set)

    def add(self, name: str, lines: Iterable[str]) -> None:
        """One file's lines; `name` is for the error."""
        for number, line in enumerate(lines, start=1):
            text = line.partition("#")[0].strip()
            if text:
                try:
                    self._line(text)
                except ValueError as error:
                    raise WordsError(f"{name}:{number}: {error}") from None

    def _line(self, text: str) -> None:
        if text[0] == "!":
            self.outside.update(_words(text[1:]))
        elif text[0] == "-":
            self.empty.update(_words(text[1:]))
        elif text[0] == "~":
            self.unoffered.update(_words(text[1:]))
        elif ">" in text:
            said, _, read = text.partition(">")
            self.rewrites.update(dict.fromkeys(_words(said), read.strip()))
        else:
            said, equals, meant = text.partition("=")
            if not equals or not meant.strip():
                raise ValueError("neither words = law's words, nor dialect > words, nor !, - or ~ words")
            weighted = dict(map(_weighted, meant.split()))
            for word in _words(said):
                if GAP in word:
                    self.gapped[word] = _pattern(word)
                known = self.means.setdefault(word, {})
                for term, weight in weighted.items():
                    known[term] = max(weight, known.get(term, 0.0))

    def sayings(self) -> tuple[str, ...]:
        """Whole words and phrases of both sides, for whoever types: what people say, then what the law says."""
        meant = (word for means in self.means.values() for word in means)
        said = (word for word in self.rewrites if len(word) > 1)
        never = re.compile("|".join(map(re.escape, (GAP, *sorted(self.unoffered)))))
        return tuple(word for word in dict.fromkeys((*self.means, *said, *meant)) if not never.search(word))

    def rewrite(self, text: str) -> str:
        """Dialect words replaced, the longest first, each place once."""
        found, at = "", 0
        while at < len(text):
            said = next((text[at:end] for end in _ends(text, at) if text[at:end] in self.rewrites), "")
            found += self.rewrites[said] if said else text[at]
            at += len(said) or 1
        return found

    def matches(self, text: str) -> Iterator[Match]:
        """Every place where a word of the lists stands, longer words before shorter ones at the same place."""
        for at in range(len(text)):
            for end in _ends(text, at):
                word = text[at:end]
                if word in self.means:
                    yield Match(at, end, word, tuple(self.means[word].items()))
        for word, pattern in self.gapped.items():
            found = pattern.search(text) if word[0] in text else None
            if found:
                yield Match(found.start(), found.end(), word, tuple(self.means[word].items()))

    def places(self, text: str, words: set[str]) -> Iterator[tuple[int, int]]:
        """Where words of `outside` or `empty` stand: the longest at each place."""
        for at in range(len(text)):
            end = next((end for end in _ends(text, at) if text[at:end] in words), 0)
            if end:
                yield at, end


def _ends(text: str, at: int) -> range:
    return range(min(len(text), at + LONGEST), at, -1)


def _pattern(word: str) -> re.Pattern[str]:
    parts = word.split(GAP)
    if not all(parts):
        raise ValueError(f"{word}: … needs a word on each side")
    return re.compile("[^,。?!]{0,4}?".join(map(re.escape, parts)))


def _words(text: str) -> list[str]:
    words = text.split()
    if not words:
        raise ValueError("no words")
    long = next((word for word in words if len(word) > LONGEST), None)
    if long:
        raise ValueError(f"{long}: at most {LONGEST} characters")
    return [word.lower() for word in words]


def _weighted(text: str) -> tuple[str, float]:
    term, _, weight = text.partition("*")
    value = float(weight) if weight else 1.0
    if not term or not 0 < value <= 3:
        raise ValueError(f"{text}: a word, or a word*weight with a weight above 0 and up to 3")
    return term.lower(), value
