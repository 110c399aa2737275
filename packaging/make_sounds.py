"""Makes assets/sounds/chime.wav and ring.wav: a gentle bell for the room, and the ring of an alarm.

    python packaging/make_sounds.py

Sums of decaying sine waves, so that a hearing aid and an old ear get something between 500 and 2,000 Hz.
"""

from __future__ import annotations

import argparse
import math
import struct
import wave
from collections.abc import Sequence
from pathlib import Path

RATE = 22_050
SOUNDS = Path(__file__).resolve().parent.parent / "assets" / "sounds"
_PARTIALS = ((1.0, 1.0, 1.0), (2.0, 0.35, 1.7), (3.0, 0.12, 2.6))
"""Of a bell: multiple of the tone, loudness, how much faster it dies away."""
_LOUDEST = 0.6


def bell(tone: float, seconds: float, decay: float) -> list[float]:
    """One stroke: `tone` in Hz, `decay` is how many times a second it falls to a third."""
    samples = []
    for i in range(int(seconds * RATE)):
        t = i / RATE
        attack = min(1.0, t / 0.012)
        samples.append(
            attack * sum(a * math.exp(-decay * d * t) * math.sin(2 * math.pi * tone * m * t) for m, a, d in _PARTIALS)
        )
    return samples


def mixed(strokes: Sequence[tuple[float, list[float]]]) -> list[float]:
    """Strokes that begin at their seconds, brought to the same loudness; the last 20 ms fade out."""
    length = max(int(start * RATE) + len(stroke) for start, stroke in strokes)
    out = [0.0] * length
    for start, stroke in strokes:
        for i, value in enumerate(stroke, start=int(start * RATE)):
            out[i] += value
    loudest = max(abs(v) for v in out)
    fade = int(0.02 * RATE)
    return [v / loudest * _LOUDEST * min(1.0, (length - i) / fade) for i, v in enumerate(out)]


def chime() -> list[float]:
    """Two falling bells, a major third apart: 叮咚."""
    return mixed(((0.0, bell(659.3, 1.6, 3.2)), (0.42, bell(523.3, 1.7, 2.8))))


def ring() -> list[float]:
    """Three pairs of quick strokes and a rest; played again and again it rings."""
    strokes = []
    for start in (0.0, 0.5, 1.0):
        strokes += [(start, bell(880.0, 0.5, 7.0)), (start + 0.16, bell(1108.7, 0.5, 7.0))]
    return mixed((*strokes, (1.9, [0.0] * int(0.1 * RATE))))


def write(path: Path, samples: Sequence[float]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", round(v * 32767)) for v in samples))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=SOUNDS)
    folder = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "chime.wav", chime())
    write(folder / "ring.wav", ring())


if __name__ == "__main__":
    main()
