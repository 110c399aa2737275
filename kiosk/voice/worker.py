"""The voice worker, a small process of its own: `python -m kiosk.voice.worker`.

One JSON object a line on standard input, one a line on standard output, in the same order:

    {"id": 7, "text": "您好", "rate": 170, "volume": 100, "language": "zh_CN", "out": "/run/…/a.wav"}
    {"id": 7, "path": "/run/…/a.wav", "ms": 14}        or        {"id": 7, "error": "nothing to say"}

The first line out is {"ready": true}. A bad line is answered with an error; the end of the input ends the process.
Text is never logged: it may be personal.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.errors import VoiceError

if TYPE_CHECKING:
    from kiosk.voice.engine import Engine

Save = Callable[..., float]
LONGEST_LINE = 64 * 1024


def answer(line: bytes, save: Save) -> dict[str, object]:
    """What to reply to one line; never raises."""
    started = time.perf_counter()
    number: object = None
    try:
        job = _job(line)
        number = job.get("id")
        out = Path(str(job["out"]))
        save(
            str(job["text"]),
            out,
            rate=int(str(job.get("rate", 170))),
            volume=int(str(job.get("volume", 100))),
            language=str(job.get("language", "zh_CN")),
        )
    except VoiceError as error:
        return {"id": number, "error": str(error)}
    except (ValueError, KeyError, OSError, RecursionError) as error:
        return {"id": number, "error": f"bad job: {type(error).__name__}"}
    return {"id": number, "path": str(out), "ms": round((time.perf_counter() - started) * 1000)}


def _job(line: bytes) -> dict[str, object]:
    if len(line) > LONGEST_LINE:
        raise VoiceError("bad job: line too long")
    job = json.loads(line)
    if not isinstance(job, dict):
        raise ValueError("not an object")  # noqa: TRY004  # one kind of error for every bad line
    return job


def serve(lines: Iterable[bytes], reply: Callable[[bytes], object], save: Save) -> None:
    """Answers line by line until the input ends."""
    for line in lines:
        if line.strip():
            reply(json.dumps(answer(line, save), ensure_ascii=False).encode() + b"\n")


def main() -> int:
    stdout = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever a library prints must not reach the protocol
    from kiosk.voice.engine import Engine

    try:
        engine = Engine()
    except VoiceError as error:
        stdout.write(json.dumps({"ready": False, "error": str(error)}).encode() + b"\n")
        return 1
    _warm_up(engine)
    stdout.write(b'{"ready": true}\n')
    try:
        serve(sys.stdin.buffer, stdout.write, engine.save)
    except (BrokenPipeError, KeyboardInterrupt):
        return 0  # the kiosk has gone
    return 0


def _warm_up(engine: Engine) -> None:
    """Loads words, rules and voice data, so that the first sentence is as quick as the others."""
    engine.warm_up()
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    sys.exit(main())
