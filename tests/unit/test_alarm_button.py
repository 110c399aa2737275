"""The red button: what counts as a press, and that none is lost, whoever dies."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk import supervisor
from kiosk.adapters.alarm_button import DeviceButton, SupervisedButton, alarm_button, read_press
from kiosk.ports.alarm_button import Press
from kiosk.supervisor import button
from kiosk.supervisor.button import ButtonDevice, Presses, new_press
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[2]
ENTER, OTHER = 28, 57
CHILD = f"""
import os, sys, signal
sys.path.insert(0, {str(ROOT)!r})
from kiosk.supervisor import Heart
heart = Heart.from_environment(); heart.beat()
presses, answers = map(int, os.environ["KIOSK_BUTTON_FDS"].split(","))
told = int(sys.argv[1])
def say(text): os.write(told, f"{{text}}\\n".encode())
lines = iter(lambda: os.read(presses, 4096), b"")
say("here " + os.environ["KIOSK_RESTARTS"])
"""


def event(code: int = ENTER, value: int = 1, kind: int = 1) -> bytes:
    """struct input_event of a 64-bit machine."""
    fields = ((kind, 2), (code, 2), (value, 4))
    return bytes(16) + b"".join(number.to_bytes(size, sys.byteorder) for number, size in fields)


class Pipe:
    """A FIFO that stands for the device."""

    def __init__(self, path: Path) -> None:
        self.path = path
        os.mkfifo(path)
        self.fd = os.open(path, os.O_RDWR)  # a device is not gone when nobody presses

    def send(self, data: bytes) -> None:
        os.write(self.fd, data)

    def press(self) -> None:
        self.send(event() + event(0, 0, 0) + event(value=0))


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[Pipe]:
    made = Pipe(tmp_path / "device")
    yield made
    os.close(made.fd)


@pytest.fixture
def opened() -> Iterator[list[DeviceButton]]:
    made: list[DeviceButton] = []
    yield made
    for one in made:
        one.close()


# --- what a press is ---


@pytest.mark.parametrize(
    ("code", "sent", "pressed"),
    [
        (ENTER, event(ENTER), True),
        (ENTER, event(OTHER), False),
        (0, event(OTHER), True),
        (ENTER, event(ENTER, value=0), False),  # let go
        (ENTER, event(ENTER, value=2), False),  # it repeats because it is held
        (ENTER, event(ENTER, kind=4), False),  # a scan code is no key
        (ENTER, event(OTHER) + event(ENTER), True),
        (0, b"\xff" * 24, False),
    ],
)
def test_an_event_device_is_pressed_by_its_key_going_down(pipe: Pipe, code: int, sent: bytes, pressed: bool) -> None:
    device = ButtonDevice(str(pipe.path), "event", code)
    assert device.open()
    pipe.send(sent)
    assert device.pressed() is pressed
    assert not device.pressed()
    device.close()


def test_an_event_that_comes_in_two_pieces_is_one(pipe: Pipe) -> None:
    device = ButtonDevice(str(pipe.path))
    device.open()
    pipe.send(event()[:20])
    assert not device.pressed()
    pipe.send(event()[20:])
    assert device.pressed()
    device.close()


@pytest.mark.parametrize(("code", "down", "other"), [(0, b"\x00\x05", b"\x01\x00"), (5, b"\x00\x05", b"\x00\x04")])
def test_a_report_presses_once_until_it_is_let_go(pipe: Pipe, code: int, down: bytes, other: bytes) -> None:
    device = ButtonDevice(str(pipe.path), "report", code, byte=1)
    device.open()
    seen = []
    for report in (other, down, down, other, down, b""):
        if report:
            pipe.send(report)
        seen.append(device.pressed())
    assert seen == [False, True, False, False, True, False]
    device.close()


def test_a_device_in_one_word_comes_back_whole() -> None:
    device = ButtonDevice("/dev/input/by-id/usb-a:b-event-kbd", "event", 28, 3)
    again = ButtonDevice.from_words(device.words)
    assert (again.path, again.kind, again.code, again.byte) == (device.path, "event", 28, 3)


def test_a_device_that_is_not_there_can_be_probed_and_is_no_press(tmp_path: Path) -> None:
    device = ButtonDevice(str(tmp_path / "none"))
    assert device.probe() == "No such file or directory"
    assert not device.open()


def test_a_press_can_be_read_back_and_nonsense_is_none() -> None:
    press = read_press(new_press().strip())
    assert press is not None
    assert len(press.id) == len(press.event_id) == 36
    assert press.id != press.event_id
    assert press.id[14] == "7"
    assert press.at is not None
    for nonsense in (b"", b"a b c", b"\xff", b"a b c d e", b"a b c 1 1e99", new_press() + b" x"):
        assert read_press(nonsense) is None


# --- nothing is lost and nothing comes twice ---


def test_what_is_not_taken_outlives_the_supervisor(pipe: Pipe, tmp_path: Path) -> None:
    memory = str(tmp_path / "presses")
    presses = Presses(ButtonDevice(str(pipe.path)), memory)
    assert presses.fds()
    pipe.press()
    line = presses.look()
    assert line
    until(lambda: Presses(ButtonDevice("/nowhere"), memory).waiting == [line], "another supervisor knows it")
    presses.taken(line.split()[0] + b"\nsomebody-elses\n")
    until(lambda: presses.look() == b"" and not Presses(ButtonDevice("/nowhere"), memory).waiting, "it is forgotten")
    presses.device.close()


def test_a_press_outlives_a_supervisor_that_dies_while_it_is_written(
    pipe: Pipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writer is a process of its own, here one that goes on only when the next supervisor waits for it."""
    memory, gate = str(tmp_path / "presses"), str(tmp_path / "gate")
    os.mkfifo(gate)
    program = f"""
import os, select, signal, sys
sys.path.insert(0, {str(ROOT)!r})
from kiosk.supervisor import button
quick = button._remember
def held(path, lines):
    with open({gate!r}) as opened: opened.read()
    quick(path, lines)
presses = button.Presses(button.ButtonDevice({str(pipe.path)!r}), {memory!r})
button._remember = held
print("here", flush=True)
select.select(presses.fds(), [], [])
print(presses.look().decode().strip(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    opened: list[bool] = []

    def lock(fd: int) -> bool:
        ours = real(fd)
        if not ours and not opened:
            opened.append(True)
            Path(gate).write_text("", "utf-8")
        return ours

    real = button._lock
    monkeypatch.setattr(button, "_lock", lock)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as dying:
        assert dying.stdout is not None
        assert dying.stdout.readline() == "here\n"
        pipe.press()
        line = dying.stdout.readline().encode()
        dying.wait()
    assert Presses(ButtonDevice("/nowhere"), memory).waiting == [line]
    assert opened


def test_a_bounce_is_one_press(pipe: Pipe, tmp_path: Path) -> None:
    presses = Presses(ButtonDevice(str(pipe.path)), str(tmp_path / "presses"))
    presses.fds()
    pipe.press()
    assert presses.look()
    pipe.press()
    assert not presses.look()
    assert len(presses.waiting) == 1
    presses.device.close()


@pytest.mark.parametrize("spoilt", [b"", b"\0" * 4096, b"00000000 12\nabc", b"nonsense\n", b"zz zz\n", b"7 -3\nx"])
def test_a_spoilt_memory_is_passed_over(tmp_path: Path, spoilt: bytes) -> None:
    memory = tmp_path / "presses"
    memory.write_bytes(spoilt)
    assert Presses(ButtonDevice("/nowhere"), str(memory)).waiting == []
    assert memory.stat().st_size == 4096  # there is room for the day on which the disk is full


def test_a_memory_that_cannot_be_written_keeps_nobody_from_hearing(pipe: Pipe) -> None:
    presses = Presses(ButtonDevice(str(pipe.path)), "/proc/nowhere/presses")
    presses.fds()
    pipe.press()
    assert presses.look()
    presses.device.close()


class Supervised:
    """A real supervisor whose child says what it hears."""

    def __init__(self, pipe: Pipe, memory: Path, body: str) -> None:
        self._told, given = os.pipe()
        os.set_inheritable(given, True)
        child = [sys.executable, "-c", CHILD + body, str(given)]
        command = supervisor.command(child, ButtonDevice(str(pipe.path)), str(memory))
        self.process = subprocess.Popen(command, pass_fds=[given], stderr=subprocess.DEVNULL)
        os.close(given)
        self._rest = b""

    def heard(self) -> str:
        while b"\n" not in self._rest:
            assert select.select([self._told], [], [], 20)[0], "the child said nothing"
            self._rest += os.read(self._told, 4096)
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode()

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        os.close(self._told)


@pytest.fixture
def supervised(pipe: Pipe, tmp_path: Path) -> Iterator[Callable[[str], Supervised]]:
    made: list[Supervised] = []

    def make(body: str) -> Supervised:
        made.append(Supervised(pipe, tmp_path / "presses", body))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_a_press_while_the_kiosk_is_dead_reaches_the_next_and_only_until_it_is_taken(
    supervised: Callable[[str], Supervised], pipe: Pipe
) -> None:
    """The first dies at once, the second hears and dies without taking it, the third hears the same and takes it."""
    body = """
