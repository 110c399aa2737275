"""`kiosk hub` as a program: it serves, makes accounts and codes, and says what is wrong in one line."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from kiosk.hub.migrations import HEAD
from kiosk.protocol.enrolment import ca_fingerprint, decode
from tests.waiting import PATIENCE

CONFIG = """
[hub]
port = {port}
tls = {tls}
state_dir = "{folder}"
"""
ADD = ("user", "add", "wang", "--role", "duty", "--display-name", "王阿姨", "--password-stdin")
PASSWORD = "placeholder-words-of-a-test"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(CONFIG.format(port=0, tls="false", folder=tmp_path / "hub"), "utf-8")
    return path


def hub(config: Path, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kiosk", "hub", *words, "--config", str(config)]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False, timeout=60)


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return done.stderr


@contextmanager
def served(config: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "kiosk", "hub", "serve", "--json", "--config", str(config)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, json.loads(process.stdout.readline())["url"]
        finally:
            process.kill()


def test_a_hub_from_nothing_to_an_enrolment_code(config: Path) -> None:
    assert "kiosk hub migrate`" in one_line(hub(config, "serve"))
    assert json.loads(hub(config, "migrate", "--json").stdout) == {"before": "", "after": HEAD}
    made = hub(
        config, "user", "add", "wang", "--role", "duty", "--display-name", "王阿姨", "--password-stdin", stdin=PASSWORD
    )
    assert made.returncode == 0, made.stderr
    again = hub(
        config, "user", "add", "wang", "--role", "duty", "--display-name", "王阿姨", "--password-stdin", stdin=PASSWORD
    )
    assert "no account was made" in one_line(again)
    assert "address is not known" in one_line(hub(config, "enrol"))
    with served(config) as (process, url):
        assert httpx.get(f"{url}/v1/health", timeout=PATIENCE).json()["ok"] is True
        told = json.loads(hub(config, "enrol", "--json").stdout)
        code = decode(told["code"])
        assert (code.url, code.ca_sha256, told["url"]) == (url, "", url)
        shown = hub(config, "enrol", "--name", "王阿姨")
        assert decode(shown.stdout.splitlines()[-1].partition("kiosk enrol ")[2]).url == url
        assert "█" in shown.stdout
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_s12_there_is_no_default_password(config: Path) -> None:
    hub(config, "migrate")
    assert "no account was made" in one_line(hub(config, *ADD, stdin="\n"))


def test_a_password_with_the_name_in_it_is_refused_in_words_that_can_be_followed(config: Path) -> None:
    hub(config, "migrate")
    assert "must not contain the name to sign in with" in one_line(hub(config, *ADD, stdin="auntie-wang-2026\n"))


def test_the_authority_of_the_hub_is_told_and_copied_but_never_over_a_file(tmp_path: Path) -> None:
    config = tmp_path / "settings.toml"
    config.write_text(CONFIG.format(port=0, tls="true", folder=tmp_path / "hub"), "utf-8")
    told = json.loads(hub(config, "ca", "--json").stdout)
    pem = Path(told["file"]).read_text("ascii")
    assert told["sha256"] == ca_fingerprint(pem)
    copy = tmp_path / "silver-key-ca.crt"
    said = hub(config, "ca", "--save", str(copy)).stdout
    assert (copy.read_text("ascii"), "PRIVATE" in pem) == (pem, False)
    assert said.splitlines()[1].removeprefix("SHA-256 ").replace(":", "").lower() == told["sha256"]
    assert f"{copy}: File exists; name a new file" in one_line(hub(config, "ca", "--save", str(copy)))


def test_a_hub_without_tls_has_no_authority_to_tell(config: Path) -> None:
    assert "hub.tls is false" in one_line(hub(config, "ca"))


def test_settings_that_do_not_fit_are_one_line(config: Path) -> None:
    config.write_text(config.read_text("utf-8") + 'colour = "red"\n', "utf-8")
    done = hub(config, "serve")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "hub.colour" in done.stderr


def test_another_key_is_one_line(config: Path, tmp_path: Path) -> None:
    hub(config, "migrate")
    (tmp_path / "hub" / "hub.key").write_text("00" * 32)
    assert "another key" in one_line(hub(config, "serve"))


@pytest.mark.parametrize("words", [[], ["serve"], ["migrate"], ["user"], ["user", "add"], ["enrol"], ["ca"]])
def test_every_command_has_help(words: list[str]) -> None:
    command = [sys.executable, "-m", "kiosk", "hub", *words, "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.startswith("Usage: ")


def test_what_was_learned_is_given_away_as_xapi(config: Path) -> None:
    assert hub(config, "migrate").returncode == 0
    assert json.loads(hub(config, "xapi", "--json").stdout) == []
    assert hub(config, "xapi", "--since", "2026-01-31").stdout == "0 statements\n"
    bad = hub(config, "xapi", "--since", "yesterday")
    assert bad.returncode == 2
    assert "write it as 2026-01-31" in bad.stderr
