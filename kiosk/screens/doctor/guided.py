"""The way through 哪里不舒服, beside the presenter's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from kiosk.content.guide import GENERAL, URGENT, Guide
from kiosk.screens.doctor.draft import Page
from kiosk.screens.doctor.guiding import NO_SIGN, NOT_SURE


class Turn(Protocol):
    def __call__(self, page: Page, **changes: Any) -> None: ...


def answers(known: Guide | None, area: Callable[[], str], turn: Turn) -> dict[Page, Callable[[str], None]]:
    """What each great key of the guide's pages does. Whatever is not sure ends at 全科."""

    def sign(choice: str) -> None:
        turn(Page.GUIDE_BODY if choice == NO_SIGN else Page.URGENT)

    def place(choice: str) -> None:
        found = known.area(choice) if known else None
        if found is None or choice == NOT_SURE:
            turn(Page.GUIDE_ADVICE, advice=GENERAL)
        elif len(found.spots) == 1:
            lead(next(iter(found.spots.values())))
        else:
            turn(Page.GUIDE_SPOT, area=choice)

    def spot(choice: str) -> None:
        found = known.area(area()) if known else None
        lead(found.spots.get(choice, GENERAL) if found else GENERAL)

    def lead(rule: str) -> None:
        if rule == URGENT:
            turn(Page.URGENT)
        else:
            turn(Page.GUIDE_ADVICE, advice=rule)

    return {Page.GUIDE_SIGNS: sign, Page.GUIDE_BODY: place, Page.GUIDE_SPOT: spot}
