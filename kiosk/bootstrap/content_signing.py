"""Options that publishing commands share: where it is published, which keys sign, in whose name."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kiosk.bootstrap.options import config_option
from kiosk.config import load
from kiosk.hub.content.folder import Folder
from kiosk.hub.content.keys import load_locked
from kiosk.hub.content.publish import Signed

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner

F = TypeVar("F", bound=Callable[..., Any])
keys_option = click.option(
    "--key",
    "keys",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    help="A stick's folder or a key's file; given again for a second key. Its passphrase is asked for.",
)
stdin_option = click.option(
    "--passphrase-stdin",
    is_flag=True,
    help="Read the passphrases from standard input, a line each, in the keys' order.",
)
by_option = click.option("--by", default="", help="In whose name, for the history; otherwise who is signed in here.")
yes_option = click.option("--yes", is_flag=True, help="Do not ask before it is done.")


def repository_options(command: F) -> F:
    """--repository and --config."""
    repository = click.option(
        "--repository",
        type=click.Path(path_type=Path, file_okay=False),
        help="The publishing folder; otherwise the hub's own (content in hub.state_dir).",
    )
    return repository(config_option(command))


def folder_from(repository: Path | None, config: Path | None) -> Folder:
    """The publishing folder. Raises SettingsError."""
    if repository is not None:
        return Folder(repository)
    return Folder(load(config, os.environ, hub_only=True).hub.state_dir / "content")


def passphrase(name: str, *, stdin: bool, new: bool = False) -> str:
    """Asked of a person, twice for a new key."""
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = click.prompt(f"Passphrase of {name}", hide_input=True, confirmation_prompt=new, err=True)
    return asked


def open_keys(paths: Sequence[Path], *, stdin: bool) -> list[CryptoSigner]:
    """The keys, unlocked. Raises ContentError."""
    opened = []
    for path in paths:
        locked = load_locked(path)
        opened.append(locked.open(passphrase(locked.name, stdin=stdin)))
    return opened


def signed(paths: Sequence[Path], by: str, *, stdin: bool) -> Signed:
    return Signed(open_keys(paths, stdin=stdin), by or getpass.getuser(), now())


def now() -> datetime:
    return datetime.now(UTC)


def agreed(lines: Iterable[str], question: str, *, yes: bool) -> None:
    """Show what will happen and ask; ends the command when a person says no."""
    if yes:
        return
    for line in lines:
        click.echo(line, err=True)
    click.confirm(question, abort=True, err=True)
