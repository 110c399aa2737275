"""Which articles answer a question: BM25 over fields, best synonym per concept, the law's topic, the neighbours."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from operator import mul
from typing import Protocol

from kiosk.content.policy.question import Concept, Question
from kiosk.content.policy.tokens import is_han, pairs

OTHERS, OTHERS_OF_LONG = 0.15, 0.45
"""What further words of one concept add to its best: they stand for each other, except where a whole phrase of LONG
characters was said, which mostly means them together (打官司没钱: legal aid, for want of money)."""
LONG = 5
COMMON = 0.3
"""How much less a word is worth in a law all of whose articles have it."""
HEADING = 0.2
TOPIC = 0.4
FEW = 3.0
"""So many articles of a law with a word make it half its topic."""
NO_ARTICLE = 4.0
"""What a word is worth that stands in a heading and in no article."""
PROMISING, MOST_CITED = 150, 25
NEIGHBOUR = 0.12
CITED = 0.3
"""What an article passes on to the one that punishes breaking it, when punishment is asked for."""
WHOLE = 0.2
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

    def articles_with(self, pair: str) -> int: ...

    def headings(self, pair: str) -> frozenset[int]: ...

    def citing(self, article: int) -> Sequence[int]: ...


def rarity(articles: int, size: int) -> float:
    """What a word is worth that so many of a library's articles have: the fewer, the more."""
    return math.log(1 + (size - articles + 0.5) / (articles + 0.5))


@dataclass(frozen=True)
class Ranked:
    """An article with its score and, for the decision to refuse, what it holds of each concept (by its place)."""

    article: int
    score: float
    parts: Mapping[int, float]


@dataclass(frozen=True)
class Ranking:
    """`worth` is what each concept of the question could give at most; 0 when the library knows none of its words."""

    best: tuple[Ranked, ...]
    worth: tuple[float, ...]


@dataclass
class _Weighing:
    """One question being ranked. Words looked up are kept, since several concepts name the same."""

    terms: dict[str, Posting | None] = field(default_factory=dict)
    headings: dict[str, frozenset[int]] = field(default_factory=dict)
    scores: defaultdict[int, float] = field(default_factory=lambda: defaultdict(float))
    laws: defaultdict[int, float] = field(default_factory=lambda: defaultdict(float))
    chapters: defaultdict[int, float] = field(default_factory=lambda: defaultdict(float))
    held: list[dict[int, float]] = field(default_factory=list)
    worth: list[float] = field(default_factory=list)


