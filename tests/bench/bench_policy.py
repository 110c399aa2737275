"""How well and how fast questions on policies are answered: `python -m tests.bench.bench_policy FOLDER [QUESTIONS]`.

FOLDER holds policy-sources/*.md and policy-questions/dev.jsonl (or another file named second). The peer is plain BM25
on the same tokens (pairs of characters), in the same run. Speed is measured on 100,000 invented articles.
"""

from __future__ import annotations

import json
import math
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from kiosk.adapters.likeness import vectors_of
from kiosk.adapters.policy_library import Library
from kiosk.adapters.policy_library_build import build
from kiosk.adapters.policy_words import open_adviser
from kiosk.content.policy.law import Article, Law, read_law
from kiosk.content.policy.tokens import pairs, plain
from tests.bench.rows import Row, p50_95

MANY = 100_000
Place = tuple[str, str]
Finder = Callable[[str], list[Place]]


@dataclass(frozen=True)
class Score:
    """Shares of the questions that have an answer, except `refusals`: of those that have none. `p50`, `p95`:
    milliseconds for a question, the first not counted; `model_mb`: what the sentence model's process weighs."""

    recall1: float
    recall3: float
    mrr10: float
    refusals: float
    kinds: dict[str, str]
    p50: float
    p95: float
    model_mb: float


@dataclass(frozen=True)
class Speed:
    """Milliseconds; `busy95` is the processor's time, which a busy machine does not lengthen. `memory_mb` is what
    library, lists and cutter add to a process, `cutter_mb` the cutter alone."""

    p50: float
    p95: float
    busy95: float
    opening: float
    ready: float
    memory_mb: float
    cutter_mb: float


def measure(folder: Path, questions: Path) -> tuple[Score, Score]:
    """Ours, then plain BM25."""
    asked = [json.loads(line) for line in questions.read_text("utf-8").splitlines() if line.strip()]
    laws = laws_of(folder / "policy-sources")
    texts = [article.text for law, _ in laws for article in law.articles]
    with tempfile.TemporaryDirectory() as into:
        build(Path(into), laws, dict(zip(texts, (v for some in vectors_of(texts) for v in some), strict=True)))
        adviser, library = open_adviser(Path(into))
        with closing(library):
            ours = _score(asked, lambda q: [(f.passage.doc, f.passage.article) for f in adviser.ask(q, 10).found])
    return ours, _score(asked, Bm25([law for law, _ in laws]).ask)


def laws_of(folder: Path) -> list[tuple[Law, bytes]]:
    found = []
    for path in sorted(folder.glob("*.md")):
        if path.stem.lower() != "readme":
            raw = path.read_bytes()
            found.append((read_law(path.stem, raw), raw))
    if not found:
        sys.exit(f"{folder}: no texts there")
    return found


def _score(asked: Sequence[dict[str, Any]], find: Finder) -> Score:
    first = third = reciprocal = refused = 0.0
    kinds: dict[str, list[int]] = {}
    times = []
    find(asked[0]["question"])
    for item in asked:
        gold = {(g["doc"], g["article"]) for g in item["gold"]}
        began = time.perf_counter()
        found = find(item["question"])
        times.append((time.perf_counter() - began) * 1000)
        rank = next((n for n, place in enumerate(found, start=1) if place in gold), 0)
        right = not found if not gold else 0 < rank <= 3
        kinds.setdefault(item["kind"], []).append(right)
        refused += not gold and not found
        first += rank == 1
        third += 0 < rank <= 3
        reciprocal += 1 / rank if rank else 0.0
    answered = sum(bool(item["gold"]) for item in asked) or 1
    unanswered = len(asked) - answered or 1
    by_kind = {kind: f"{sum(right)}/{len(right)}" for kind, right in sorted(kinds.items())}
    model_mb = sum(child.memory_info().rss for child in psutil.Process().children()) / 2**20
    shares = first / answered, third / answered, reciprocal / answered, refused / unanswered
    return Score(*shares, by_kind, *p50_95(times), model_mb)


class Bm25:
    """The peer: BM25 over articles, no lists, no fields. It refuses what shares no pair with any article."""

    def __init__(self, laws: Sequence[Law]) -> None:
        self._places = [(law.doc, a.number) for law in laws for a in law.articles]
        counts = [Counter(pairs(plain(a.text))) for law in laws for a in law.articles]
        lengths = [sum(count.values()) for count in counts]
        mean = sum(lengths) / len(lengths)
        held = Counter(pair for count in counts for pair in count)
        self._found: dict[str, list[tuple[int, float]]] = {}
        for article, count in enumerate(counts):
            for pair, times in count.items():
                idf = math.log(1 + (len(counts) - held[pair] + 0.5) / (held[pair] + 0.5))
                value = idf * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * lengths[article] / mean))
                self._found.setdefault(pair, []).append((article, value))

    def ask(self, question: str) -> list[Place]:
        scores: Counter[int] = Counter()
        for pair in pairs(plain(question)):
            for article, value in self._found.get(pair, ()):
                scores[article] += value  # type: ignore[assignment]  # a counter of floats
        return [self._places[article] for article, _ in scores.most_common(10)]


