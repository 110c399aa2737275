"""Where sound files live."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import wave
from pathlib import Path

import pytest

from kiosk.adapters.sound_files import Recordings, SessionFolder, SoundCache, whole
from kiosk.errors import VoiceError


def sound(path: Path, frames: int = 100) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 22050, 0, "NONE", ""))
        file.writeframes(b"\1\0" * frames)
    return path


def tear(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])


def test_whole(tmp_path: Path) -> None:
    good = sound(tmp_path / "good.wav")
    assert whole(good)
    tear(good)
    assert not whole(good)
    assert not whole(sound(tmp_path / "empty.wav", frames=0))
    assert not whole(tmp_path / "missing.wav")


def test_recordings_are_found_by_their_text(tmp_path: Path) -> None:
    spoken = sound(tmp_path / "zh_CN" / "hello.wav")
    index = tmp_path / "zh_CN" / "phrases.json"
    index.write_text(json.dumps({"您好": "hello.wav", "逃": "../escape.wav", "无": "none.wav"}))
    sound(tmp_path / "escape.wav")
    recordings = Recordings(tmp_path)
    assert recordings.find("您好", "zh_CN") == spoken
    assert recordings.find("您好", "en") is None
    assert recordings.find("逃", "zh_CN") is None
    assert recordings.find("无", "zh_CN") is None
    tear(spoken)
    assert recordings.find("您好", "zh_CN") is None


@pytest.mark.parametrize("index", ["", "[1]", "{", "\x00", '"x"'])
def test_a_broken_index_is_an_empty_one(tmp_path: Path, index: str) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "phrases.json").write_text(index)
    assert Recordings(tmp_path).find("x", "en") is None


def test_the_cache_lets_the_longest_unused_go(tmp_path: Path) -> None:
    cache = SoundCache(tmp_path, limit=3000)
    for age, name in enumerate(["a.wav", "b.wav", "c.wav", "d.wav"]):
        path = sound(cache.path(name), frames=400)
        os.utime(path, (age, age))
        if name == "c.wav":
            assert cache.find("a.wav") == tmp_path / "a.wav"
        cache.added(path)
    assert sorted(p.name for p in tmp_path.glob("*.wav")) == ["a.wav", "d.wav"]


def test_a_torn_file_is_not_found(tmp_path: Path) -> None:
    cache = SoundCache(tmp_path, limit=10_000)
    tear(sound(cache.path("a.wav")))
    assert cache.find("a.wav") is None


def test_a_cache_without_a_folder_is_not_usable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not SoundCache(tmp_path / "file" / "cache", limit=10).usable()


def test_s3_nothing_is_left_of_a_session(tmp_path: Path) -> None:
    session = SessionFolder(tmp_path)
    first, second = sound(session.new()), sound(session.new())
    assert first != second
    session.drop(first)
    assert not first.exists()
    session.drop(tmp_path / "not-ours.wav")
    session.forget()
    assert list(tmp_path.iterdir()) == []
    assert session.new().parent != second.parent


def test_a_session_folder_is_for_the_kiosk_alone(tmp_path: Path) -> None:
    assert SessionFolder(tmp_path).new().parent.stat().st_mode & 0o077 == 0


def test_s3_what_a_killed_kiosk_left_is_swept_and_what_a_living_one_says_stays(tmp_path: Path) -> None:
    killed = (
        "import os, pathlib, sys; from kiosk.adapters.sound_files import SessionFolder;"
        "folder = SessionFolder(pathlib.Path(sys.argv[1])); path = folder.new(); path.write_text('021-00000000');"
        "print(path, flush=True); os.kill(os.getpid(), 9)"
    )
    told = subprocess.run([sys.executable, "-c", killed, str(tmp_path)], capture_output=True, text=True, check=False)
    left = Path(told.stdout.strip())
    assert left.exists()
    living = SessionFolder(tmp_path)
    said = living.new()
    said.write_text("")
    SessionFolder(tmp_path).sweep()
    assert not left.parent.exists()
    assert said.exists()
    living.forget()
    assert list(tmp_path.iterdir()) == []


def test_s3_sweeping_follows_no_link_and_touches_no_other_folder(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.wav").write_text("")
    (tmp_path / "silver-key-voice-link").symlink_to(other)
    SessionFolder(tmp_path).sweep()
    assert (other / "a.wav").exists()


def test_no_place_for_sound_is_a_voice_error(tmp_path: Path) -> None:
    with pytest.raises(VoiceError):
        SessionFolder(tmp_path / "missing").new()