n = int(os.environ["KIOSK_RESTARTS"])
heard = [line for data in ([next(lines)] if n in (0, 1, 2) else []) for line in data.split(b"\\n") if b" " in line]
while n in (1, 2) and not heard:
    heard = [line for line in next(lines).split(b"\\n") if b" " in line]
if n == 0:
    os.kill(os.getpid(), 9)
if n == 1:
    say(heard[0].decode()); os.kill(os.getpid(), 9)
if n == 2:
    say(heard[0].decode()); os.write(answers, heard[0].split()[0] + b"\\n"); os.kill(os.getpid(), 9)
say("nothing" if not __import__("select").select([presses], [], [], 0)[0] or b" " not in next(lines) else "again")
signal.pause()
"""
    kiosk = supervised(body)
    assert kiosk.heard() == "here 0"
    pipe.press()
    assert kiosk.heard() == "here 1"
    first = kiosk.heard()
    assert kiosk.heard() == "here 2"
    assert kiosk.heard() == first
    assert kiosk.heard() == "here 3"
    assert kiosk.heard() == "nothing"


def test_a_press_while_the_kiosk_hangs_reaches_the_next(supervised: Callable[[str], Supervised], pipe: Pipe) -> None:
    body = """
if os.environ["KIOSK_RESTARTS"] == "0":
    os.kill(os.getpid(), signal.SIGSTOP)
