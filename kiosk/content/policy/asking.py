"""Asking a library: a question in, the articles that answer it out, each with its source; or a refusal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from kiosk.content.policy.deciding import DEPTH, Signs, meant, relevance, signs
from kiosk.content.policy.lexicon import Lexicon
from kiosk.content.policy.likeness import Likeness, Sense, joined
from kiosk.content.policy.opening import READ, by_opening
from kiosk.content.policy.question import Known, Question, Tag, Understanding
from kiosk.content.policy.ranking import PROMISING, Index, Ranker, Ranking
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
    """Answers questions from one library, by words and, where there is a `sense`, by meaning. One thread at a time."""

    def __init__(self, texts: Texts, lexicon: Lexicon, tag: Tag, known: Known, sense: Sense | None = None) -> None:
        self._texts = texts
        self._sense = sense
        self._listed = _by_sound(lexicon)
        self._understanding = Understanding(lexicon, tag, known, self._alike, guess=texts.size <= GUESSING)
        self._ranker = Ranker(texts)

    def ask(self, question: str, top: int = 3) -> Answer:
        """The best `top` articles. Any text may be asked; what means nothing is refused."""
        ranking, found = self.weigh(question, top)
        sure = relevance(found) if found else 0.0
        if sure < ENOUGH:
            return Answer(question, refused=True, found=(), relevance=sure)
        passages = (Found(self._texts.passage(ranked.article), ranked.score) for ranked in ranking.best[:top])
        return Answer(question, refused=False, found=tuple(passages), relevance=sure)

    def weigh(self, question: str, top: int = 3) -> tuple[Ranking, Signs | None]:
        """The best articles, and what speaks for and against answering with them; None where no word is known."""
        understood = self._understanding.read(question)
        ranking = self._ranker.rank(understood, PROMISING if self._sense else max(top, READ, DEPTH))
        if not ranking.best:
            return ranking, None
        ranking = by_opening(understood, ranking, self._texts, lambda article: self._texts.passage(article).text)
        words = {one.article: one.score for one in ranking.best}
        likeness = self._likeness(understood, ranking)
        if likeness is not None:
            ranking = joined(ranking, likeness, max(top, DEPTH))
        best = ranking.best[0]
        found = signs(understood, ranking, self._texts.passage(best.article).text, self._texts.size)
        if likeness is not None:
            found = meant(found, words.get(best.article, 0.0), ranking, likeness, self._texts)
        return ranking, found

    def _likeness(self, understood: Question, ranking: Ranking) -> Likeness | None:
        return self._sense.likeness(understood.text, [one.article for one in ranking.best]) if self._sense else None

    def _alike(self, sound: str) -> Iterable[str]:
        return dict.fromkeys([*self._listed.get(sound, ()), *self._texts.alike(sound)])


def _by_sound(lexicon: Lexicon) -> dict[str, list[str]]:
    """The lists' words of two to five characters by how they sound."""
    words = dict.fromkeys(lexicon.means)
    for terms in lexicon.means.values():
        words.update(dict.fromkeys(terms))
    found: dict[str, list[str]] = {}
    for word in words:
        if 1 < len(word) < 6:
            found.setdefault(key(word), []).append(word)
    found.pop("", None)
    return found
