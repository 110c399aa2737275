"""Speech made small: the table of G.711, cut anywhere, at any rate, and never above what the hub takes."""

from __future__ import annotations

import math
import struct
from array import array
from itertools import pairwise

import pytest

from kiosk.adapters.mulaw import RATE, Encoder, encoded, seconds_of, wav
from kiosk.domain.voice_note import MAX_BYTES, MAX_SECONDS


def decoded(byte: int) -> int:
    """The other way round, as G.711 says."""
    code = ~byte & 0xFF
    size = (((code & 0x0F) << 3) + 0x84 << (code >> 4 & 7)) - 0x84
    return -size if code & 0x80 else size


def tone(rate: int, seconds: float = 0.5, channels: int = 1) -> bytes:
    one = [round(12_000 * math.sin(2 * math.pi * 440 * n / rate)) for n in range(int(rate * seconds))]
    return array("h", [sample for sample in one for _ in range(channels)]).tobytes()


def samples(sound: bytes) -> bytes:
    at = sound.index(b"data")
    return sound[at + 8 : at + 8 + struct.unpack("<I", sound[at + 4 : at + 8])[0]]


@pytest.mark.parametrize(("sample", "byte"), [(0, 0xFF), (32_767, 0x80), (-32_768, 0x00), (-1, 0x7F), (132, 0xEF)])
def test_the_table_is_that_of_g711(sample: int, byte: int) -> None:
    assert encoded([sample]) == bytes([byte])


def test_what_comes_back_is_close_to_what_went_in() -> None:
    for sample in range(-32_000, 32_000, 777):
        assert abs(decoded(encoded([sample])[0]) - sample) <= max(8, abs(sample) / 16)


@pytest.mark.parametrize(("rate", "channels"), [(RATE, 1), (48_000, 1), (44_100, 2), (RATE, 2)])
def test_any_microphone_becomes_one_channel_of_16_khz_cut_anywhere(rate: int, channels: int) -> None:
    data, encoder = tone(rate, channels=channels), Encoder(rate, channels)
    levels = [encoder.feed(data[at : at + 1_001]) for at in range(0, len(data), 1_001)]
    assert 0.3 < max(levels) < 0.4
    got = [decoded(byte) for byte in samples(encoder.file())]
    assert abs(len(got) - RATE / 2) <= 2
    crossings = sum(1 for a, b in pairwise(got) if a < 0 <= b)
    assert abs(crossings - 220) <= 2  # half a second of 440 Hz


def test_a_minute_is_within_what_the_hub_takes_and_nothing_is_no_file() -> None:
    whole = wav(bytes(RATE * MAX_SECONDS))
    assert len(whole) < MAX_BYTES
    assert seconds_of(whole) == MAX_SECONDS
    assert whole[:4] + whole[8:12] == b"RIFFWAVE"
    assert struct.unpack("<I", whole[4:8])[0] == len(whole) - 8
    assert Encoder(RATE, 1).file() == b""
