"""The voice port: the fake and the real worker keep the same promises; and what only the real one can break."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.adapters.sound_files import whole
from kiosk.adapters.voice import WorkerVoice
from kiosk.adapters.voice_worker import VoiceWorker
from kiosk.errors import VoiceError
from kiosk.ports.voice import Sound, Voice
from tests.fakes.voice import FakeVoice

STUBBORN = """
import json, os, sys, pathlib
print('{"ready": true}', flush=True)
for line in sys.stdin:
    job = json.loads(line)
    mark = pathlib.Path(sys.argv[1])
    if not mark.exists():
        mark.write_text("")
        if sys.argv[2] == "dies":
            os._exit(1)
        sys.stdin.read()
    print(json.dumps({"id": 0, "path": "stale"}), flush=True)
    print(json.dumps({"id": job["id"], "path": job["out"]}), flush=True)
"""
"""A worker that dies or falls silent at its first job, and says something stale before each answer."""


@pytest.fixture(params=["fake", "real"])
def voice(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Voice]:
    made: Voice = FakeVoice() if request.param == "fake" else WorkerVoice(tmp_path / "cache", session_root=tmp_path)
    yield made
    made.close()


@pytest.fixture
def real(tmp_path: Path) -> Iterator[WorkerVoice]:
    (tmp_path / "session").mkdir()
    voice = WorkerVoice(tmp_path / "cache", session_root=tmp_path / "session")
    yield voice
    voice.close()


def say(
    voice: Voice, text: str = "您好，请坐。", *, keep: bool = False, rate: int = 170, language: str = "zh_CN"
) -> Sound:
    return voice.make(text, rate=rate, language=language, keep=keep)


def seconds(path: Path) -> float:
    with wave.open(str(path)) as sound:
        return float(sound.getnframes() / sound.getframerate())


def test_what_may_be_kept_is_kept_and_the_rest_is_not(voice: Voice) -> None:
    assert say(voice, keep=True).kept
    assert not say(voice, keep=False).kept


def test_dropping_and_forgetting_raise_nothing(voice: Voice) -> None:
    voice.start()
    sound = say(voice)
    voice.drop(sound)
    voice.drop(sound)
    voice.forget()
    voice.forget()


def test_a_sentence_is_as_long_as_it_should_be(real: WorkerVoice) -> None:
    """U13: at 170 characters a minute, a minute holds 150 to 190 characters of kiosk sentences."""
    texts = [
        "您的车还有三分钟到，请在门口等。",
        "请到二楼内科诊室看病，不着急，慢慢走。",
        "请您稍等，志愿者马上就来帮您。",
    ]
    characters = sum(sum("一" <= c <= "龥" for c in text) for text in texts)
    length = sum(seconds(say(real, text).path) for text in texts)
    assert 150 <= characters / length * 60 <= 190


def test_slower_takes_longer(real: WorkerVoice) -> None:
    slow, usual, fast = (seconds(say(real, rate=rate).path) for rate in (90, 170, 240))
    assert slow > usual * 1.3
    assert fast < usual * 0.9


def test_a_change_of_rate_falls_on_its_own_sentence(real: WorkerVoice) -> None:
    """Through pyttsx3's own loop it fell on the one after."""
    lengths = [seconds(say(real, rate=rate).path) for rate in (240, 90, 240, 90)]
    assert lengths[:2] == pytest.approx(lengths[2:], rel=0.01)
    assert lengths[0] < lengths[1] * 0.6


def test_english_is_said_with_an_english_voice(real: WorkerVoice) -> None:
    assert 0.8 < seconds(say(real, "Please wait at the door.", language="en").path) < 4


def test_kept_sound_is_made_once_and_a_torn_one_again(real: WorkerVoice) -> None:
    first = say(real, keep=True).path
    stamp = first.stat().st_ino
    assert say(real, keep=True).path.stat().st_ino == stamp
    first.write_bytes(first.read_bytes()[:-100])
    assert not whole(first)
    assert whole(say(real, keep=True).path)


def test_another_rate_or_language_is_another_sound(real: WorkerVoice) -> None:
    paths = {say(real, "OK", keep=True, rate=r, language=x).path for r in (150, 170) for x in ("zh_CN", "en")}
    assert len(paths) == 4