def speed(folder: Path, questions: Path, articles: int = MANY) -> Speed:
    """On articles made of the texts' own sentences, shuffled with a seed: the same words, none of the meaning."""
    asked = [json.loads(line)["question"] for line in questions.read_text("utf-8").splitlines()]
    sentences = [
        s for law, _ in laws_of(folder / "policy-sources") for a in law.articles for s in a.text.split("。") if s
    ]
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as into:
        build(Path(into), [(_invented(n, sentences, chance), b"") for n in range(articles // 100)])
        return _timed(Path(into), asked)


def _invented(number: int, sentences: Sequence[str], chance: random.Random) -> Law:
    made = (
        Article(f"第{n}条", "。".join(chance.choices(sentences, k=3)), f"第{n // 20}章 样板") for n in range(1, 101)
    )
    return Law(f"law{number}", f"样板条例{number}", "", "", tuple(made))


def _timed(folder: Path, asked: Sequence[str]) -> Speed:
    began = time.perf_counter()
    Library(folder).close()
    opening = time.perf_counter() - began
    began = time.perf_counter()
    adviser, library = open_adviser(folder)
    with closing(library):
        adviser.ask(asked[0])
        ready = time.perf_counter() - began
        times, busy = [], []
        for question in (*asked, *asked):
            began, worked = time.perf_counter(), time.process_time()
            adviser.ask(question)
            times.append((time.perf_counter() - began) * 1000)
            busy.append((time.process_time() - worked) * 1000)
    mean, slow = p50_95(times)
    weight = _memory(folder, asked), _memory(folder, asked, "rjieba")
    return Speed(mean, slow, p50_95(busy)[1], opening * 1000, ready * 1000, *weight)


_WEIGHED = """
import sys, psutil
me, before = psutil.Process(), psutil.Process().memory_info().rss
if sys.argv[1] == "kiosk":
    from pathlib import Path
    from kiosk.adapters.policy_words import open_adviser
    adviser, library = open_adviser(Path(sys.argv[2]))
    for question in sys.argv[3:]:
        adviser.ask(question)
else:
    import rjieba
    for question in sys.argv[3:]:
        rjieba.cut(question)
print((me.memory_info().rss - before) / 2**20)
"""


def _memory(folder: Path, asked: Sequence[str], who: str = "kiosk") -> float:
    """MB that asking adds to a process of its own; `who` "rjieba" for the cutter alone."""
    command = [sys.executable, "-c", _WEIGHED, who, str(folder), *asked]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def rows(folder: Path) -> list[Row]:
    """For `make bench`."""
    questions = folder / "policy-questions" / "dev.jsonl"
    ours, peer = measure(folder, questions)
    fast = speed(folder, questions)
    name = "plain BM25"
    return [
        Row("policy: recall@1", ours.recall1, "", name, peer.recall1),
        Row("policy: recall@3", ours.recall3, "", name, peer.recall3, "≥ 0.9", ours.recall3 >= 0.9),
        Row("policy: MRR@10", ours.mrr10, "", name, peer.mrr10),
        Row("policy: right refusals", ours.refusals, "", name, peer.refusals, "≥ 0.9", ours.refusals >= 0.9),
        Row("policy: a question to these texts, p50", ours.p50, "ms", name, peer.p50),
        Row("policy: a question to these texts, p95", ours.p95, "ms", name, peer.p95),
        Row("policy: memory of the sentence model, a process of its own", ours.model_mb, "MB"),
        Row("policy: a question to 100,000 articles, p50", fast.p50, "ms"),
        Row("policy: a question to these texts, p50", ours.p50, "ms", name, peer.p50),
        Row("policy: a question to these texts, p95", ours.p95, "ms", name, peer.p95),
        Row("policy: memory of the sentence model, a process of its own", ours.model_mb, "MB"),
        Row("policy: a question to 100,000 articles, p95", fast.p95, "ms", aim="≤ 20 ms", met=fast.p95 <= 20),
        Row("policy: the same, processor time, p95", fast.busy95, "ms", aim="≤ 20 ms", met=fast.busy95 <= 20),
        Row("policy: opening the library", fast.opening, "ms", aim="≤ 100 ms", met=fast.opening <= 100),
        Row("policy: until the first answer, words and all", fast.ready, "ms"),
        Row("policy: memory of library, words and cutter", fast.memory_mb, "MB", "rjieba alone", fast.cutter_mb),
    ]


def main(arguments: list[str]) -> None:
    if not arguments:
        sys.exit("usage: python -m tests.bench.bench_policy FOLDER [QUESTIONS]")
    folder = Path(arguments[0])
    questions = Path(arguments[1]) if len(arguments) > 1 else folder / "policy-questions" / "dev.jsonl"
    for name, score in zip(("kiosk", "plain BM25"), measure(folder, questions), strict=True):
        line = f"recall@1 {score.recall1:.3f}  recall@3 {score.recall3:.3f}  MRR@10 {score.mrr10:.3f}"
        speed = f"p50 {score.p50:.1f}  p95 {score.p95:.1f} ms"
        sys.stdout.write(f"{name:12} {line}  right refusals {score.refusals:.3f}  {speed}\n    {score.kinds}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
