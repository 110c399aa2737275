"""Speech made small: 16 kHz, one channel, 8 bits by the µ-law of ITU-T G.711: a minute is 960 KB, browsers play it.

No library: Python's own was removed with 3.13, and a codec of a sixth of the size would be one more dependency.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Sequence
from functools import cache

RATE = 16_000
_BIAS, _CLIP = 0x84, 32_635
_TAG = 7  # WAVE_FORMAT_MULAW


class Encoder:
    """Takes 16-bit samples as a microphone gives them and keeps them small. `rate` per second and channel."""

    def __init__(self, rate: int, channels: int) -> None:
        self._rate = rate
        self._channels = channels
        self._kept = bytearray()
        self._left = b""
        self._at = 0.0  # where in the next piece the next sample is taken, in frames

    def feed(self, data: bytes) -> float:
        """One more piece, cut anywhere; how loud it was, 0 to 1."""
        whole = self._left + data
        size = 2 * self._channels
        cut = len(whole) - len(whole) % size
        self._left = whole[cut:]
        frames = array("h", whole[:cut])[:: self._channels]
        if not frames:
            return 0.0
        taken = self._resampled(frames)
        self._kept += encoded(taken)
        return max(max(frames), -min(frames)) / 32_768

    def file(self) -> bytes:
        """All of it as a WAV file; b"" when nothing came."""
        return wav(bytes(self._kept)) if self._kept else b""

    def _resampled(self, frames: Sequence[int]) -> Sequence[int]:
        """Every sample, or the nearest ones where the microphone has another rate: good enough for speech."""
        if self._rate == RATE:
            return frames
        step = self._rate / RATE
        count = max(0, int((len(frames) - self._at - 1e-9) // step) + 1) if self._at < len(frames) else 0
        taken = [frames[int(self._at + n * step)] for n in range(count)]
        self._at += count * step - len(frames)
        return taken


def encoded(samples: Sequence[int]) -> bytes:
    """One byte for each sample."""
    return bytes(map(_table().__getitem__, samples))


def wav(samples: bytes) -> bytes:
    """A WAV file of µ-law samples."""
    form = struct.pack("<HHIIHHH", _TAG, 1, RATE, RATE, 1, 8, 0)
    pad = b"\0" * (len(samples) % 2)
    chunks = _chunk(b"fmt ", form) + _chunk(b"fact", struct.pack("<I", len(samples))) + _chunk(b"data", samples) + pad
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def seconds_of(sound: bytes) -> int:
    """How long such a file is, rounded up."""
    return -(-max(0, len(sound) - _HEADER) // RATE)


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data


_HEADER = len(wav(b""))


@cache
def _table() -> bytes:
    """µ-law of every sample; negative ones count from the end, as Python's own indexes do."""
    return bytes(_one(n if n < 32_768 else n - 65_536) for n in range(65_536))


def _one(sample: int) -> int:
    sign = 0x80 if sample < 0 else 0
    size = min(abs(sample), _CLIP) + _BIAS
    exponent = size.bit_length() - 8
    return ~(sign | exponent << 4 | size >> exponent + 3 & 0x0F) & 0xFF