def test_s3_personal_sound_never_reaches_the_disk_and_is_gone_after_the_session(
    real: WorkerVoice, tmp_path: Path
) -> None:
    heard, dropped = say(real, "王阿姨，您好。").path, say(real, "王阿姨，再见。")
    real.drop(dropped)
    assert heard.exists()
    assert not dropped.path.exists()
    real.forget()
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []
    assert say(real).path.exists()


def test_recordings_come_first(tmp_path: Path) -> None:
    folder = tmp_path / "recordings"
    (folder / "zh_CN").mkdir(parents=True)
    (folder / "zh_CN" / "phrases.json").write_text('{"您好": "hello.wav"}', encoding="utf-8")
    with wave.open(str(folder / "zh_CN" / "hello.wav"), "wb") as file:
        file.setparams((1, 2, 22050, 0, "NONE", ""))
        file.writeframes(b"\1\0" * 100)
    voice = WorkerVoice(tmp_path / "cache", recordings=folder, command=["/bin/false"])
    assert say(voice, "您好") == Sound(folder / "zh_CN" / "hello.wav")


def test_a_cache_that_cannot_be_written_keeps_nothing_and_all_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    voice = WorkerVoice(tmp_path / "file" / "cache", session_root=tmp_path)
    sound = say(voice, keep=True)
    assert not sound.kept
    assert seconds(sound.path) > 0
    voice.close()


def test_a_worker_that_was_killed_is_there_again(real: WorkerVoice) -> None:
    say(real)
    killed = real.worker_pid
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    assert seconds(say(real).path) > 0
    assert real.worker_pid != killed


@pytest.mark.parametrize("how", ["dies", "hangs"])
def test_a_worker_that_fails_in_the_middle_of_a_job_is_asked_anew(tmp_path: Path, how: str) -> None:
    worker = VoiceWorker([sys.executable, "-c", STUBBORN, str(tmp_path / "mark"), how], timeout=0.3)
    out = tmp_path / "a.wav"
    assert worker.make("您好", out, rate=170, language="zh_CN") == out
    worker.close()


@pytest.mark.parametrize(
    "command",
    [
        ["/bin/false"],
        ["/nonexistent/worker"],
        [sys.executable, "-c", "print('nonsense')"],
        [sys.executable, "-c", """print('{"ready": false, "error": "no voice data"}')"""],
    ],
)
def test_a_worker_that_does_not_start_is_a_voice_error(tmp_path: Path, command: list[str]) -> None:
    worker = VoiceWorker(command)
    with pytest.raises(VoiceError):
        worker.make("您好", tmp_path / "a.wav", rate=170, language="zh_CN")
    worker.close()


def test_nothing_to_say_is_a_voice_error_and_the_worker_lives(real: WorkerVoice) -> None:
    say(real)
    worker = real.worker_pid
    for text in ("", "。", "好" * 6000):
        with pytest.raises(VoiceError):
            say(real, text)
    assert real.worker_pid == worker


def test_closed_is_closed(real: WorkerVoice) -> None:
    say(real)
    worker = real.worker_pid
    real.close()
    with pytest.raises(VoiceError):
        say(real)
    assert worker is not None
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def talk(lines: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "kiosk.voice.worker"], input=lines, capture_output=True, timeout=60)


def test_the_worker_outlives_bad_lines_and_ends_with_its_input(tmp_path: Path) -> None:
    good = f'{{"id": 2, "text": "您好", "out": "{tmp_path / "a.wav"}"}}\n'
    done = talk(b'{nope\n[]\n\xff\n{"id": 1}\n' + good.encode())
    replies = done.stdout.splitlines()
    assert done.returncode == 0
    assert replies[0] == b'{"ready": true}'
    assert [b"error" in r for r in replies[1:]] == [True] * 4 + [False]


def test_the_worker_is_small() -> None:
    """The aim is 200 MB for all of the kiosk's processes; the voice may have 40 of them."""
    worker = VoiceWorker()
    worker.start()
    try:
        rollup = Path(f"/proc/{worker.pid}/smaps_rollup").read_text()
    finally:
        worker.close()
    pss = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    assert pss < 40_000
