"""Card readers: one card is read once, noise is bounded, a device that goes is found again."""

from __future__ import annotations

import os
import pty
import queue
import termios
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

import pytest

from kiosk.adapters.card_reader_device import DeviceReader
from kiosk.adapters.card_reader_lines import LEAST, CardLines
from kiosk.domain.card import make
from kiosk.ports.card_reader import LONGEST
from tests.fakes.clock import FakeClock
from tests.waiting import until

CODE = make(Random(1))
NOISE = Random(2).randbytes(10 * 1024)


class Desk:
    """Card lines under a clock that the test turns."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.read: list[str] = []
        self.lines = CardLines(self.clock.monotonic, self.read.append)

    def type(self, text: str, gap: float = 0.01) -> None:
        for letter in text:
            self.clock.advance(gap)
            self.lines.end() if letter == "\n" else self.lines.letter(letter)


def test_a_card_is_read_once_though_it_is_scanned_twice_in_a_moment() -> None:
    desk = Desk()
    desk.type(f"{CODE}\n{CODE}\n")
    assert desk.read == [CODE]
    desk.clock.advance(2)
    desk.type(f"{CODE}\n")
    assert desk.read == [CODE, CODE]


def test_slow_fingers_and_slips_are_no_card() -> None:
    desk = Desk()
    desk.type("ABCDEFGHIJ\n", gap=0.4)
    desk.type("AB\n")
    assert desk.read == []


def test_noise_is_bounded_and_told_once() -> None:
    desk = Desk()
    desk.type("x" * 10_240 + "\n")
    assert [len(code) for code in desk.read] == [LONGEST + 1]


def test_noise_with_line_ends_in_it_is_told_once_and_the_next_card_is_read() -> None:
    desk = Desk()
    desk.type("abcdefgh\n" * 1200)
    assert desk.read == ["abcdefgh"]
    desk.clock.advance(1.1)
    desk.type(f"{CODE}\n")
    assert desk.read[1:] == [CODE]


def test_nothing_of_a_card_is_held_when_it_has_been_read() -> None:
    desk = Desk()
    desk.type(f"{CODE}\n")
    assert CODE not in repr(vars(desk.lines))


@pytest.fixture
def line(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """The end that a reader's hardware writes to, and the device's path."""
    master, slave = pty.openpty()
    path = tmp_path / "reader"
    path.symlink_to(os.ttyname(slave))
    os.close(slave)
    yield master, path
    os.close(master)


def test_a_serial_reader_gives_its_lines_whatever_ends_them(line: tuple[int, Path]) -> None:
    master, path = line
    cards: queue.SimpleQueue[str] = queue.SimpleQueue()
    reader = DeviceReader(path, again=0.02)
    reader.start(cards.put)
    try:
        until(lambda: _raw(master), "the line is raw")
        os.write(master, b"\x02" + CODE.encode() + b"\x03\r\n")
        assert cards.get(timeout=10) == CODE
    finally:
        reader.close()
        reader.close()


def test_a_reader_without_line_ends_is_understood_by_its_silence(line: tuple[int, Path]) -> None:
    master, path = line
    cards: queue.SimpleQueue[str] = queue.SimpleQueue()
    reader = DeviceReader(path, again=0.02)
    reader.start(cards.put)
    try:
        until(lambda: _raw(master), "the line is raw")
        os.write(master, CODE.encode())
        assert cards.get(timeout=10) == CODE
    finally:
        reader.close()


def test_a_reader_that_is_pulled_out_is_told_to_the_desk_and_found_when_it_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "reader"
    cards: queue.SimpleQueue[str] = queue.SimpleQueue()
    reader = DeviceReader(path, again=0.02)
    reader.start(cards.put)
    try:
        for _ in range(2):
            until(lambda: reader.faults() == ("card_reader",), "the desk hears of it")
            master, slave = pty.openpty()
            path.symlink_to(os.ttyname(slave))
            until(lambda: reader.faults() == (), "it is found")
            until(partial(_raw, master), "the line is raw")
            os.close(slave)
            os.write(master, NOISE[:2000] + b"\n")
            assert LEAST <= len(cards.get(timeout=10)) <= LONGEST + 1
            path.unlink()
            os.close(master)
    finally:
        reader.close()


def _raw(master: int) -> bool:
    return not termios.tcgetattr(master)[3] & termios.ICANON
