"""Keeps the kiosk process alive: a dead or hung one is back within 5 s, for ever; and hears the red button for it.

    kiosk run ── exec ──▶ supervisor ── starts ──▶ kiosk process (a process group of its own)
                           ▲  │  ▲                     │  │
                           │  │  └─ one byte a second ─┘  │  from the UI thread, through a pipe
                           │  └───── a press, a line ────▶│  through a pipe to the alarm lane's thread
    red button ── device ──┘◀──── "taken", its id ────────┘  once it is on the disk or at the hub

The child calls `Heart.from_environment()` and then `beat()` each second from its UI thread. No beat for 3 s after the
first one, or no first one within the grace of a start, is a hang: the whole group is killed and started anew. A death
with exit code 0 or 2 is deliberate and ends the supervisor with that code; any other is an accident.

The red button has one reader, so that one press is one alarm: this process, which outlives the other. A press carries
its alarm's id and stays here, and in a small file, until the kiosk has said that it is safe; each new kiosk process is
given what is not, and the id makes a second telling harmless.

Standard library only, and run without site-packages (`command`), so that it stays under 10 MB.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time

from kiosk.supervisor.button import AGAIN_SECONDS, BUTTON, ButtonDevice, Line, Presses, drain

TYPE_CHECKING = False  # `typing` would cost a megabyte
if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping, Sequence
    from typing import NoReturn

HEART = "KIOSK_HEART_FD"
RESTARTS = "KIOSK_RESTARTS"  # how often the kiosk was brought back, for the child to report
DELIBERATE = (0, 2)
BEAT_SECONDS = 1.0
HURRY_SECONDS = 0.5  # the longest pause before a restart while somebody waits for help
STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
FORWARDED = (signal.SIGUSR1, signal.SIGUSR2)


class Heart:
    """The child's end of the pipe."""

    def __init__(self, fd: int) -> None:
        os.set_blocking(fd, False)
        os.set_inheritable(fd, False)
        self._fd = fd

    @classmethod
    def from_environment(cls, environ: MutableMapping[str, str] = os.environ) -> Heart | None:
        """The heart given to this process, or None without a supervisor. Ask once: its name is removed."""
        fd = environ.pop(HEART, "")
        return cls(int(fd)) if fd else None

    def beat(self) -> bool:
        """Shows life. False when the supervisor is gone: nobody would restart this process, so it may choose to end."""
        try:
            os.write(self._fd, b".")
        except BlockingIOError:
            return True  # the pipe is full of beats not yet read
        except OSError:
            return False
        return True


def supervise(
    argv: Sequence[str],
    *,
    presses: Presses | None = None,
    clock: Callable[[], float] = time.monotonic,
    hang_seconds: float = 3.0,
    grace_seconds: float = 20.0,
    steady_seconds: float = 60.0,
    stop_seconds: float = 10.0,
    pauses: Sequence[float] = (0.0, 0.5, 1.0, 2.0, 4.0),
) -> int:
    """Runs `argv` until it ends deliberately or a signal asks to stop; returns the exit code. Main thread only.

    The n-th accident in a row is followed by the n-th pause, later ones by the last; a child that lived for
    `steady_seconds` starts the count anew. SIGTERM, SIGINT and SIGHUP reach the child as SIGTERM; it is killed after
    `stop_seconds`. SIGUSR1 and SIGUSR2 are passed on. The child reads nothing from the terminal.
    """
    with _Signals() as signals:
        accidents = restarts = 0
        while True:
            child = _Child(argv, restarts, clock, hang_seconds, grace_seconds, presses)
            code = child.watch(signals, stop_seconds)
            if signals.stopping:
                return max(code, 0)
            if code in DELIBERATE:
                return code
            accidents = 1 if clock() - child.started >= steady_seconds else accidents + 1
            restarts += 1
            pause = pauses[min(accidents, len(pauses)) - 1]
            if presses and presses.waiting:
                pause = min(pause, HURRY_SECONDS)
            _say(f"the kiosk {child.fate(code)} after {clock() - child.started:.1f} s; back in {pause:g} s")
            if signals.wait_for_stop(pause, clock, presses):
                return 0


def replace_process(argv: Sequence[str], button: ButtonDevice | None = None, memory: str = "") -> NoReturn:
    """Turns this process into the supervisor of `argv`, without what this process has loaded.

    `memory` is the file in which presses of the `button` survive.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, command(argv, button, memory))  # noqa: S606  # no shell is wanted


def command(argv: Sequence[str], button: ButtonDevice | None = None, memory: str = "") -> list[str]:
    """How to start the supervisor of `argv`: without site-packages, so that it stays small."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120 - memory
    words = ["--button", button.words, memory] if button else []
    begin = "import sys; sys.path.append(sys.argv.pop(1)); from kiosk.supervisor.watch import main; main()"
    return [sys.executable, "-I", "-S", "-c", begin, root, *words, *argv]


