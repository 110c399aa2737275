"""Words for pinyin, from libgooglepinyin (Apache-2.0; Debian: libgooglepinyin0), which lives in a process of its own.

Where it dies over an input it is started again and asked for less; where it is not installed there are no words, and
letters, topic pictures and messages go on without it.
"""

from __future__ import annotations

import json
import logging
import os
import selectors
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from kiosk.content.typing.candidate import Candidate

log = logging.getLogger(__name__)
WORKER = Path(__file__).with_name("candidates_worker.py")
LONGEST, SAFE = 24, 10
"""Letters that are asked for at once; where the decoder dies over them, so many."""
START_SECONDS, ANSWER_SECONDS = 10.0, 2.0
DEATHS = 20
"""So often it is started anew, then it is left: something else is wrong."""
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz'")


class PinyinCandidates:
    """kiosk.ports.candidates."""

    def __init__(self, library: str = "") -> None:
        self._command = [sys.executable, "-I", str(WORKER), *([library] if library else [])]
        self._lock = threading.Lock()
        self._worker: subprocess.Popen[bytes] | None = None
        self._rest = b""
        self._deaths = 0
        self._missing = False

    @property
    def available(self) -> bool:
        with self._lock:
            return self._started() is not None

    def find(self, letters: str, most: int) -> tuple[Candidate, ...]:
        if not letters or not _LETTERS.issuperset(letters) or letters.startswith("'"):
            return ()
        with self._lock:
            for length in dict.fromkeys((min(len(letters), LONGEST), min(len(letters), SAFE))):
                found = self._ask(letters[:length], most)
                if found is not None:
                    return found
        return ()

    def close(self) -> None:
        with self._lock:
            self._missing = True
            self._end()

    # within the lock

    def _ask(self, letters: str, most: int) -> tuple[Candidate, ...] | None:
        """None when the decoder died over it."""
        worker = self._started()
        if worker is None or worker.stdin is None:
            return ()
        try:
            worker.stdin.write(f"{letters} {most}\n".encode())
            worker.stdin.flush()
            return tuple(Candidate(str(word), int(used)) for word, used in json.loads(self._line(ANSWER_SECONDS)))
        except (OSError, ValueError):
            self._deaths += 1
            self._end()
            return None

    def _started(self) -> subprocess.Popen[bytes] | None:
        if self._worker is None and not self._missing:
            try:
                self._start()
            except (OSError, ValueError) as error:
                log.warning("no words for pinyin (%s); install libgooglepinyin0", type(error).__name__)
                self._missing = True
                self._end()
        return self._worker

    def _start(self) -> None:
        if self._deaths >= DEATHS:
            raise OSError("the decoder died too often")
        self._rest = b""
        self._worker = subprocess.Popen(  # noqa: S603 - our own program
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/"
        )
        if self._line(START_SECONDS) != b"ready":
            raise OSError("the decoder did not start")

    def _line(self, seconds: float) -> bytes:
        """The next line of the answer. Raises OSError when none comes in time."""
        out = self._worker.stdout if self._worker else None
        if out is None:
            raise OSError("no decoder")
        until = time.monotonic() + seconds
        with selectors.DefaultSelector() as ready:
            ready.register(out, selectors.EVENT_READ)
            while b"\n" not in self._rest:
                part = os.read(out.fileno(), 65_536) if ready.select(max(0.0, until - time.monotonic())) else b""
                if not part:
                    raise OSError("the decoder said nothing")
                self._rest += part
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is None:
            return
        for pipe in (worker.stdin, worker.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        worker.kill()
        worker.wait()
