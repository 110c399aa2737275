"""`kiosk policy picture CARD.yaml OUT.png`: the card as the kiosk draws it, for who writes it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.adapters.policy_cards import read_files
from kiosk.bootstrap.options import emit, json_option
from kiosk.bootstrap.policy_check import day_of
from kiosk.content.policy.cards_read import read_card
from kiosk.content.policy.errors import CardError
from kiosk.errors import KioskError

if TYPE_CHECKING:
    from kiosk.content.policy.cards import Card

PAGES = ("card", "who", "what", "bring", "where", "source")
DISPLAY = "21"


@click.command("picture")
@click.argument("card", type=click.Path(path_type=Path, dir_okay=False), metavar="CARD.yaml")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False), metavar="OUT.png")
@click.option("--page", type=click.Choice(PAGES), default=PAGES[0], show_default=True, help="Its answer, or a section.")
@click.option("--size", type=click.Choice(("standard", "large", "huge")), default="standard", show_default=True)
@click.option("--on", "day", metavar="DATE", help="The day that counts, as 2026-01-31; today without it.")
@json_option
def picture_command(card: Path, out: Path, page: str, size: str, day: str | None, as_json: bool) -> None:
    """Draw one page of a card as a resident sees it into OUT (PNG); a draft's amounts are hidden there, too."""
    ((name, raw),) = read_files([card]).items()
    read, faults = read_card(name, raw)
    if read is None:
        raise CardError("\n".join(map(str, faults)))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    width, height = _draw(read, page, size, day_of(day), out)
    emit(as_json, {"picture": str(out), "page": page, "width": width, "height": height}, f"{out}: {page} of {read.id}")


def _draw(card: Card, page: str, size: str, today: date, out: Path) -> tuple[int, int]:
    from kiosk.bootstrap.scenes import Scene
    from kiosk.bootstrap.stage import Setting, Stage
    from kiosk.domain.preferences import TextSize
    from kiosk.screens.policy.draft import Around, Draft, Page
    from kiosk.screens.policy.wording import picture
    from kiosk.screens.specimens import Specimen
    from kiosk.ui.app import create_app

    kept = create_app()
    own = {"card": Page.CARD, "source": Page.SOURCE}
    draft = Draft(page=own.get(page, Page.SECTION), card=card.id, section="" if page in own else page)
    state = picture(draft, Around((card,), (), today))
    stage = Stage(Setting(DISPLAY, TextSize(size)))
    drawn = stage.show(Scene(card.id, Specimen("policy", card.id, state))).grab()
    saved = drawn.save(str(out), "PNG")
    stage.close()
    kept.processEvents()
    if not saved:
        raise KioskError(f"{out}: cannot be written")
    return drawn.width(), drawn.height()
