"""The telephone as a way out for the alarm, with real programs on loopback: baresip calls, sipp answers (R4).

How long each part took is printed (`pytest -s`); docs/emergency.md has the figures.
"""

from __future__ import annotations

import math
import os
import shutil
import time
import wave
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.adapters.alarm_path import SipPath, SipSetting
from kiosk.adapters.alarm_path.sip_program import Account
from kiosk.errors import PathFailed, VoiceError
from kiosk.ports.alarm_path import AlarmNote, PathStep, Step
from kiosk.services.alarm.paths import Attempt, Paths
from tests.faults.count import figure
from tests.peers.sipp import BUSY, HERE, LEAVES, NOBODY, NONE, PRESSES, TALKS, free_port, telephones
from tests.unit.services.test_alarm_paths import FakePath
from tests.waiting import until

NOTE = AlarmNote("id-1", "一号机", "一楼大厅", 12)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with telephones(tmp_path_factory.mktemp("sipp")) as where:
        yield where


@pytest.fixture
def spoken(tmp_path: Path) -> Path:
    """A tone of 0.4 s, as the voice worker writes its files."""
    path = tmp_path / "spoken.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(22050)
        tone = (int(8000 * math.sin(n / 8)) for n in range(22050 * 2 // 5))
        file.writeframes(b"".join(n.to_bytes(2, "little", signed=True) for n in tone))
    return path


class Heard:
    """What was told, with its time."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.steps: list[tuple[float, PathStep]] = []

    def __call__(self, step: PathStep) -> None:
        self.steps.append((time.monotonic() - self.began, step))

    @property
    def words(self) -> list[tuple[str, int, str]]:
        return [(step.step.value, step.number, step.reason) for _, step in self.steps]

    def at(self, step: Step, number: int = 1) -> float:
        return next(at for at, one in self.steps if (one.step, one.number) == (step, number))


def path(server: str, to: tuple[str, ...], folder: Path, spoken: Path, **more: float) -> SipPath:
    quick = {"reach": 0.6, "ring": 1.0, "talk": 0.8}
    setting = SipSetting(Account(server, "kiosk"), to, folder / "telephone", sound="none", times=1, **(quick | more))
    return SipPath("duty-phone", setting, lambda: spoken)


def always() -> bool:
    return True


def test_somebody_picks_up_and_hears_the_message(server: str, tmp_path: Path, spoken: Path) -> None:
    heard = Heard()
    path(server, (TALKS,), tmp_path, spoken, talk=20.0).send(NOTE, heard, always)
    assert heard.words == [("calling", 1, ""), ("answered", 1, ""), ("ended", 1, "")]
    figure("R4", f"from the decision to call to established: {1000 * heard.at(Step.ANSWERED):.0f} ms")
    figure("R4", f"the message of 1.4 s, twice, and the call's end: {heard.at(Step.ENDED):.2f} s")


def test_only_the_key_means_that_a_person_comes(server: str, tmp_path: Path, spoken: Path) -> None:
    heard = Heard()
    path(server, (PRESSES, TALKS), tmp_path, spoken).send(NOTE, heard, always)
    assert heard.words == [("calling", 1, ""), ("answered", 1, ""), ("confirmed", 1, ""), ("ended", 1, "")]


@pytest.mark.parametrize(
    ("number", "why"), [(BUSY, "busy"), (NOBODY, "no answer"), (NONE, "no such number")], ids=["busy", "nobody", "none"]
)
def test_what_does_not_answer_is_followed_by_the_next_number(
    number: str, why: str, server: str, tmp_path: Path, spoken: Path
) -> None:
    heard = Heard()
    path(server, (number, PRESSES), tmp_path, spoken).send(NOTE, heard, always)
    assert heard.words[:4] == [("calling", 1, ""), ("failed", 1, why), ("calling", 2, ""), ("answered", 2, "")]
    took = heard.at(Step.CALLING, 2) - heard.at(Step.CALLING, 1)
    figure("R4", f"{why}: the next number {took:.2f} s after the first (a telephone may ring 1.0 s here)")


def test_an_unreachable_server_is_given_up_long_before_baresip_would_say_so(tmp_path: Path, spoken: Path) -> None:
    heard = Heard()
    with pytest.raises(PathFailed, match="nobody answered"):
        path(f"{HERE}:{free_port()}", (TALKS,), tmp_path, spoken).send(NOTE, heard, always)
    assert heard.words == [("calling", 1, ""), ("failed", 1, "unreachable")]
    figure(
        "R4",
        f"unreachable: given up after {heard.at(Step.FAILED):.2f} s (0.6 s are set here; baresip says so after 32 s)",
    )


def test_who_hangs_up_without_the_key_is_followed_by_the_next(server: str, tmp_path: Path, spoken: Path) -> None:
    """It may have been an answering machine."""
    heard = Heard()
    path(server, (LEAVES, PRESSES), tmp_path, spoken).send(NOTE, heard, always)
    assert [(step, number) for step, number, _ in heard.words] == [
        ("calling", 1),
        ("answered", 1),
        ("ended", 1),
        ("calling", 2),
        ("answered", 2),
        ("confirmed", 2),
        ("ended", 2),
    ]


def test_it_stops_ringing_once_somebody_is_coming(server: str, tmp_path: Path, spoken: Path) -> None:
    heard, wanted = Heard(), [True]

    def told(step: PathStep) -> None:
        heard(step)
        wanted[0] = False

    path(server, (NOBODY, TALKS), tmp_path, spoken, ring=30.0).send(NOTE, told, lambda: wanted[0])
    assert heard.words == [("calling", 1, ""), ("ended", 1, "not needed any more")]


def test_without_a_microphone_the_message_goes_on(
    server: str, tmp_path: Path, spoken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(_asoundrc(tmp_path, "")))
    made = path(server, (TALKS,), tmp_path, spoken, talk=2.0)
    heard = Heard()
    replace(made, setting=replace(made.setting, sound="alsa,nothing")).send(NOTE, heard, always)
    assert heard.words == [("calling", 1, ""), ("answered", 1, ""), ("deaf", 1, "no microphone"), ("ended", 1, "")]


@pytest.mark.parametrize("afraid", [False, True], ids=["loud", "afraid"])
def test_after_the_message_both_can_talk(
    afraid: bool, tmp_path: Path, spoken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ALSA's own file device stands for the sound card: what the microphone hears goes out, what comes in is played.

    The other side sends everything back, so the loudspeaker must hear the microphone's sound and not only the message:
    its level, 0x4000, is 0x4200 after the A-law of the line, a "B" in each sample. And not a sound beside somebody who
    is afraid.
    """
    microphone, loudspeaker = tmp_path / "microphone.raw", tmp_path / "loudspeaker.raw"
    microphone.write_bytes(b"\x00\x40" * 8000 * 60)
    device = f"""
    pcm.ear {{ type file slave.pcm "null" file "/dev/null" infile "{microphone}" format raw }}
    pcm.mouth {{ type file slave.pcm "null" file "|tr -cd B > {loudspeaker}" format raw }}
    pcm.duty {{ type asym playback.pcm "mouth" capture.pcm "ear" }}
    """
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(_asoundrc(tmp_path, device)))
    with telephones(tmp_path, "-rtp_echo") as server:
        made = path(server, (PRESSES,), tmp_path, spoken, talk=1.0)
        heard = Heard()
        note = replace(NOTE, quiet=lambda: afraid)
        replace(made, setting=replace(made.setting, sound="alsa,duty")).send(note, heard, always)
    assert [step for step, _, _ in heard.words] == ["calling", "answered", "confirmed", "talking", "ended"]
    if afraid:
        assert not loudspeaker.exists(), "it was never opened"
    else:
        until(lambda: loudspeaker.stat().st_size > 4000, "the microphone's level came back")


def _asoundrc(folder: Path, device: str) -> Path:
    made = folder / "asound.conf"
    made.write_text(f"pcm.null {{ type null }}\nctl.null {{ type null }}\n{device}", "utf-8")
    return made


def test_a_program_that_dies_in_the_call_is_no_end_of_the_list(server: str, tmp_path: Path, spoken: Path) -> None:
    heard = Heard()
    made = path(server, (TALKS, PRESSES), tmp_path, spoken, talk=60.0)

    def told(step: PathStep) -> None:
        heard(step)
        if (step.step, step.number) == (Step.ANSWERED, 1):
            _kill_baresip_of(tmp_path)

    made.send(NOTE, told, always)
    assert ("ended", 1, "baresip has ended") in heard.words
    assert ("confirmed", 2, "") in heard.words


def _kill_baresip_of(folder: Path) -> None:
    for one in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = one.read_bytes().split(b"\0")
        except OSError:
            continue
        if words[0].endswith(b"baresip") and str(folder / "telephone").encode() in words:
            os.kill(int(one.parent.name), 9)


@pytest.mark.parametrize(
    ("program", "why"), [("/nowhere/baresip", "no program"), ("true", "ended as it was started")], ids=["none", "ends"]
)
def test_no_program_is_said_so(program: str, why: str, tmp_path: Path, spoken: Path) -> None:
    made = path(f"{HERE}:9", (TALKS,), tmp_path, spoken)
    broken = replace(made, setting=replace(made.setting, account=Account(f"{HERE}:9", "kiosk", program=program)))
    heard = Heard()
    with pytest.raises(PathFailed, match="nobody answered"):
        broken.send(NOTE, heard, always)
    assert why in heard.words[-1][2]


def test_a_voice_that_fails_is_replaced_by_beeps(server: str, tmp_path: Path, spoken: Path) -> None:
    def mute() -> Path:
        raise VoiceError

    heard = Heard()
    replace(path(server, (PRESSES,), tmp_path, spoken), message=mute).send(NOTE, heard, always)
    assert ("confirmed", 1, "") in heard.words
    with wave.open(str(tmp_path / "telephone" / "message.wav"), "rb") as file:
        assert any(file.readframes(file.getnframes()))


def test_the_probe_rings_nobody(server: str, tmp_path: Path, spoken: Path) -> None:
    path(server, (TALKS,), tmp_path, spoken, reach=3.0).probe()
    with pytest.raises(PathFailed, match=r"cannot be reached|does not answer"):
        path(f"{HERE}:{free_port()}", (TALKS,), tmp_path, spoken).probe()


@pytest.mark.parametrize(
    ("word", "mode", "why"),
    [("000000", 0o644, "read by others"), ("0 0", 0o600, "holds a space"), ("", 0o600, "is empty")],
    ids=["open", "unsafe", "empty"],
)
def test_the_password_is_kept_from_others(word: str, mode: int, why: str, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(word, "utf-8")
    file.chmod(mode)
    with pytest.raises(PathFailed, match=why):
        Account("sip.example", "kiosk", file).line()


def test_what_the_program_is_given_is_private(server: str, tmp_path: Path, spoken: Path) -> None:
    password = tmp_path / "password"
    password.write_text("000000\n", "utf-8")
    password.chmod(0o600)
    made = path(server, (PRESSES,), tmp_path, spoken)
    replace(made, setting=replace(made.setting, account=Account(server, "kiosk", password))).send(NOTE, Heard(), always)
    folder = tmp_path / "telephone"
    assert {name: (folder / name).stat().st_mode & 0o777 for name in ("accounts", "config")} == {
        "accounts": 0o600,
        "config": 0o600,
    }
    assert folder.stat().st_mode & 0o777 == 0o700
    assert "auth_pass=000000" in (folder / "accounts").read_text("utf-8")


def test_r4_one_telephone_after_the_other_and_the_lamp_beside_them(server: str, tmp_path: Path, spoken: Path) -> None:
    """Two SIP paths share the one microphone; a lamp disturbs neither. Both telephones fail, and each says so."""
    first = path(f"{HERE}:{free_port()}", (TALKS,), tmp_path / "a", spoken)
    second = replace(path(server, (PRESSES,), tmp_path / "b", spoken), name="second-phone")
    lamp, told = FakePath("lamp"), list[Attempt]()
    began, times = time.monotonic(), list[float]()

    def hear(attempt: Attempt) -> None:
        times.append(time.monotonic() - began)
        told.append(attempt)

    paths = Paths([first, second, lamp], retry_seconds=30.0)
    paths.begin(NOTE, always, hear)
    until(lambda: any(one.step is Step.ENDED for one in told), "the second telephone's call has ended")
    paths.close()
    steps = [(one.path, one.step.value) for one in told if one.path != "lamp"]
    assert steps[:4] == [
        ("duty-phone", "calling"),
        ("duty-phone", "failed"),
        ("second-phone", "calling"),
        ("second-phone", "answered"),
    ]
    lamp_at = next(at for at, one in zip(times, told, strict=True) if one.path == "lamp")
    next_at = next(at for at, one in zip(times, told, strict=True) if one.path == "second-phone")
    assert lamp_at < next_at
    figure(
        "R4",
        f"from an unreachable telephone path to the next one: {next_at:.2f} s, the lamp after {1000 * lamp_at:.0f} ms",
    )


def test_the_real_programs_are_here() -> None:
    """A machine without them would prove nothing: packaging/apt-test.txt."""
    assert shutil.which("baresip"), "baresip"
    assert shutil.which("sipp"), "sip-tester"
