"""`kiosk content keys`: the ceremony, its sheet, a lost key, the drill for one."""

from __future__ import annotations

import shutil
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from kiosk.bootstrap.content_drill import drilled
from kiosk.bootstrap.content_sheet import sheet
from kiosk.bootstrap.content_signing import (
    Signing,
    folder_from,
    new_passphrases,
    now,
    repository_options,
    signing_options,
    stdin_option,
)
from kiosk.bootstrap.options import emit, json_option
from kiosk.errors import ContentError
from kiosk.hub.content import ceremony
from kiosk.hub.content.folder import Folder
from kiosk.hub.content.keys import file_of, lock, name_of, new_signer
from kiosk.hub.content.repository import load
from kiosk.hub.content.roles import STICKS, THRESHOLD
from kiosk.hub.content.status import status as published_status
from kiosk.hub.owner import user_of


@click.group()
def keys() -> None:
    """Who signs: three keys on sticks of which two are needed, the administrator's, the hub's own."""


@keys.command("new")
@click.argument("sticks", nargs=STICKS, type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option(
    "--administrator",
    type=click.Path(path_type=Path),
    required=True,
    help="Where the administrator's key goes: a folder, or a file's name.",
)
@click.option(
    "--sheet",
    "paper",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("silver-key-ceremony.html"),
    show_default=True,
    help="The sheet to print, in this folder unless you name another.",
)
@stdin_option
@repository_options
@json_option
def new(
    sticks: tuple[Path, ...],
    administrator: Path,
    paper: Path,
    passphrase_stdin: bool,
    repository: Path | None,
    config: Path | None,
    as_json: bool,
) -> None:
    """Hold the ceremony: a key for each of three STICKS (folders), one for the administrator, and a sheet to print.

    Three people, each with a stick and a passphrase that nobody else knows. It takes a quarter of an hour, once.
    """
    folder = folder_from(repository, config)
    if folder.begun:
        raise ContentError(f"{folder.root}: the ceremony was held; see kiosk content keys --help")
    where = [*sticks, administrator]
    if len({path.resolve() for path in where}) != len(where):
        raise ContentError("three different sticks and another place for the administrator's key are needed")
    for path in where:
        if file_of(path).exists():
            raise ContentError(f"{path}: there is a key already; keys are never written over")
    names = [*(f"stick-{number}" for number in range(1, STICKS + 1)), "administrator"]
    said = new_passphrases(names, stdin=passphrase_stdin)
    signers = [new_signer(name) for name in names]
    for signer, words, path in zip(signers, said, where, strict=True):
        lock(signer, words, path)
    ceremony.hold(folder, signers[:STICKS], signers[STICKS], now())
    key = file_of(administrator).resolve()
    written = _print(folder, paper)
    data = {"repository": str(folder.root), "keys": names, "sheet": str(written), "administrator": str(key)}
    emit(as_json, data, f"{_whose(key)}\nprint {written}, sign it, and keep each stick with its own person")


@keys.command("status")
@repository_options
@json_option
def status(repository: Path | None, config: Path | None, as_json: bool) -> None:
    """Which keys sign what, how many of them are needed, and until when it is good."""
    found = published_status(folder_from(repository, config), now())
    data = [{**vars(role), "expires": role.expires.isoformat()} for role in found.roles]
    lines = []
    for role in found.roles:
        word = "OVER" if role.over else "soon over" if role.soon else "good"
        lines.append(
            f"{role.role:10} {word:9} until {role.expires:%Y-%m-%d}  {role.threshold} of {', '.join(role.keys)}"
        )
    emit(as_json, data, "\n".join(lines))


@keys.command("replace")
@click.argument("name")
@click.option(
    "--new", "to", type=click.Path(path_type=Path), help="The new stick's folder; not for the hub's own keys."
)
@signing_options
def replace(name: str, to: Path | None, signing: Signing) -> None:
    """A key that is lost or no longer to be trusted: NAME is stick-1 to stick-3, administrator or hub.

    Two keys on sticks sign it (--key twice). Kiosks hear of it at their next update; the old key opens nothing then.
    """
    folder = signing.folder
    _two(signing.keys)
    if (to is None) != (name == "hub"):
        raise ContentError("--new names the new stick's folder; for the hub's own keys it is left out")
    fresh = _fresh(folder, name)
    others = signing.opened()
    if name == "hub":
        ceremony.replace_hub(folder, others, now())
    else:
        (words,) = new_passphrases([fresh], stdin=signing.stdin)
        signer = new_signer(fresh)
        assert to is not None  # noqa: S101 - asked for above
        lock(signer, words, to)  # first: a key that is in force and nowhere kept would be lost at once
        try:
            if name == "administrator":
                ceremony.replace_administrator(folder, signer, others, now())
            else:
                ceremony.replace_stick(folder, name, signer, others, now())
        except Exception:
            file_of(to).unlink()
            raise
    emit(signing.as_json, {"replaced": name, "by": fresh}, f"{name} counts no more" + (f"; {fresh} does" if to else ""))


@keys.command("renew")
@signing_options
def renew(signing: Signing) -> None:
    """Sign for the full time again what these keys suffice for: two sticks 3 years, the administrator 1 year."""
    done = ceremony.renew(signing.folder, signing.opened(), now())
    emit(signing.as_json, {"renewed": list(done)}, f"signed anew: {', '.join(done)}")


@keys.command("drill")
@click.option("--lost", default="stick-3", show_default=True, help="The key that is pretended to be lost.")
@signing_options
def drill(lost: str, signing: Signing) -> None:
    """Practise a lost key with the two others, on a copy: a kiosk must follow, and the lost key must open nothing.

    Once a year is a good habit. Nothing is changed, nothing is published.
    """
    folder = signing.folder
    _two(signing.keys)
    others = signing.opened()
    with TemporaryDirectory(prefix="silver-key-drill-") as space, folder.locked() if folder.begun else nullcontext():
        shutil.copytree(folder.root, Path(space) / "copy", ignore=shutil.ignore_patterns("files"))
        drilled(Folder(Path(space) / "copy"), lost, others, Path(space) / "kiosk", now())
    told = f"the drill went well: without {lost} two keys made a new one, a kiosk followed. Nothing was changed."
    emit(signing.as_json, {"lost": lost, "ok": True}, told)


@keys.command("sheet")
@click.argument("paper", type=click.Path(path_type=Path, dir_okay=False))
@repository_options
def print_sheet(paper: Path, repository: Path | None, config: Path | None) -> None:
    """Write the ceremony's sheet again, with the keys of today, to PAPER (HTML, to print)."""
    written = _print(folder_from(repository, config), paper)
    click.echo(f"{written}: print it, sign it, keep it away from the sticks")


def _print(folder: Folder, paper: Path) -> Path:
    """Write the sheet; where it is. Raises ContentError."""
    try:
        paper.write_text(sheet(folder, now()), "utf-8")
    except OSError as error:
        wrong = error.strerror or error
        raise ContentError(
            f"{paper}: {wrong}; the keys are made, the sheet: `kiosk content keys sheet FILE`"
        ) from error
    return paper.resolve()


def _whose(key: Path) -> str:
    return f"the administrator's key is {key}, of the user {user_of(key)}: a hub that reads it there runs as that user"


def _two(paths: tuple[Path, ...]) -> None:
    if len({path.resolve() for path in paths}) < THRESHOLD:
        raise ContentError("two different keys on sticks sign this: give --key twice")


def _fresh(folder: Folder, name: str) -> str:
    """The new key's name: one that was never used here."""
    state = load(folder)
    if name == "administrator":
        _, _, number = name_of(ceremony.administrator_key(state)).rpartition("-")
        return f"administrator-{int(number) + 1 if number.isdigit() else 2}"
    numbers = [
        int(number) for key in ceremony.stick_keys(state) if (number := name_of(key).rpartition("-")[2]).isdigit()
    ]
    return f"stick-{max(numbers, default=STICKS) + 1}"
