"""`kiosk content`: packages of lessons, policies and the like: written, checked, published, put on a kiosk."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.adapters.policy_cards import CARDS, read_files
from kiosk.bootstrap.content_keys import keys
from kiosk.bootstrap.content_kiosk import install, status
from kiosk.bootstrap.content_means import laws, means, opened, pictures
from kiosk.bootstrap.content_package import build, diff, new
from kiosk.bootstrap.content_publish import publish, rollback, stop
from kiosk.bootstrap.options import emit, json_option
from kiosk.bootstrap.plain_words import hard
from kiosk.content.package.archive import SUFFIX
from kiosk.content.package.check import check_package
from kiosk.content.package.manifest import FILE
from kiosk.content.policy.cards_check import Against, check_cards
from kiosk.content.policy.cards_reader import Fault


@click.group()
def content() -> None:
    """Content packages: made, checked, published, put on a kiosk (docs/content-format.md)."""


for command in (new, build, diff, publish, stop, rollback, install, status, keys):
    content.add_command(command)


@content.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH...]")
@click.option(
    "--texts",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A folder of official texts (*.md): every article that a card names must stand in its text.",
)
@json_option
def check(paths: tuple[Path, ...], texts: Path | None, as_json: bool) -> None:
    """Check a package (its folder or built file), or policy cards; exit 1 with every fault.

    PATH is a package's folder, a built package, a card's file or a folder of cards (*.yaml); without PATH it is the
    project's own cards.
    """
    packages = [path for path in paths if (path / FILE).is_file() or path.suffix == SUFFIX]
    cards = [path for path in paths if path not in packages]
    data: dict[str, object] = {"files": 0, "cards": 0, "drafts": 0}
    lines, faults = [], []
    for path in packages:
        found, tally = _package(path, texts)
        faults += found
        lines.append(tally)
    if cards or not paths:
        found, tally = _cards(tuple(cards) or (CARDS,), texts, data)
        faults += found
        lines.append(tally)
    data["packages"] = len(packages)
    data["faults"] = [{"file": f.file, "line": f.line, "what": f.what, "mend": f.mend} for f in faults]
    emit(as_json, data, "\n".join([*map(str, faults), *lines]))
    if faults:
        click.get_current_context().exit(1)


def _package(path: Path, texts: Path | None) -> tuple[list[Fault], str]:
    with opened(path) as folder:
        checked = check_package(folder, means(texts))
    name = f"{checked.manifest.id} version {checked.manifest.version}" if checked.manifest else "no usable package.yaml"
    return list(checked.faults), f"{path}: {name}, {len(checked.entries)} files, {len(checked.faults)} faults"


def _cards(paths: tuple[Path, ...], texts: Path | None, data: dict[str, object]) -> tuple[list[Fault], str]:
    files = read_files(paths)
    cards, faults = check_cards(files, Against(hard(), pictures(), laws(texts) if texts else {}))
    drafts = sum(1 for card in cards if card.checked is None)
    data.update(files=len(files), cards=len(cards), drafts=drafts)
    return faults, f"{len(files)} files, {len(cards)} cards read, {drafts} of them drafts, {len(faults)} faults"
