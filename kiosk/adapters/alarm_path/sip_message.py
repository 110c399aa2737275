"""What a telephone is played: the message as often as asked for, at 8 kHz, then silence while the voices are joined."""

from __future__ import annotations

import math
import wave
from array import array
from itertools import pairwise
from pathlib import Path

from kiosk.errors import PathFailed

RATE = 8000
PAUSE = 1.0  # seconds after each time
BEEPS = 3


def write(spoken: Path | None, out: Path, *, times: int, tail: float) -> float:
    """Makes `out`; how long the words last in it, in seconds. Without `spoken`, or when it cannot be read, beeps."""
    once = _read(spoken) if spoken is not None else None
    once = (once or _beeps()) + _silence(PAUSE)
    try:
        out.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with wave.open(str(out), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes((once * times + _silence(tail)).tobytes())
    except OSError as error:
        raise PathFailed("the message cannot be written") from error
    return len(once) * times / RATE


def _read(spoken: Path) -> array[int] | None:
    try:
        with wave.open(str(spoken), "rb") as file:
            if file.getsampwidth() != 2 or file.getnchannels() != 1:
                return None
            rate, samples = file.getframerate(), array("h", file.readframes(file.getnframes()))
    except (OSError, EOFError, wave.Error):
        return None
    return _at_eight(samples, rate) if samples else None


def _at_eight(samples: array[int], rate: int) -> array[int]:
    """Each sample of 8 kHz is the mean of those it stands for, which is all the filter a telephone needs."""
    step = rate / RATE
    if step <= 1:
        return array("h", (samples[int(n * step)] for n in range(int(len(samples) / step))))
    edges = [int(n * step) for n in range(int(len(samples) / step) + 1)]
    return array("h", (sum(samples[a:b]) // (b - a) for a, b in pairwise(edges)))


def _beeps() -> array[int]:
    tone = array("h", (int(9000 * math.sin(2 * math.pi * 880 * n / RATE)) for n in range(RATE // 2)))
    return (tone + _silence(0.5)) * BEEPS


def _silence(seconds: float) -> array[int]:
    return array("h", bytes(2 * int(seconds * RATE)))
