"""`kiosk content`: whether what an administrator wrote can be used, before it is published."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.adapters.policy_cards import CARDS, read_files
from kiosk.bootstrap.options import emit, json_option
from kiosk.bootstrap.plain_words import hard
from kiosk.content.policy.cards_check import Against, check_cards
from kiosk.content.policy.law import Law, read_law

ASSETS = Path(__file__).resolve().parents[2] / "assets"
README = "readme"


@click.group()
def content() -> None:
    """Policy cards: checked before anybody sees them."""


@content.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH...]")
@click.option(
    "--texts",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A folder of official texts (*.md): every article that a card names must stand in its text.",
)
@json_option
def check(paths: tuple[Path, ...], texts: Path | None, as_json: bool) -> None:
    """Check policy cards (files, or folders of *.yaml; without PATH the project's own); exit 1 with every fault."""
    files = read_files(paths or (CARDS,))
    pictures = {path.stem for path in (ASSETS / "icons").glob("*.svg")}
    cards, faults = check_cards(files, Against(hard(), pictures, _laws(texts) if texts else {}))
    drafts = sum(1 for card in cards if card.checked is None)
    told = [{"file": f.file, "line": f.line, "what": f.what, "mend": f.mend} for f in faults]
    data = {"files": len(files), "cards": len(cards), "drafts": drafts, "faults": told}
    tally = f"{len(files)} files, {len(cards)} cards read, {drafts} of them drafts, {len(faults)} faults"
    emit(as_json, data, "\n".join([*map(str, faults), tally]))
    if faults:
        click.get_current_context().exit(1)


def _laws(folder: Path) -> dict[str, Law]:
    paths = [path for path in sorted(folder.glob("*.md")) if path.stem.lower() != README]
    return {path.stem: read_law(path.stem, path.read_bytes()) for path in paths}
