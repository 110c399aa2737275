"""Words for pinyin, from libgooglepinyin (Apache-2.0; Debian: libgooglepinyin0), which lives in a process of its own.

Where it dies over an input it is started again and asked for less; where it is not installed there are no words, and
letters, topic pictures and messages go on without it.
"""

from __future__ import annotations

import json
from pathlib import Path

from kiosk.adapters.line_worker import LineWorker, WorkerDied
from kiosk.content.typing.candidate import Candidate

WORKER = Path(__file__).with_name("candidates_worker.py")
LONGEST, SAFE = 24, 10
"""Letters that are asked for at once; where the decoder dies over them, so many."""
ANSWER_SECONDS = 2.0
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz'")


class PinyinCandidates:
    """kiosk.ports.candidates."""

    def __init__(self, library: str = "") -> None:
        arguments = [library] if library else []
        self._worker = LineWorker(WORKER, *arguments, without="no words for pinyin; install libgooglepinyin0")

    @property
    def available(self) -> bool:
        return self._worker.available

    def find(self, letters: str, most: int) -> tuple[Candidate, ...]:
        if not letters or not _LETTERS.issuperset(letters) or letters.startswith("'"):
            return ()
        for length in dict.fromkeys((min(len(letters), LONGEST), min(len(letters), SAFE))):
            found = self._ask(letters[:length], most)
            if found is not None:
                return found
        return ()

    def close(self) -> None:
        self._worker.close()

    def _ask(self, letters: str, most: int) -> tuple[Candidate, ...] | None:
        """None when the decoder died over it."""
        try:
            answer = self._worker.ask(f"{letters} {most}".encode(), ANSWER_SECONDS)
        except WorkerDied:
            return None
        return tuple(Candidate(str(word), int(used)) for word, used in json.loads(answer or b"[]"))
