"""Asking a library: a question in, the articles that answer it out, each with its source; or a refusal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from kiosk.content.policy.deciding import DEPTH, relevance, signs
from kiosk.content.policy.lexicon import Lexicon
from kiosk.content.policy.opening import READ, by_opening
from kiosk.content.policy.question import Known, Tag, Understanding
from kiosk.content.policy.ranking import Index, Ranker
from kiosk.content.policy.sounds import key

ENOUGH = 0.4
"""Below this relevance it is refused: asking a person is better than a wrong article."""
GUESSING = 20_000
"""Articles up to which near sayings are looked for: in more it takes too long."""


@dataclass(frozen=True)
class Passage:
    """An article as it is shown, with where it is from. Dates as 2024-12-31, "" where the text gives none."""

    doc: str
    title: str
    chapter: str
    article: str
    text: str
    passed: str
    in_force: str


class Texts(Index, Protocol):
    """A library of official texts."""

    def passage(self, article: int) -> Passage: ...

    def alike(self, sound: str) -> list[str]: ...


@dataclass(frozen=True)
class Found:
    """One article and how well it fits; only comparable within one answer."""

    passage: Passage
    score: float


@dataclass(frozen=True)
class Answer:
    """`found` is empty when `refused`; `relevance` from 0 to 1."""

    question: str
    refused: bool
    found: tuple[Found, ...]
    relevance: float


class Adviser:
    """Answers questions from one library. One thread at a time."""

    def __init__(self, texts: Texts, lexicon: Lexicon, tag: Tag, known: Known) -> None:
        self._texts = texts
        self._listed = _by_sound(lexicon)
        self._understanding = Understanding(lexicon, tag, known, self._alike, guess=texts.size <= GUESSING)
        self._ranker = Ranker(texts)

    def ask(self, question: str, top: int = 3) -> Answer:
        """The best `top` articles. Any text may be asked; what means nothing is refused."""
        understood = self._understanding.read(question)
        ranking = self._ranker.rank(understood, max(top, READ, DEPTH))
        if not ranking.best:
            return Answer(question, refused=True, found=(), relevance=0.0)
        read = {ranked.article: self._texts.passage(ranked.article) for ranked in ranking.best}
        ranking = by_opening(understood, ranking, self._texts, lambda article: read[article].text)
        passages = [read[ranked.article] for ranked in ranking.best[:top]]
        sure = relevance(signs(understood, ranking, passages[0].text, self._texts.size))
        if sure < ENOUGH:
            return Answer(question, refused=True, found=(), relevance=sure)
        found = (Found(p, ranked.score) for p, ranked in zip(passages, ranking.best, strict=False))
        return Answer(question, refused=False, found=tuple(found), relevance=sure)

    def _alike(self, sound: str) -> Iterable[str]:
        return dict.fromkeys([*self._listed.get(sound, ()), *self._texts.alike(sound)])


def _by_sound(lexicon: Lexicon) -> dict[str, list[str]]:
    """The lists' words of two to five characters by how they sound."""
    words = dict.fromkeys(lexicon.means)
    for meant in lexicon.means.values():
        words.update(dict.fromkeys(meant))
    found: dict[str, list[str]] = {}
    for word in words:
        if 1 < len(word) < 6:
            found.setdefault(key(word), []).append(word)
    found.pop("", None)
    return found
