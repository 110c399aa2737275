"""baresip 1.0 as a program of its own, for one call: started, told over its control port, ended.

The control port (module ctrl_tcp) takes netstrings of JSON on the loopback interface: {"command", "params", "token"},
and gives {"response", "ok", "data", "token"} and {"event", "type", "param"}. A player that cannot be opened ends the
call as it is answered (seen in 1.0), so it starts without any, and loudspeaker and microphone are joined later.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import stat
import subprocess
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any, Self

from kiosk.adapters.alarm_path.sip_probe import where
from kiosk.adapters.files import write_private
from kiosk.config import is_loopback
from kiosk.errors import PathFailed

START_SECONDS = 3.0
ANSWER_SECONDS = 2.0
GOODBYE_SECONDS = 0.5  # for the other side's word to the end of the call; the next number waits meanwhile
MODULES = Path("/usr/lib/baresip/modules")
NEEDED = ("account", "g711", "aufile", "aubridge", "alsa", "uuid", "menu", "ctrl_tcp")
UNSAFE = re.compile(r'[\s;<>"\\,?&=%]')  # they would end the word in baresip's account line
SILENT = "aubridge,nobody"


class CallEvent(Enum):
    RINGING = auto()
    ESTABLISHED = auto()
    KEY = auto()
    CLOSED = auto()


EVENTS = {
    "CALL_RINGING": CallEvent.RINGING,
    "CALL_PROGRESS": CallEvent.RINGING,
    "CALL_ESTABLISHED": CallEvent.ESTABLISHED,
    "CALL_DTMF_START": CallEvent.KEY,
    "CALL_CLOSED": CallEvent.CLOSED,
}


@dataclass(frozen=True)
class Account:
    """`server` is host or host:port; `user` and the password (a file, mode 0600; None: none is asked for) are its."""

    server: str
    user: str
    password_file: Path | None = None
    program: str = "baresip"

    def password(self) -> str:
        """Raises PathFailed: unreadable, readable by others, or with a character that baresip cannot be given."""
        if self.password_file is None:
            return ""
        name = self.password_file.name
        try:
            if stat.S_IMODE(self.password_file.stat().st_mode) & 0o077:
                raise PathFailed(f"{name} may be read by others: chmod 600")
            word = self.password_file.read_text("utf-8").strip()
        except (OSError, ValueError) as error:
            raise PathFailed(f"{name} cannot be read") from error
        if not word or UNSAFE.search(word):
            raise PathFailed(f'{name} is empty, or holds a space or one of ; < > " \\ , ? & = %')
        return word

    def line(self) -> str:
        """As baresip's accounts file wants it."""
        word = self.password()
        known = f";auth_user={self.user};auth_pass={word}" if word else ""
        return f"<sip:{self.user}@{self.server}>{known};regint=0\n"


