"""The sentence model beside the word lists: vectors when texts are imported, cosines when a question is asked."""

from __future__ import annotations

import base64
import json
import logging
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from kiosk.adapters.likeness_worker import BYTES
from kiosk.adapters.line_worker import LineWorker, WorkerDied
from kiosk.content.policy.errors import LibraryError
from kiosk.content.policy.likeness import Likeness

log = logging.getLogger(__name__)
WORKER = Path(__file__).with_name("likeness_worker.py")
ANSWER_SECONDS, READ_SECONDS = 2.0, 120.0
LEAST_SPREAD = 0.001
"""Articles that are all alike tell nothing apart; those of laws spread over some 0.02."""
AT_ONCE = 16
"""Texts read at once: as many as keep the processor busy and still let a person see that it goes on."""
_ALONE = {"OPENBLAS_NUM_THREADS": "1"}
_BESIDE = _ALONE | {"OMP_NUM_THREADS": str(max(1, (os.cpu_count() or 1) // 2))}
"""A question leaves the kiosk's screen half of the processor."""


class LibrarySense:
    """kiosk.content.policy.likeness.Sense over one library's vectors; starts at once, and answers when it is ready."""

    def __init__(self, vectors: bytes) -> None:
        hello = json.dumps({"vectors": base64.b64encode(vectors).decode()}).encode()
        self._worker = LineWorker(
            WORKER, without="policies are found by words alone: no sentence model", environment=_BESIDE,
            hello=lambda: (hello,))  # fmt: skip
        self._worker.start()

    def likeness(self, question: str, articles: Sequence[int]) -> Likeness | None:
        line = json.dumps({"ask": question, "of": list(articles)}).encode()
        try:
            answer = self._worker.ask(line, ANSWER_SECONDS)
        except WorkerDied as error:
            log.warning("the sentence model did not answer (%s): found by words alone", error)
            return None
        if answer is None:
            return None
        told = json.loads(answer)
        if told["spread"] < LEAST_SPREAD:
            return None
        nearest = dict(told["nearest"])
        return Likeness(
            told["mean"], told["spread"], dict(zip(articles, told["of"], strict=True)) | nearest, [*nearest]
        )

    def close(self) -> None:
        self._worker.close()


def vectors_of(texts: Sequence[str]) -> Iterator[list[bytes]]:
    """Vectors in the order of the texts, AT_ONCE a time. Raises LibraryError when the model cannot run here."""
    worker = LineWorker(WORKER, without="the sentence model cannot run", environment=_ALONE)
    try:
        for at in range(0, len(texts), AT_ONCE):
            answer = worker.ask(json.dumps({"texts": texts[at : at + AT_ONCE]}).encode(), READ_SECONDS)
            if answer is None:
                raise LibraryError("the sentence model cannot run on this machine (docs/policy-search.md)")
            made = base64.b64decode(json.loads(answer)["vectors"])
            yield [made[start : start + BYTES] for start in range(0, len(made), BYTES)]
    except WorkerDied as error:
        raise LibraryError(f"the sentence model stopped: {error}") from error
    finally:
        worker.close()
