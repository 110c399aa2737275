"""What publishing commands are told alike: where it is published, which keys sign, for whom, in whose name."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kiosk.bootstrap.options import config_option, json_option
from kiosk.config import load
from kiosk.content.package.channels import CHANNELS
from kiosk.errors import ContentError
from kiosk.hub.content.folder import Folder
from kiosk.hub.content.keys import PASSPHRASE_RULE, check_passphrase, load_locked
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
channel_option = click.option(
    "--channel",
    type=click.Choice(CHANNELS),
    default="pilot",
    show_default=True,
    help="Which kiosks: try it on few first.",
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


def new_passphrases(names: Sequence[str], *, stdin: bool) -> list[str]:
    """One for each new key. A person reads the rule first and is asked again; raises ContentError for a program."""
    if not stdin:
        click.echo(f"{PASSPHRASE_RULE}; nobody can find it again", err=True)
    return [_new_passphrase(name, stdin=stdin) for name in names]


def _new_passphrase(name: str, *, stdin: bool) -> str:
    while True:
        said = passphrase(name, stdin=stdin, new=True)
        try:
            check_passphrase(said)
        except ContentError as error:
            if stdin:
                raise
            click.echo(str(error), err=True)
        else:
            return said


@dataclass(frozen=True)
class Signing:
    """What a command that signs is told: the publishing folder, the sticks or files of its keys, how it answers."""

    folder: Folder
    keys: tuple[Path, ...]
    stdin: bool
    as_json: bool

    def opened(self) -> list[CryptoSigner]:
        """The keys, unlocked. Raises ContentError."""
        locked = map(load_locked, self.keys)
        return [one.open(passphrase(one.name, stdin=self.stdin)) for one in locked]


@dataclass(frozen=True)
class Change(Signing):
    """What a command is told that changes what the kiosks of a channel are given."""

    channel: str
    by: str
    yes: bool

    def agreed(self, lines: Iterable[str], question: str) -> None:
        """Show what will happen and ask; ends the command when a person says no."""
        if self.yes:
            return
        for line in lines:
            click.echo(line, err=True)
        click.confirm(question, abort=True, err=True)

    def signed(self) -> Signed:
        """Raises ContentError."""
        return Signed(self.opened(), self.by or getpass.getuser(), now())


def signing_options(command: Callable[..., None]) -> Callable[..., None]:
    """--key, --passphrase-stdin, --repository, --config and --json, given to the command as `signing`."""

    @wraps(command)
    def told(**words: Any) -> None:
        signing = _signing(words)
        command(signing=signing, **words)

    return keys_option(stdin_option(repository_options(json_option(told))))


def change_options(command: Callable[..., None]) -> Callable[..., None]:
    """Those of `signing_options`, --channel, --by and --yes, given to the command as `change`."""

    @wraps(command)
    def told(*, channel: str, by: str, yes: bool, **words: Any) -> None:
        change = Change(**vars(_signing(words)), channel=channel, by=by, yes=yes)
        command(change=change, **words)

    named = by_option(yes_option(repository_options(json_option(told))))
    return channel_option(keys_option(stdin_option(named)))


def _signing(words: dict[str, Any]) -> Signing:
    """Taken out of the words of the command line."""
    folder = folder_from(words.pop("repository"), words.pop("config"))
    return Signing(folder, words.pop("keys"), words.pop("passphrase_stdin"), words.pop("as_json"))


def now() -> datetime:
    return datetime.now(UTC)
