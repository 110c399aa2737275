"""A real kiosk process, a real hub process and their folders, for end-to-end tests. Everything stays on loopback."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kiosk.adapters.control import ask
from kiosk.config import DEMO_FILE
from kiosk.errors import KioskError
from tests.waiting import PATIENCE, until

RIDE_SPEED = 30.0  # how much faster than life the demo's rides go here


def free_port() -> int:
    """A port that was free a moment ago: a hub that comes back must come back at the same address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class House:
    """Folders and settings of one invented centre; starts and ends its programs, each by its own id."""

    def __init__(
        self, folder: Path, *, provider: str = "none", ways: str = "", outside: str = "", **settings: str
    ) -> None:
        self.folder = folder
        self.kiosk_folder = folder / "kiosk"
        self.config = folder / "district.toml"
        self.config.write_text(_district(provider) + ways, "utf-8")
        self.hub_config = self.config
        if outside:
            self.hub_config = folder / "hub.toml"
            self.hub_config.write_text(_in_earnest(_district(provider)) + outside, "utf-8")
        self.environ = {
            **os.environ,
            "SILVER_KEY_KIOSK_STATE_DIR": str(self.kiosk_folder),
            "SILVER_KEY_HUB_STATE_DIR": str(folder / "hub"),
            "SILVER_KEY_HUB_TLS": "false",
            "QT_QPA_PLATFORM": "offscreen",
            "SILVER_KEY_VOICE_RATE": "240",  # real speech, as quick as it goes: every test waits for it
            **{f"SILVER_KEY_{name.upper()}": value for name, value in settings.items()},
        }
        self._programs: list[subprocess.Popen[str]] = []
        self.move()

    def move(self) -> None:
        """The hub will be at another address from its next start."""
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environ["SILVER_KEY_HUB_PORT"] = str(self.port)

    def let_pass(self) -> Path:
        """A folder of its own for what programs write down in passing. Before the first start."""
        passing = self.folder / "passing"
        passing.mkdir()
        self.environ["TMPDIR"] = str(passing)
        return passing

    # programs

    def start_hub(self) -> subprocess.Popen[str]:
        """A hub that answers. In earnest it makes no database by itself."""
        if self.hub_config != self.config:
            made = self.start("hub", "migrate", "--config", str(self.hub_config))
            assert made.wait(PATIENCE) == 0, (self.folder / "log").read_text("utf-8")[-2000:]
        hub = self.start("hub", "serve", "--json", "--config", str(self.hub_config), pipe=True)
        assert hub.stdout is not None
        line = hub.stdout.readline()
        assert line, (self.folder / "log").read_text("utf-8")[-2000:]
        assert json.loads(line)["url"] == self.url
        return hub

    def start_kiosk(self, *, supervised: bool = False) -> subprocess.Popen[str]:
        """A kiosk that shows its first screen."""
        child = [] if supervised else ["--child"]
        kiosk = self.start("run", *child, "--config", str(self.config))
        until(lambda: self.look_or_none(), "the kiosk shows a screen")
        return kiosk

    def start(self, *words: str, pipe: bool = False) -> subprocess.Popen[str]:
        log = (self.folder / "log").open("a")
        program = subprocess.Popen(
            [sys.executable, "-m", "kiosk", *words],
            env=self.environ,
            stdout=subprocess.PIPE if pipe else log,
            stderr=log,
            text=True,
            start_new_session=True,
        )
        log.close()
        self._programs.append(program)
        return program

    def run(self, *words: str, stdin: str = "") -> dict[str, Any]:
        """A command that ends; its JSON."""
        done = subprocess.run(
            [sys.executable, "-m", "kiosk", *words, "--config", str(self.config), "--json"],
            env=self.environ,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    def kill(self, program: subprocess.Popen[str]) -> None:
        """The power goes: no goodbye. Its voice worker dies with it by itself."""
        program.send_signal(signal.SIGKILL)
        program.wait(PATIENCE)

    def close(self) -> None:
        for program in reversed(self._programs):
            if program.poll() is None:
                program.terminate()
        for program in self._programs:
            try:
                program.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()
            if program.stdout is not None:
                program.stdout.close()

    # set-up

    def join(self) -> dict[str, str]:
        """An account, the kiosk's enrolment; `desk` and `login` addresses."""
        done = subprocess.run(
            [sys.executable, "-m", "kiosk", "demo", "--prepare", self.url, "--config", str(self.config)],
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    # the resident

    def ask(self, **request: Any) -> dict[str, Any]:
        return ask(self.kiosk_folder, request)

    def look(self) -> dict[str, Any]:
        return self.ask(do="look")

    def look_or_none(self) -> dict[str, Any] | None:
        try:
            return self.look()
        except KioskError:
            return None

    def tap(self, name: str, *, leads_to: str = "") -> dict[str, Any]:
        """Tap the key `name`, again if the screen was too young to take it (U7), until `leads_to` is shown."""

        def tapped() -> dict[str, Any] | None:
            seen = self.look()
            if leads_to and seen["screen"] == leads_to:
                return seen
            if not any(n.startswith(name) for n in seen["names"]):
                return None
            self.ask(do="tap", name=name)
            return self._after_tap(seen, leads_to)

        return dict(until(tapped, f"{name} can be tapped" + (f" and leads to {leads_to}" if leads_to else "")))

    def _after_tap(self, before: dict[str, Any], leads_to: str) -> dict[str, Any] | None:
        def changed() -> dict[str, Any] | None:
            seen = self.look()
            if leads_to:
                return seen if seen["screen"] == leads_to else None
            return seen if self._face(seen) != self._face(before) else None

        try:
            return dict(until(changed, "the screen changes", 1.5))
        except AssertionError:
            return None

    @staticmethod
    def _face(seen: dict[str, Any]) -> tuple[Any, Any]:
        """Without the title bar, where the clock goes on and who is on duty becomes known."""
        return seen["screen"], seen["names"][1:]

    def sees(self, text: str, seconds: float = PATIENCE) -> dict[str, Any]:
        """Waits until `text` is among what is shown."""

        def shown() -> dict[str, Any] | None:
            seen = self.look()
            return seen if any(text in name for name in [seen["title"], *seen["names"]]) else None

        return dict(until(shown, f"{text} is shown", seconds))

    def hears(self, text: str, seconds: float = PATIENCE) -> None:
        """Waits until `text` has been spoken."""
        until(lambda: any(text in said for said in self.look()["spoken"]), f"{text} is spoken", seconds)

    def status(self, kind: str = "taxi") -> str:
        """The status of the newest live request of this kind, "" when none lives."""
        of_kind = [r for r in self.look()["requests"] if r["kind"] == kind]
        return str(of_kind[-1]["status"]) if of_kind else ""


@contextmanager
def house(
    folder: Path, *, provider: str = "none", ways: str = "", outside: str = "", **settings: str
) -> Iterator[House]:
    """`provider` "none": a person finds the car. `settings` are the environment's, e.g. alarm_countdown_seconds.

    `ways` and `outside` are more of the settings, in TOML: the kiosk's, and those of its hub, which is in earnest then,
    since the demo's tells nobody outside.
    """
    made = House(folder, provider=provider, ways=ways, outside=outside, **settings)
    try:
        yield made
    finally:
        made.close()


def _district(provider: str) -> str:
    """The demo's district, with another ride provider."""
    text = DEMO_FILE.read_text("utf-8")
    assert text.count('kind = "demo"') == 1
    return text.replace('kind = "demo"', f'kind = "{provider}"\nscale = {RIDE_SPEED}')


def _in_earnest(district: str) -> str:
    """The same district without the demo and its hospitals."""
    assert district.count("demo = true") == 1
    return district.replace("demo = true", "demo = false").partition("[[hub.hospital]]")[0]
