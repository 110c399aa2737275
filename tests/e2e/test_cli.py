"""Every command: help, and one line and a code that says so when it cannot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.cli import COMMANDS
from kiosk.config import DEMO_FILE
from tests.e2e.house import House, house

DISTRICT = DEMO_FILE.read_text("utf-8")


def kiosk(*words: str, home: House | None = None, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *words],
        env=home.environ if home else {**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )


def refused(done: subprocess.CompletedProcess[str], code: int) -> str:
    """The one line with which a command refused."""
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert lines
    return lines[-1]


@pytest.mark.parametrize(
    "words",
    [
        *[(name,) for name in sorted(COMMANDS)],
        ("hub", "serve"),
        ("hub", "migrate"),
        ("hub", "enrol"),
        ("hub", "user", "add"),
        ("speech", "read"),
        ("speech", "save"),
    ],
    ids=" ".join,
)
def test_every_command_has_help(words: tuple[str, ...]) -> None:
    done = kiosk(*words, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("Usage:")


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ('name = "一号机"\nnaem = "x"', "naem"),
        ('name = "一号机"\nnumber = "one"', "number"),
        ('name = "一号机"\nnumber = 0', "number"),
    ],
)
def test_wrong_settings_are_refused_with_file_and_key(tmp_path: Path, change: str, names: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(DISTRICT.replace('name = "一号机"', change).replace("\nnumber = 1\n", "\n", 1), "utf-8")
    line = refused(kiosk("run", "--config", str(file)), 2)
    assert str(file) in line
    assert names in line


def test_a_missing_settings_file_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "none.toml"
    assert str(missing) in refused(kiosk("run", "--config", str(missing)), 2)
    assert str(missing) in refused(kiosk("doctor", "--config", str(missing)), 2)
    assert str(missing) in refused(kiosk("hub", "serve", "--config", str(missing)), 2)


def test_the_doctor_before_and_after_enrolment(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        before = kiosk("doctor", "--json", "--config", str(home.config), home=home)
        found = {f["name"]: f for f in json.loads(before.stdout)}
        assert before.returncode == 1
        assert found["hub"]["state"] == "bad"
        assert "kiosk enrol CODE" in found["hub"]["mend"]
        home.start_hub()
        home.join()
        after = kiosk("doctor", "--json", "--config", str(home.config), home=home)
        found = {f["name"]: f for f in json.loads(after.stdout)}
        assert after.returncode == 0, after.stdout
        assert set(found) == {
            "display",
            "fonts",
            "sound",
            "voice",
            "database",
            "hub",
            "clock",
            "disk",
            "printer",
            "alarm",
            "button",
            "first aid",
        }
        assert found["hub"]["state"] == found["clock"]["state"] == found["voice"]["state"] == "ok"


def test_a_code_works_once_and_a_wrong_one_never(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        config = ("--config", str(home.config))
        home.start_hub()
        code = home.run("hub", "enrol", "--url", home.url)["code"]
        slip = code[:8] + ("X" if code[8] != "X" else "Y") + code[9:]
        refused(kiosk("enrol", slip, *config, home=home), 2)
        assert home.run("enrol", code)["hub_url"] == home.url
        assert "used" in refused(kiosk("enrol", code, *config, home=home), 1)


def test_an_account_needs_a_password_worth_its_name(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        home.run("hub", "migrate")
        assert home.run("hub", "migrate")["before"] == home.run("hub", "migrate")["after"]
        add = ("hub", "user", "add", "wang", "--role", "volunteer", "--display-name", "王阿姨", "--password-stdin")
        refused(kiosk(*add, "--config", str(home.config), home=home, stdin="\n"), 1)
        refused(kiosk(*add, "--config", str(home.config), home=home, stdin="12345\n"), 1)
        assert home.run(*add, stdin="a long enough phrase\n")["username"] == "wang"
        refused(kiosk(*add, "--config", str(home.config), home=home, stdin="a long enough phrase\n"), 1)


def test_a_demo_provider_outside_the_demo_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(DISTRICT.replace("demo = true", "demo = false"), "utf-8")
    assert "provider" in refused(kiosk("hub", "serve", "--config", str(file)), 2)
    file.write_text(DISTRICT.replace("demo = true", "demo = false").replace('kind = "demo"', 'kind = "none"'), "utf-8")
    assert "kiosk.demo" in refused(kiosk("demo", "--config", str(file)), 2)


def test_tour_and_audit_refuse_what_is_not_there(tmp_path: Path) -> None:
    assert "no screen" in refused(kiosk("tour", str(tmp_path / "out"), "--screen", "none"), 1)
    assert "no screen" in refused(kiosk("audit", "--screen", "none"), 1)
    file = tmp_path / "file"
    file.write_text("", "utf-8")
    assert refused(kiosk("tour", str(file / "out"), "--setting", "21-standard-light-zh_CN"), 1)


def test_a_picture_needs_a_demo(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        asked = kiosk("picture", str(tmp_path / "now.png"), "--config", str(home.config), home=home)
        assert "kiosk demo" in refused(asked, 1)
