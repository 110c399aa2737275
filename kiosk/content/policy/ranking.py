"""Which articles answer a question: BM25 over fields, best synonym per concept, the law's topic, the neighbours."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kiosk.content.policy.question import Concept, Question
from kiosk.content.policy.tokens import is_han

OTHERS = 0.15
"""What further words of one concept add to its best."""
HEADING = 0.2
TOPIC = 0.2
NEIGHBOUR = 0.06
CITED = 0.3
"""What an article passes on to the one that punishes breaking it, when punishment is asked for."""
WHOLE = 0.4
"""How much of a score hangs on holding all that was asked."""
_PENAL = frozenset({"罚款", "处罚"})


@dataclass(frozen=True)
class Posting:
    """Articles that hold a word: id → how much (0 to 1), the most telling ones when they are very many."""

    found: Mapping[int, float]
    articles: int


class Index(Protocol):
    """What ranking asks of a library. Articles are numbered from 0 in the order of the laws."""

    @property
    def size(self) -> int: ...
    @property
    def law_of(self) -> Sequence[int]: ...
    @property
    def chapter_of(self) -> Sequence[int]: ...
    @property
    def prior_of(self) -> Sequence[float]: ...
    @property
    def laws(self) -> int: ...

    def posting(self, pair: str) -> Posting | None: ...

    def headings(self, pair: str) -> frozenset[int]: ...

    def citing(self, article: int) -> Sequence[int]: ...


@dataclass(frozen=True)
class Ranked:
    """An article with its score and, for the decision to refuse, what of the question it holds."""

    article: int
    score: float
    parts: Mapping[int, float]


@dataclass(frozen=True)
class Ranking:
    """`concepts` as asked; a part of `Ranked` is numbered by its place there. `worth` is what each could give at most."""

    best: tuple[Ranked, ...]
    worth: tuple[float, ...]
    topics: Mapping[int, float]


class Ranker:
    """Ranks the articles of one library. Words looked up once are kept for one question only."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def rank(self, question: Question, top: int) -> Ranking:
        terms: dict[str, Posting | None] = {}
        heads: dict[str, frozenset[int]] = {}
        scores: Counter[int] = Counter()
        topics: Counter[int] = Counter()
        chapters: Counter[int] = Counter()
        held: list[dict[int, float]] = []
        worth = []
        for concept in question.concepts:
            for term, _ in concept.terms:
                if term not in terms:
                    terms[term] = self._term(term)
                    heads[term] = self._heads(term)
            gained = self._concept(concept, terms)
            held.append(gained)
            worth.append(max((self._idf(terms[t]) * w for t, w in concept.terms if terms[t]), default=0.0) * concept.weight)
            for article, value in gained.items():
                scores[article] += value
            self._topics(concept, terms, heads, topics, chapters)
        return self._result(question, scores, topics, chapters, held, worth, top)

    def _idf(self, posting: Posting | None) -> float:
        if posting is None:
            return 0.0
        return math.log(1 + (self._index.size - posting.articles + 0.5) / (posting.articles + 0.5))

    def _concept(self, concept: Concept, terms: Mapping[str, Posting | None]) -> dict[int, float]:
        best: dict[int, float] = {}
        total: dict[int, float] = {}
        for term, weight in concept.terms:
            posting = terms[term]
            if posting is None:
                continue
            strength = self._idf(posting) * weight * concept.weight
            for article, amount in posting.found.items():
                value = strength * amount
                total[article] = total.get(article, 0.0) + value
                if value > best.get(article, 0.0):
                    best[article] = value
        return {a: b + OTHERS * (total[a] - b) for a, b in best.items()}

    def _topics(self, concept: Concept, terms: Mapping[str, Posting | None], heads: Mapping[str, frozenset[int]],
                topics: Counter[int], chapters: Counter[int]) -> None:  # fmt: skip
        """How much a concept speaks for each law (its articles, its title) and each chapter (its heading)."""
        if not concept.counted:
            return
        laws: dict[int, float] = {}
        titled: dict[int, float] = {}
        for term, weight in concept.terms:
            posting = terms[term]
            strength = weight * concept.weight
            if posting:
                counts = Counter(map(self._index.law_of.__getitem__, posting.found))
                rare = math.log(1 + self._index.laws / len(counts)) * strength
                for law, count in counts.items():
                    laws[law] = max(laws.get(law, 0.0), rare * count / (count + 3.0))
            for chapter in heads[term]:
                idf = self._idf(posting) or 4.0
                titled[chapter] = max(titled.get(chapter, 0.0), strength * idf)
        topics.update(laws)
        chapters.update(titled)

    def _result(self, question: Question, scores: Counter[int], topics: Counter[int], chapters: Counter[int],
                held: list[dict[int, float]], worth: list[float], top: int) -> Ranking:  # fmt: skip
        index = self._index
        whole: dict[int, float] = {}
        total = sum(w for w, c in zip(worth, question.concepts, strict=True) if c.counted) or 1.0
        if any(c.terms[0][0] not in _PENAL and any(t in _PENAL for t, _ in c.terms) for c in question.concepts if c.counted):
            self._pass_on(scores)
        for article, value in scores.most_common(400):
            around = max(scores.get(n, 0.0) for n in self._neighbours(article)) if index.size > 1 else 0.0
            value += NEIGHBOUR * min(around, 2 * value)
            value += HEADING * chapters.get(index.chapter_of[article], 0.0)
            value += TOPIC * topics.get(index.law_of[article], 0.0) * 3.0
            share = sum(h[article] for h, c in zip(held, question.concepts, strict=True) if c.counted and article in h)
            value *= 1 - WHOLE + WHOLE * min(1.0, share / total)
            whole[article] = value * index.prior_of[article]
        order = sorted(whole, key=lambda a: (-whole[a], a))[:top]
        best = tuple(Ranked(a, whole[a], {i: h[a] for i, h in enumerate(held) if a in h}) for a in order)
        return Ranking(best, tuple(worth), dict(topics))

    def _pass_on(self, scores: Counter[int]) -> None:
        for article, value in scores.most_common(25):
            for citing in self._index.citing(article):
                scores[citing] += CITED * value

    def _neighbours(self, article: int) -> list[int]:
        chapter = self._index.chapter_of
        near = [n for n in (article - 1, article + 1) if 0 <= n < self._index.size and chapter[n] == chapter[article]]
        return near or [article]

    def _term(self, term: str) -> Posting | None:
        """A longer word is where all its pairs are; its weakest pair says how much."""
        if not is_han(term) or len(term) <= 2:
            return self._index.posting(term)
        postings = []
        for at in range(len(term) - 1):
            posting = self._index.posting(term[at : at + 2])
            if posting is None:
                return None
            postings.append(posting)
        postings.sort(key=lambda p: len(p.found))
        common = set(postings[0].found).intersection(*(p.found for p in postings[1:]))
        if not common:
            return None
        return Posting({a: min(p.found[a] for p in postings) for a in common}, len(common))

    def _heads(self, term: str) -> frozenset[int]:
        if not is_han(term) or len(term) <= 2:
            return self._index.headings(term)
        found = [self._index.headings(term[at : at + 2]) for at in range(len(term) - 1)]
        return frozenset.intersection(*found)