while True:
    for line in next(lines).split(b"\\n"):
        if b" " in line: say(line.decode())
    heart.beat()
"""
    kiosk = supervised(body)
    assert kiosk.heard() == "here 0"
    pipe.press()
    assert kiosk.heard() == "here 1"
    assert read_press(kiosk.heard().encode()) is not None


# --- in the kiosk ---


def test_without_a_supervisor_the_kiosk_reads_it_itself(pipe: Pipe, opened: list[DeviceButton]) -> None:
    heard: list[Press] = []
    button = DeviceButton(ButtonDevice(str(pipe.path)), again=0.01)
    opened.append(button)
    button.start(heard.append)
    pipe.press()
    until(lambda: len(heard) == 1, "the press is heard")
    assert button.faults() == ()


def test_a_device_that_comes_later_is_found(tmp_path: Path, opened: list[DeviceButton]) -> None:
    heard: list[Press] = []
    button = DeviceButton(ButtonDevice(str(tmp_path / "late")), again=0.01)
    opened.append(button)
    button.start(heard.append)
    until(lambda: button.faults() == ("alarm_button",), "the desk hears of it")
    pipe = Pipe(tmp_path / "late")
    until(lambda: button.faults() == (), "it is there")
    pipe.press()
    until(lambda: heard, "the press is heard")
    os.close(pipe.fd)


def test_the_supervisors_button_tells_once_and_answers_once() -> None:
    presses, to = os.pipe()
    back, answers = os.pipe()
    environ = {"KIOSK_BUTTON_FDS": f"{presses},{answers}"}
    button = alarm_button(ButtonDevice("/nowhere"), environ)
    assert isinstance(button, SupervisedButton)
    assert environ == {}
    heard: list[Press] = []
    button.start(heard.append)
    line = new_press()
    os.write(to, b"gone\nnonsense\n" + line[:30])
    until(lambda: button.faults() == ("alarm_button",), "the desk hears of it")
    os.write(to, line[30:] + b"there\n")
    until(lambda: heard and button.faults() == (), "the press is heard")
    for press_id in ("another", heard[0].id, heard[0].id):
        button.taken(press_id)
    assert os.read(back, 4096).decode() == f"{heard[0].id}\n"
    button.close()
    button.close()
    for fd in (to, back):
        os.close(fd)


def test_a_supervisor_that_is_gone_ends_nothing() -> None:
    presses, to = os.pipe()
    back, answers = os.pipe()
    button = SupervisedButton(presses, answers)
    heard: list[Press] = []
    button.start(heard.append)
    os.write(to, new_press())
    until(lambda: heard, "the press is heard")
    os.close(to)
    os.close(back)
    before = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    button.taken(heard[0].id)
    signal.signal(signal.SIGPIPE, before)
    button.close()


def test_no_button_is_none() -> None:
    assert alarm_button(None, {}) is None
