"""A card's picture, and a saying for what nobody could answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from kiosk.content.policy.errors import WordsError
from kiosk.domain.asked import LONGEST_WORDS
from kiosk.hub import asked
from kiosk.hub.desk.frame import Frame, FrameDep, go
from kiosk.hub.desk.guard import Administrator
from kiosk.hub.desk.studio.policy_cards import quietly
from kiosk.hub.errors import NotFound
from kiosk.hub.staff.sessions import Signed
from kiosk.hub.studio import policy, policy_saying
from kiosk.hub.studio.errors import Stale
from kiosk.hub.studio.policy_picture import PAGES, SIZES, NotDrawn, draw
from kiosk.text import Message, msg

router = APIRouter()
Words = Annotated[str, Form(max_length=LONGEST_WORDS)]


@router.get("/studio/{package}/cards/{name}/picture")
async def picture_page(
    package: str, name: str, me: Administrator, frame: FrameDep, page: str = PAGES[0], size: str = SIZES[0]
) -> Response:
    opened = await quietly(lambda: policy.open_card(frame.hub.studio, package, name))
    if page not in PAGES or size not in SIZES:
        raise NotFound
    async with frame.hub.database.read() as session:
        return await frame.show(
            session, me, "policy_picture.html", here="studio", package=package, name=name, opened=opened,
            page=page, pages=PAGES, size=size, sizes=SIZES,
        )  # fmt: skip


@router.get("/studio/{package}/cards/{name}/picture.png")
async def picture(
    package: str, name: str, _: Administrator, frame: FrameDep, page: str = PAGES[0], size: str = SIZES[0]
) -> Response:
    opened = await quietly(lambda: policy.open_card(frame.hub.studio, package, name))
    if page not in PAGES or size not in SIZES or opened.judged.card is None:
        raise NotFound
    try:
        drawn = await draw(name, opened.judged.written.raw, page, size, frame.now.date())
    except NotDrawn:
        raise NotFound from None
    return Response(drawn, media_type="image/png")


@router.get("/studio/{package}/saying")
async def saying_page(package: str, me: Administrator, frame: FrameDep, words: str = "") -> Response:
    return await _saying(frame, me, package, words[:LONGEST_WORDS])


@router.post("/studio/{package}/saying")
async def saying(
    package: str,
    me: Administrator,
    frame: FrameDep,
    words: Words = "",
    said: Words = "",
    meant: Words = "",
    card: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """The line is added to the draft; the question is off the list."""
    space, who = frame.hub.studio, me.staff.display_name
    try:
        await quietly(lambda: policy_saying.add(space, package, said, meant, card, who))
    except WordsError:
        return await _saying(frame, me, package, words, said, meant, bad=msg("desk.saying.wrong"))
    except Stale:
        return await _saying(frame, me, package, words, said, meant, bad=msg("desk.saying.again"))
    async with frame.hub.database.work() as work:
        await asked.settle(work.session, words, me.staff.id, frame.now)
    return go("/desk/questions", "saying_kept")


async def _saying(
    frame: Frame, me: Signed, package: str, words: str, said: str | None = None, meant: str = "",
    bad: Message | None = None,
) -> Response:  # fmt: skip
    cards = await quietly(lambda: policy.cards_of(frame.hub.studio, package))
    given = {"words": words, "said": words if said is None else said, "meant": meant}
    async with frame.hub.database.read() as session:
        return await frame.show(
            session, me, "policy_saying.html", status=422 if bad else 200, bad=bad, here="studio",
            package=package, given=given, cards=cards,
        )  # fmt: skip
