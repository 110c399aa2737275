"""Weights for when to refuse, with the sentence model: `python -m tests.bench.fit_policy_refusals FOLDER`.

FOLDER holds policy-sources/*.md. Fitted on our own three sets that are named below, with parts of the word lists taken
away at random, and with each question asked of a library without its law, where refusing is right. Prints a constant
and a weight for each of `MeantSigns`. No other set is looked at.
"""

from __future__ import annotations

import json
import math
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import rjieba
from numpy.typing import NDArray

from kiosk.adapters.likeness import vectors_of
from kiosk.adapters.policy_library import Library
from kiosk.adapters.policy_library_build import build
from kiosk.adapters.policy_words import OURS, load_words
from kiosk.content.policy.asking import ENOUGH, Adviser
from kiosk.content.policy.law import Law
from kiosk.content.policy.lexicon import Lexicon
from tests.bench.bench_policy import laws_of

SETS = ("tuned", "kept", "unseen")
SHARES = (1.0, 0.6, 0.35, 0.15, 0.0)
WITHOUT = (1.0, 0.35)
"""Shares of the lists with which questions are asked of a library without their law."""
LOW = 0.25
"""What a question without its law counts: another law sometimes answers it all the same."""
FROM = 0.35
"""Where the fitted sets lose fewest answers and refusals together; the constant moves it to ENOUGH."""
STEPS, RATE, SHRINK = 4000, 0.5, 0.002
Numbers = NDArray[np.float64]
Texts = Sequence[tuple[Law, bytes]]


def thinned(lexicon: Lexicon, share: float, chance: random.Random) -> Lexicon:
    """The lists with such a share of their sayings; what says nothing stays."""
    means = {word: terms for word, terms in lexicon.means.items() if chance.random() < share}
    rewrites = {word: read for word, read in lexicon.rewrites.items() if chance.random() < share}
    gapped = {word: pattern for word, pattern in lexicon.gapped.items() if word in means}
    outside = {word for word in sorted(lexicon.outside) if chance.random() < share}
    return Lexicon(means, rewrites, gapped, outside, lexicon.empty)


def main(arguments: list[str]) -> None:
    if len(arguments) != 1:
        sys.exit("usage: python -m tests.bench.fit_policy_refusals FOLDER")
    laws = laws_of(Path(arguments[0]) / "policy-sources")
    here = Path(__file__).parent
    asked = [json.loads(line) for name in SETS for line in (here / f"policy_{name}.jsonl").open(encoding="utf-8")]
    rows = list(_rows(laws, asked))
    signs = np.array([row[0] for row in rows])
    weights = fit(signs, np.array([row[1] for row in rows]), np.array([row[2] for row in rows]))
    sys.stdout.write(f"{len(rows)} questions: ({', '.join(f'{w:.4g}' for w in weights)})\n")


def fit(signs: Numbers, right: Numbers, counts: Numbers) -> Numbers:
    """A logistic regression; both answers count the same in all."""
    mean, spread = signs.mean(0), signs.std(0) + 1e-9
    scaled = np.hstack([np.ones((len(signs), 1)), (signs - mean) / spread])
    counts = np.where(right > 0, counts * counts[right == 0].sum() / counts[right > 0].sum(), counts)
    weights = np.zeros(scaled.shape[1])
    for _ in range(STEPS):
        sure = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (counts * (sure - right)) / counts.sum()
        slope[1:] += SHRINK * weights[1:]
        weights -= RATE * slope
    plain = weights[1:] / spread
    moved = math.log(ENOUGH / (1 - ENOUGH)) - math.log(FROM / (1 - FROM))
    return np.concatenate([[weights[0] - plain @ mean + moved], plain])


def _rows(laws: Texts, asked: Sequence[dict[str, Any]]) -> Iterator[tuple[tuple[float, ...], float, float]]:
    """Signs, whether answering is right (1 or 0), and how much it counts; what is found wrongly is left out."""
    texts = list(dict.fromkeys(a.text for law, _ in laws for a in law.articles))
    made = dict(zip(texts, (v for some in vectors_of(texts) for v in some), strict=True))
    lexicon, chance = load_words(OURS), random.Random(5)
    for share in SHARES:
        yield from _signs(laws, asked, thinned(lexicon, share, chance), made, 1.0)
    for share in WITHOUT:
        thin = thinned(lexicon, share, chance)
        for left, _ in laws:
            theirs = [item for item in asked if {g["doc"] for g in item["gold"]} == {left.doc}]
            yield from _signs([pair for pair in laws if pair[0].doc != left.doc], theirs, thin, made, LOW)


def _signs(
    laws: Texts, asked: Sequence[dict[str, Any]], lexicon: Lexicon, made: dict[str, bytes], count: float
) -> Iterator[tuple[tuple[float, ...], float, float]]:
    places = [(law.doc, a.number) for law, _ in laws for a in law.articles]
    with tempfile.TemporaryDirectory() as into:
        build(Path(into), laws, made)
        with closing(Library(Path(into))) as library:
            adviser = Adviser(library, lexicon, rjieba.tag, rjieba.has_word, library.sense())
            for item in asked:
                ranking, signs = adviser.weigh(item["question"])
                gold = {(g["doc"], g["article"]) for g in item["gold"]} & set(places)
                found = {places[one.article] for one in ranking.best[:3]}
                if signs is not None and (not gold or gold & found):
                    yield signs.values(), float(bool(gold)), count


if __name__ == "__main__":
    main(sys.argv[1:])
