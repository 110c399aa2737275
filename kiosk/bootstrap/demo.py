"""`kiosk demo`: a kiosk, its hub and an invented district on this machine."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from kiosk.adapters.hub.credentials import load as load_credentials
from kiosk.adapters.lock import StateInUse, StateLock
from kiosk.bootstrap.called import as_called
from kiosk.bootstrap.run import supervisor_command
from kiosk.config import DEMO_FILE, Settings, load
from kiosk.errors import KioskError, SettingsError
from kiosk.hub.settings import hub_settings

STOP_SECONDS = 12
VOLUNTEER = "demo"
VOLUNTEER_NAME = "王阿姨"  # a placeholder, as everywhere in the demo


def demo_settings(config: Path | None) -> Settings:
    """The invented district's settings, or those of `config`, which must say that they are a demonstration."""
    settings = load(config or DEMO_FILE, os.environ)
    if not settings.kiosk.demo:
        raise SettingsError(f"{settings.source}: kiosk.demo: true is needed for a demonstration")
    return settings


@click.command()
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="Another district (kiosk.demo = true).")
@click.option("--json", "as_json", is_flag=True, help="Print addresses as JSON lines.")
@click.option("--prepare", hidden=True, default="", help="Inside: make account, login and code for the hub at URL.")
def demo(config: Path | None, as_json: bool, prepare: str) -> None:
    """Run a kiosk, a hub and demo providers with an invented district. Everything says 演示; nothing leaves here.

    Prints the desk's address and a one-time login. Stop it with Ctrl-C.
    """
    from kiosk.ui.app import choose_platform

    settings = demo_settings(config)
    path = (config or DEMO_FILE).absolute()
    if prepare:
        from kiosk.bootstrap.demo_guest import prepare_guest

        click.echo(json.dumps(prepare_guest(settings, prepare, VOLUNTEER, VOLUNTEER_NAME)))
        return
    with _alone(settings):
        click.echo(
            "The kiosk opens; a few seconds later the desk's address stands here. Ctrl-C ends both.", err=as_json
        )
        if not choose_platform():
            unseen = "no display: the kiosk runs unseen; see it with `kiosk picture OUT.png`, tap with `kiosk tap NAME`"
            click.echo(as_called(unseen), err=as_json)
        code = _Demo(settings, path, as_json).run()
    sys.exit(code)


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """One demo at a time: two hubs on one database, with one kiosk, would show each other's rides."""
    try:
        lock = StateLock(settings.hub.state_dir)
    except StateInUse as error:
        raise SettingsError(_running_already(settings, error.holder)) from error
    with lock:
        yield


def _running_already(settings: Settings, holder: str) -> str:
    """Who, where its desk is (unless its hub is not up), and how to end it."""
    try:
        url = hub_settings(settings).served_at.read_text("utf-8").strip()
    except OSError:
        url = ""
    desk = f"; its desk is at {url}/desk" if url else ""
    return f"a demo is running already (process {holder}){desk}; end it with Ctrl-C where it was started"


class _Demo:
    """Starts kiosk and hub together: the window does not wait for the hub, as in life."""

    def __init__(self, settings: Settings, config: Path, as_json: bool) -> None:
        self._settings = settings
        self._config = config
        self._as_json = as_json
        self._stopping = False
        self._kiosk: subprocess.Popen[str] | None = None

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        supervised = supervisor_command(self._settings, self._config)
        serve = self._kiosk_command("hub", "serve", "--json")
        with _program(supervised) as kiosk, _program(serve, read=True, environ=self._hub_environ()) as hub:
            self._kiosk = kiosk
            if self._stopping:
                kiosk.terminate()
            threading.Thread(target=self._welcome, args=(hub,), daemon=True).start()
            code = kiosk.wait()
            return 0 if self._stopping else code

    def _stop(self, *_: object) -> None:
        self._stopping = True
        if self._kiosk is not None and self._kiosk.poll() is None:
            self._kiosk.terminate()

    def _welcome(self, hub: subprocess.Popen[str]) -> None:
        """Waits for the hub, joins it where that is needed, and says where the desk is."""
        line = hub.stdout.readline() if hub.stdout else ""
        if not line:
            self._say({"error": "hub"}, "the hub could not start; its reason is above. The kiosk goes on without it.")
            return
        try:
            guest = self._prepare(json.loads(line)["url"])
        except (KioskError, ValueError, KeyError) as error:
            self._say({"error": str(error)}, f"the demo's desk could not be made ready: {error}")
            return
        self._say(
            guest,
            f"值班台 desk:   {guest['desk']}\n一次性登录 one-time login, open it in a browser:\n  {guest['login']}",
        )

    def _hub_environ(self) -> dict[str, str]:
        """Any port will do, and the same one as last time best: kiosk and bookmarks know it."""
        known = load_credentials(self._settings.kiosk.state_dir)
        port = urlsplit(known.hub_url).port if known and self._settings.hub.port == 0 else None
        return {**os.environ, "SILVER_KEY_HUB_PORT": str(port)} if port and _is_free(port) else dict(os.environ)

    def _prepare(self, url: str) -> dict[str, Any]:
        command = self._kiosk_command("demo", "--prepare", url)
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
        if done.returncode:
            raise KioskError(done.stderr.strip() or "no reason given")
        return dict(json.loads(done.stdout))

    def _kiosk_command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "kiosk", *words, "--config", str(self._config)]

    def _say(self, facts: dict[str, Any], words: str) -> None:
        click.echo(json.dumps(facts, ensure_ascii=False) if self._as_json else words)
        sys.stdout.flush()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@contextmanager
def _program(
    command: list[str], *, read: bool = False, environ: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """A program of ours in a group of its own, ended with this one."""
    out = subprocess.PIPE if read else None
    started = subprocess.Popen(command, stdout=out, text=True, start_new_session=True, env=environ)  # noqa: S603 - ours
    with started as program:
        try:
            yield program
        finally:
            if program.poll() is None:
                program.terminate()
            try:
                program.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                program.kill()