class _Signals:
    """Signals as bytes in a pipe, so that one poll waits for everything."""

    def __init__(self) -> None:
        self.stopping = False
        self.read_fd, self._write_fd = os.pipe()
        for fd in (self.read_fd, self._write_fd):
            os.set_blocking(fd, False)

    def __enter__(self) -> _Signals:
        self._wakeup = signal.set_wakeup_fd(self._write_fd, warn_on_full_buffer=False)
        wanted = (signal.SIGCHLD, *STOPS, *FORWARDED)
        self._before = {number: signal.signal(number, lambda *_: None) for number in wanted}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup)
        os.close(self.read_fd)
        os.close(self._write_fd)

    def take(self) -> list[int]:
        """The signals since the last time, those to stop already noted."""
        got = list(drain(self.read_fd) or b"")
        self.stopping = self.stopping or any(number in STOPS for number in got)
        return got

    def wait_for_stop(self, seconds: float, clock: Callable[[], float], presses: Presses | None = None) -> bool:
        """Waits; True at once when asked to stop. A press ends the wait: nobody is left alone for a pause's sake."""
        until = clock() + seconds
        while not self.stopping and (left := until - clock()) > 0:
            _poll([self.read_fd, *(presses.fds() if presses else ())], min(left, AGAIN_SECONDS))
            self.take()
            if presses and presses.look():
                break
        return self.stopping


class _Child:
    """One life of the kiosk process."""

    def __init__(
        self,
        argv: Sequence[str],
        restarts: int,
        clock: Callable[[], float],
        hang_seconds: float,
        grace_seconds: float,
        presses: Presses | None,
    ) -> None:
        self._clock = clock
        self._line = Line(presses) if presses else None
        self._hang_seconds = hang_seconds
        self.hung = False
        self.started = clock()
        self._deadline = self.started + grace_seconds
        self._heart, given = os.pipe()
        os.set_blocking(self._heart, False)
        os.set_inheritable(given, True)
        environ = {**os.environ, HEART: str(given), RESTARTS: str(restarts)}
        if self._line:
            environ[BUTTON] = self._line.given
        quiet = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)]
        back = (signal.SIGPIPE, signal.SIGCHLD, *STOPS, *FORWARDED)
        try:
            self._pid = os.posix_spawnp(argv[0], list(argv), environ, file_actions=quiet, setpgroup=0, setsigdef=back)
        except OSError as error:
            _say(f"cannot start {argv[0]}: {error.strerror}")
            self._pid = 0
        os.close(given)
        if self._line:
            self._line.begin()

    def watch(self, signals: _Signals, stop_seconds: float) -> int:
        """Waits for the end and returns the exit code, negative for a signal's number; nothing of the group is left."""
        fds = [signals.read_fd, self._heart]
        stop_sent = False
        try:
            while self._pid:
                code = self._ended()
                if code is not None:
                    return code
                now = self._clock()
                if signals.stopping and not stop_sent:
                    stop_sent, self._deadline = True, now + stop_seconds
                    os.kill(self._pid, signal.SIGTERM)
                self._feel(fds, stop_sent)
                if now >= self._deadline:
                    self.hung = True
                    self._kill()
                line = self._line
                _poll([*fds, *(line.fds() if line else ())], max(self._deadline - now, 0.05))
                if line:
                    line.carry()
                for number in signals.take():
                    if number in FORWARDED:
                        os.kill(self._pid, number)
            return 127
        finally:
            os.close(self._heart)
            if self._line:
                self._line.close()

    def fate(self, code: int) -> str:
        """How this life ended, in words."""
        if self.hung:
            return "hung"
        return f"was killed by signal {-code}" if code < 0 else f"died with code {code}"

    def _feel(self, fds: list[int], stop_sent: bool) -> None:
        """Takes the beats in; they are read before a hang is judged, however late this process itself was."""
        if self._heart not in fds:
            return
        beats = drain(self._heart)
        if beats is None:  # the child closed its end; the deadline or its death decides
            fds.remove(self._heart)
        elif beats and not stop_sent:
            self._deadline = self._clock() + self._hang_seconds

    def _ended(self) -> int | None:
        """The exit code once the child is dead; what it started itself dies with it."""
        if os.waitid(os.P_PID, self._pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            return None
        self._kill()  # before the child is reaped: until then its group's number cannot mean another's
        _, status = os.waitpid(self._pid, 0)
        return os.waitstatus_to_exitcode(status)

    def _kill(self) -> None:
        try:  # noqa: SIM105  # contextlib would cost memory
            os.killpg(self._pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def _poll(fds: list[int], seconds: float) -> None:
    poller = select.poll()
    for fd in fds:
        poller.register(fd, select.POLLIN)
    poller.poll(int(seconds * 1000) + 1)


def _say(line: str) -> None:
    """To the journal; a full or closed log must not stop a restart."""
    try:  # noqa: SIM105  # as above
        os.write(2, f"supervisor: {line}\n".encode())
    except OSError:
        pass


def main() -> NoReturn:
    """The supervisor's own command line: [--button WORDS MEMORY] PROGRAM …"""
    words = sys.argv[1:]
    button, words = (words[1:3], words[3:]) if words[:1] == ["--button"] else ([], words)
    sys.exit(supervise(words, presses=Presses.from_words(button)))
