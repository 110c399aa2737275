"""The player port: the fake and QtMultimedia keep the same promises, with a sound device or without."""

from __future__ import annotations

import os
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from kiosk.adapters.player import QtPlayer
from kiosk.ports.player import Player
from tests.fakes.voice import FakePlayer

Ends = Callable[[Callable[[], bool]], None]


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return tone(tmp_path / "a.wav", 0.2)


def tone(path: Path, length: float) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 22050, 0, "NONE", ""))
        file.writeframes(b"\0\1\0\2" * int(22050 * length / 2))
    return path


class Bench:
    """A player, and how to wait until what it plays has ended."""

    def __init__(self, player: Player, qtbot: QtBot) -> None:
        self.player = player
        self._qtbot = qtbot
        self.ended: list[str] = []

    def play(self, path: Path, name: str, then: Callable[[], None] | None = None) -> None:
        def on_end() -> None:
            self.ended.append(name)
            if then is not None:
                then()

        self.player.play(path, 70, on_end)

    def wait_for(self, *names: str) -> None:
        if isinstance(self.player, FakePlayer):
            while self.player.playing:
                self.player.end()
        self._qtbot.waitUntil(lambda: self.ended == list(names), timeout=5000)


@pytest.fixture(params=["fake", "qt"])
def bench(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Bench]:
    player: Player = FakePlayer() if request.param == "fake" else QtPlayer()
    player.prepare()
    yield Bench(player, qtbot)
    player.close()


def test_it_says_once_when_the_sound_has_ended(bench: Bench, sound: Path) -> None:
    bench.play(sound, "a")
    assert bench.ended == []
    bench.wait_for("a")


def test_the_same_file_can_be_played_again(bench: Bench, sound: Path) -> None:
    bench.play(sound, "a", then=lambda: bench.play(sound, "b"))
    bench.wait_for("a", "b")


def test_what_was_stopped_or_replaced_says_nothing(bench: Bench, sound: Path) -> None:
    bench.play(sound, "stopped")
    bench.player.stop()
    bench.play(sound, "replaced")
    bench.play(sound, "c")
    bench.wait_for("c")


def test_stop_without_a_sound_does_nothing(bench: Bench) -> None:
    bench.player.stop()
    bench.player.stop()
    assert bench.ended == []


@pytest.mark.parametrize("content", [None, b"", b"RIFF", b"no sound at all" * 100])
def test_what_cannot_be_played_ends_too(qtbot: QtBot, tmp_path: Path, content: bytes | None) -> None:
    """Else one bad file would leave all the sentences after it unsaid."""
    path = tmp_path / "bad.wav"
    if content is not None:
        path.write_bytes(content)
    bench = Bench(QtPlayer(), qtbot)
    bench.play(path, "bad")
    bench.wait_for("bad")
    bench.play(tone(tmp_path / "good.wav", 0.1), "good")
    bench.wait_for("bad", "good")
    bench.player.close()


def test_it_keeps_time_without_a_device_and_names_the_one_it_has(qtbot: QtBot) -> None:
    player = QtPlayer()
    assert player.describe()
    assert player.available is (player.describe() != "no sound device")
    player.close()
    player.stop()