class Baresip:
    """A context; within it one call. `why` is what the other side said as it ended, `key` the key pressed last."""

    def __init__(self, account: Account, folder: Path, sound: Path) -> None:
        self._account = account
        self._folder = folder
        self._sound = sound
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._buffer = b""
        self._heard: deque[dict[str, Any]] = deque()
        self.why = ""
        self.key = ""

    def __enter__(self) -> Self:
        try:
            self._start()
        except OSError as error:
            self.kill()
            raise PathFailed(f"baresip cannot be started: {type(error).__name__}") from error
        except PathFailed:
            self.kill()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(PathFailed, OSError, subprocess.TimeoutExpired):
            self._tell("hangup", "")
            self._tell("quit", "")
            if self._process is not None:
                self._process.wait(GOODBYE_SECONDS)
        self.kill()

    def dial(self, number: str) -> None:
        """Returns at once; what comes of it are events."""
        digits = re.sub(r"[^0-9+]", "", number)
        said = self._ask("dial", f"sip:{digits}@{self._account.server}")
        if not said.get("ok"):
            raise PathFailed("baresip does not dial this number")

    def switch(self, command: str, device: str) -> bool:
        """`command` "ausrc" or "auplay": whether the call now takes its sound from, or gives it to, `device`."""
        said = self._ask(command, device)
        return bool(said.get("ok")) and not re.search("failed|no such", str(said.get("data", "")))

    def event(self, seconds: float) -> CallEvent | None:
        """The next thing that happened, None when nothing did for so long. Raises PathFailed when baresip died."""
        until = time.monotonic() + seconds
        while True:
            while self._heard:
                kind = self._understood(self._heard.popleft())
                if kind is not None:
                    return kind
            if not self._read(until - time.monotonic()):
                return None

    def kill(self) -> None:
        """From any thread, and again."""
        if self._line is not None:
            self._line.close()
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            process.kill()
        with suppress(subprocess.TimeoutExpired):
            process.wait(1.0)

    def _start(self) -> None:
        port = _free_port()
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(self._folder / "accounts", self._account.line().encode())
        write_private(self._folder / "config", self._config(port).encode())
        program = shutil.which(self._account.program)
        if program is None:
            raise PathFailed(f"no program {self._account.program}")
        self._process = subprocess.Popen(  # noqa: S603 - our own words; it dies with the thread that needs it
            [*_dying_with_us(), program, "-f", str(self._folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath, "HOME": str(self._folder), **_sound_environment()},
        )
        self._connect(port)

    def _connect(self, port: int) -> None:
        until = time.monotonic() + START_SECONDS
        while True:
            if self._process is None or self._process.poll() is not None:
                raise PathFailed("baresip ended as it was started")
            try:
                self._line = socket.create_connection(("127.0.0.1", port), 1.0)
            except ConnectionRefusedError:
                if time.monotonic() > until:
                    raise PathFailed("baresip does not open its control port") from None
                time.sleep(0.005)
            else:
                return

    def _config(self, port: int) -> str:
        here = ["net_interface 127.0.0.1"] if is_loopback(where(self._account.server)[0]) else []
        lines = [
            *here,
            f"ctrl_tcp_listen 127.0.0.1:{port}",
            f"audio_source aufile,{self._sound}",
            f"audio_player {SILENT}",
            f"audio_alert {SILENT}",
            "call_max_calls 1",
            f"module_path {MODULES}",
            *(f"module {name}.so" for name in NEEDED),
        ]
        return "\n".join(lines) + "\n"

    def _ask(self, command: str, params: str) -> dict[str, Any]:
        token = self._tell(command, params)
        until = time.monotonic() + ANSWER_SECONDS
        while True:
            for said in tuple(self._heard):
                if said.get("response") and said.get("token") == token:
                    self._heard.remove(said)
                    return said
            if not self._read(until - time.monotonic()):
                raise PathFailed("baresip does not answer")

    def _tell(self, command: str, params: str) -> str:
        token = f"{command}-{time.monotonic_ns()}"
        words = json.dumps({"command": command, "params": params, "token": token}).encode()
        try:
            if self._line is None:
                raise PathFailed("baresip has ended")
            self._line.sendall(b"%d:%s," % (len(words), words))
        except OSError as error:
            raise PathFailed("baresip has ended") from error
        return token

    def _read(self, seconds: float) -> bool:
        """Whether anything more was heard in time."""
        if seconds <= 0 or self._line is None:
            return False
        try:
            self._line.settimeout(seconds)
            got = self._line.recv(8192)
        except TimeoutError:
            return False
        except OSError as error:
            raise PathFailed("baresip has ended") from error
        if not got:
            raise PathFailed("baresip has ended")
        self._buffer += got
        self._heard.extend(self._words())
        return True

    def _words(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while True:
            size, colon, rest = self._buffer.partition(b":")
            if not colon or not size.isdigit() or len(rest) <= int(size):
                return found
            self._buffer = rest[int(size) + 1 :]
            with suppress(ValueError):
                said = json.loads(rest[: int(size)])
                if isinstance(said, dict):
                    found.append(said)

    def _understood(self, said: dict[str, Any]) -> CallEvent | None:
        kind = EVENTS.get(str(said.get("type", "")))
        if kind is CallEvent.CLOSED:
            self.why = str(said.get("param", ""))
        elif kind is CallEvent.KEY:
            self.key = str(said.get("param", ""))
        return kind


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _dying_with_us() -> tuple[str, ...]:
    """A kiosk that is killed must not leave its microphone open in somebody's ear."""
    program = shutil.which("setpriv")
    return (program, "--pdeathsig", "KILL") if program else ()


def _sound_environment() -> dict[str, str]:
    """What ALSA needs to find the machine's loudspeaker and microphone."""
    wanted = ("XDG_RUNTIME_DIR", "ALSA_CONFIG_PATH", "PULSE_SERVER", "PIPEWIRE_RUNTIME_DIR")
    return {name: os.environ[name] for name in wanted if name in os.environ}
