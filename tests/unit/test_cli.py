"""A wrong word on the command line is one line that says where help is, for every command there is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from kiosk.bootstrap import called
from kiosk.cli import cli, run


def every(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield words
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from every(inner, (*words, name))


def the_line(capsys: pytest.CaptureFixture[str]) -> str:
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1, told.err
    return told.err.rstrip("\n")


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after `source .venv/bin/activate`."""
    monkeypatch.setattr(called, "kiosk_command", lambda: "kiosk")


@pytest.mark.usefixtures("plain")
def test_u18_every_command_refuses_what_it_does_not_know_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    seen = list(every(cli))
    assert ("hub", "user", "add") in seen
    for words in seen:
        assert run([*words, "--no-such-option"]) == 2
        help_ = " ".join(("kiosk", *words, "--help"))
        assert the_line(capsys) == f"kiosk: no such option '--no-such-option' (see: {help_})"


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("nonsense", "no such command 'nonsense' (see: kiosk --help)"),
        ("hub nonsense", "no such command 'nonsense' (see: kiosk hub --help)"),
        ("picture now.txt", "a picture is a PNG: name it now.png, not now.txt (see: kiosk picture --help)"),
        ("picture", "missing argument 'OUT' (see: kiosk picture --help)"),
        ("hub user add wang --role boss", "invalid value for '--role': 'boss' is not one of 'volunteer', 'duty', "),
        ("hub user add wang", "missing option '--role'. Choose from: volunteer, duty, administrator"),
    ],
)
def test_what_is_wrong_is_said(capsys: pytest.CaptureFixture[str], words: str, line: str) -> None:
    assert run(words.split()) == 2
    assert the_line(capsys).startswith(f"kiosk: {line}")


@pytest.mark.parametrize("words", [[], ["hub"], ["hub", "user"]])
def test_a_group_alone_shows_its_help(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert run(words) == 2
    assert capsys.readouterr().err.startswith("Usage: kiosk")
    assert run([*words, "--help"]) == 0
    assert capsys.readouterr().out.startswith("Usage: kiosk")


def test_a_hint_names_the_command_as_it_works_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    monkeypatch.setattr(sys, "executable", str(programs / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert called.as_called("run `kiosk hub migrate`") == "run `python -m kiosk hub migrate`"
    (programs / "kiosk").touch(0o755)
    assert called.as_called("run `kiosk hub migrate`") == "run `.venv/bin/kiosk hub migrate`"
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert called.kiosk_command() == str(programs / "kiosk")
    monkeypatch.setenv("PATH", str(programs))
    assert called.kiosk_command() == "kiosk"