class Ranker:
    """Ranks the articles of one library."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._articles_of = Counter(index.law_of)

    def rank(self, question: Question, top: int) -> Ranking:
        """The best articles, best first; none when no word of the question is in the library."""
        weighing = _Weighing()
        for concept in question.concepts:
            self._weigh(concept, weighing)
        if _asks_punishment(question):
            self._pass_on(weighing.scores)
        whole = self._whole(question, weighing)
        best = nlargest(top, whole, key=lambda article: (whole[article], -article))
        parts = ({i: held[article] for i, held in enumerate(weighing.held) if article in held} for article in best)
        ranked = (Ranked(a, whole[a], p) for a, p in zip(best, parts, strict=True))
        return Ranking(tuple(ranked), tuple(weighing.worth))

    def _weigh(self, concept: Concept, weighing: _Weighing) -> None:
        for term, _ in concept.terms:
            if term not in weighing.terms:
                weighing.terms[term] = self._term(term)
                weighing.headings[term] = self._headings(term)
        known = [(weighing.terms[term], weight * concept.weight) for term, weight in concept.terms]
        postings = [(posting, self._idf(posting) * weight) for posting, weight in known if posting]
        whole_phrase = concept.listed and len(concept.said) >= LONG
        gained = self._telling(_best_and_others(postings, OTHERS_OF_LONG if whole_phrase else OTHERS))
        weighing.held.append(gained)
        weighing.worth.append(max((strength for _, strength in postings), default=0.0))
        for article, value in gained.items():
            weighing.scores[article] += value
        if concept.counted:
            self._weigh_laws(concept, weighing)

    def _telling(self, gained: dict[int, float]) -> dict[int, float]:
        """The same, less for what most articles of a law say: it tells none of them apart."""
        laws = list(map(self._index.law_of.__getitem__, gained))
        factor = {}
        for law, having in Counter(laws).items():
            articles = self._articles_of[law]
            factor[law] = 1 - COMMON + COMMON * math.log(1 + articles / having) / math.log(1 + articles)
        kept = map(mul, gained.values(), map(factor.__getitem__, laws))
        return dict(zip(gained, kept, strict=True))

    def _weigh_laws(self, concept: Concept, weighing: _Weighing) -> None:
        """How much a concept speaks for each law (its articles) and for each chapter (its heading and law's title)."""
        laws: dict[int, float] = {}
        chapters: dict[int, float] = {}
        for term, weight in concept.terms:
            posting, strength = weighing.terms[term], weight * concept.weight
            if posting:
                counts = Counter(map(self._index.law_of.__getitem__, posting.found))
                rare = math.log(1 + self._index.laws / len(counts)) * strength
                for law, count in counts.items():
                    laws[law] = max(laws.get(law, 0.0), rare * count / (count + FEW))
            idf = self._idf(posting) if posting else NO_ARTICLE
            for chapter in weighing.headings[term]:
                chapters[chapter] = max(chapters.get(chapter, 0.0), strength * idf)
        for law, value in laws.items():
            weighing.laws[law] += value
        for chapter, value in chapters.items():
            weighing.chapters[chapter] += value

    def _whole(self, question: Question, weighing: _Weighing) -> dict[int, float]:
        """The scores with everything around an article, for the most promising ones."""
        index, scores = self._index, weighing.scores
        counted = [i for i, concept in enumerate(question.concepts) if concept.counted]
        total = sum(weighing.worth[i] for i in counted) or 1.0
        found = {}
        for article in nlargest(PROMISING, scores, key=lambda a: (scores[a], -a)):
            value = scores[article]
            around = max((scores.get(n, 0.0) for n in self._neighbours(article)), default=0.0)
            value += NEIGHBOUR * min(around, 2 * value)
            value += HEADING * weighing.chapters.get(index.chapter_of[article], 0.0)
            value += TOPIC * weighing.laws.get(index.law_of[article], 0.0)
            share = sum(weighing.held[i].get(article, 0.0) for i in counted) / total
            found[article] = value * (1 - WHOLE + WHOLE * min(1.0, share)) * index.prior_of[article]
        return found

    def _pass_on(self, scores: defaultdict[int, float]) -> None:
        for article in nlargest(MOST_CITED, scores, key=lambda a: (scores[a], -a)):
            value = scores[article]
            for citing in self._index.citing(article):
                scores[citing] += CITED * value

    def _neighbours(self, article: int) -> list[int]:
        chapter = self._index.chapter_of
        return [n for n in (article - 1, article + 1) if 0 <= n < self._index.size and chapter[n] == chapter[article]]

    def _idf(self, posting: Posting) -> float:
        return rarity(posting.articles, self._index.size)

    def _term(self, term: str) -> Posting | None:
        """A longer word is where all its pairs are; its weakest pair says how much."""
        if not is_han(term) or len(term) <= 2:
            return self._index.posting(term)
        postings = []
        for pair in pairs(term):
            posting = self._index.posting(pair)
            if posting is None:
                return None
            postings.append(posting)
        postings.sort(key=lambda p: len(p.found))
        common = set(postings[0].found).intersection(*(p.found for p in postings[1:]))
        if not common:
            return None
        return Posting({a: min(p.found[a] for p in postings) for a in common}, len(common))

    def _headings(self, term: str) -> frozenset[int]:
        found = [self._index.headings(pair) for pair in pairs(term)]
        return frozenset.intersection(*found) if found else frozenset()


def _best_and_others(postings: Sequence[tuple[Posting, float]], others: float) -> dict[int, float]:
    best: dict[int, float] = {}
    total: dict[int, float] = {}
    for posting, strength in postings:
        for article, amount in posting.found.items():
            value = strength * amount
            total[article] = total.get(article, 0.0) + value
            if value > best.get(article, 0.0):
                best[article] = value
    return {article: value + others * (total[article] - value) for article, value in best.items()}


def _asks_punishment(question: Question) -> bool:
    return any(c.counted and c.terms[0][0] not in _PENAL and any(t in _PENAL for t, _ in c.terms)
               for c in question.concepts)  # fmt: skip
