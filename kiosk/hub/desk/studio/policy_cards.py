"""Policy cards: the list, each card as a form, saving, undoing, signing. What a card is: docs/policy.md."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, TypeVar

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from kiosk.content.package.means import pictures
from kiosk.content.policy.cards import SECTIONS, TOPICS
from kiosk.content.policy.cards_reader import Fault
from kiosk.content.policy.cards_tree import NotATree
from kiosk.content.policy.form import COLUMNS, DEPTHS, HOWS, KINDS, CardForm, Row, posted
from kiosk.content.policy.rules_facts import FACTS
from kiosk.content.policy.trials_read import EXPECTED
from kiosk.domain.asked import LONGEST_WORDS
from kiosk.hub import asked
from kiosk.hub.desk.frame import Frame, FrameDep, go
from kiosk.hub.desk.guard import Administrator
from kiosk.hub.desk.studio.fault_words import told
from kiosk.hub.desk.studio.policy_fields import Theirs, differences
from kiosk.hub.desk.studio.policy_words import fault_words, vocabulary
from kiosk.hub.errors import NotFound
from kiosk.hub.staff.sessions import Signed
from kiosk.hub.studio import policy
from kiosk.hub.studio.errors import NotAllowed, NotHere, NothingToUndo, Stale
from kiosk.hub.studio.policy import Faulty, Judged, Opened
from kiosk.hub.studio.workspace import GONE
from kiosk.text import Message, msg

log = logging.getLogger(__name__)
router = APIRouter()
T = TypeVar("T")
NEW = "new"
"""Stands for GONE in an address."""
PARTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "card": (("sources", "amounts", "answer", *SECTIONS), ("id", "topic", "picture", "official", "everyday")),
    "rule": (("parameters", "conditions", "tests"), ("rule_from", "rule_to")),
}
"""What each page changes: tables, single values."""
MORE = 3
Short = Annotated[str, Form(max_length=LONGEST_WORDS)]


@dataclass(frozen=True)
class Shown:
    """A card's page: `form` is what stands in the fields, `theirs` what somebody else wrote there meanwhile."""

    opened: Opened
    part: str = "card"
    more: str = ""
    asked: str = ""
    tried: bool = False
    bad: Message | None = None
    theirs: tuple[Theirs, ...] = ()


async def quietly(work: Callable[[], T]) -> T:
    """Runs where waiting for the disk holds nobody up. A card or package that is not there is a page that says so."""
    try:
        return await asyncio.to_thread(work)
    except (NotHere, NotAllowed):
        raise NotFound from None


@router.get("/studio/{package}/cards")
async def cards_page(package: str, me: Administrator, frame: FrameDep) -> Response:
    lines = await quietly(lambda: policy.lines(frame.hub.studio, package, frame.now.date()))
    async with frame.hub.database.read() as session:
        return await frame.show(session, me, "policy_cards.html", here="studio", package=package, lines=lines)


@router.get("/studio/{package}/new-card")
async def new_page(package: str, me: Administrator, frame: FrameDep, words: str = "") -> Response:
    opened = await quietly(lambda: policy.new_card(frame.hub.studio, package, words[:LONGEST_WORDS]))
    return await show(frame, me, Shown(opened, asked=words[:LONGEST_WORDS]))


@router.get("/studio/{package}/cards/{name}")
async def card_page(package: str, name: str, me: Administrator, frame: FrameDep) -> Response:
    return await _open(frame, me, package, name, "card")


@router.get("/studio/{package}/cards/{name}/rule")
async def rule_page(package: str, name: str, me: Administrator, frame: FrameDep) -> Response:
    return await _open(frame, me, package, name, "rule")


async def _open(frame: Frame, me: Signed, package: str, name: str, part: str) -> Response:
    try:
        opened = await quietly(lambda: policy.open_card(frame.hub.studio, package, name))
    except NotATree as error:
        stamp = await quietly(lambda: policy.stamp_now(frame.hub.studio, package, name))
        async with frame.hub.database.read() as session:
            return await frame.show(
                session, me, "policy_broken.html", here="studio", package=package, name=name, stamp=stamp,
                fault=told([Fault(name, error.line, error.what, error.mend)])[0],
            )  # fmt: skip
    return await show(frame, me, Shown(opened, part))


@router.post("/studio/{package}/cards/{name}/save/{stamp}")
async def save(request: Request, package: str, name: str, stamp: str, me: Administrator, frame: FrameDep) -> Response:
    """The fields of one page. With `more` nothing is saved: there are only more rows to write in."""
    given = {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
    part = given.get("part", "")
    if part not in PARTS:
        raise NotFound
    space, at, words = frame.hub.studio, GONE if stamp == NEW else stamp, given.get("asked", "")[:LONGEST_WORDS]
    opened = await quietly(lambda: _opened(frame, package, name, at))
    form = posted(given, opened.form, *PARTS[part])
    name = form.values["id"] if at == GONE else name
    form = policy.with_values(form, id=name)
    mine = replace(opened, name=name, form=form, stamp=at)
    if given.get("more") in COLUMNS:
        return await show(frame, me, Shown(mine, part, given["more"], words))
    try:
        await quietly(lambda: policy.save(space, package, name, form, at, me.staff.display_name))
    except Faulty as error:
        return await show(frame, me, Shown(replace(mine, judged=error.judged), part, asked=words, tried=True))
    except Stale as error:
        return await _stale(frame, me, Shown(mine, part, asked=words), error)
    except OSError as error:
        log.warning("a card cannot be written: %s", error.strerror)
        return await show(frame, me, Shown(mine, part, asked=words, bad=msg("desk.cards.disk")))
    if words:
        async with frame.hub.database.work() as work:
            await asked.settle(work.session, words, me.staff.id, frame.now)
    return go(f"/desk/studio/{package}/cards/{name}" + ("" if part == "card" else "/rule"), "saved")


def _opened(frame: Frame, package: str, name: str, stamp: str) -> Opened:
    if stamp == GONE:
        return policy.new_card(frame.hub.studio, package)
    return policy.open_card(frame.hub.studio, package, name)


async def _stale(frame: Frame, me: Signed, shown: Shown, error: Stale) -> Response:
    """What is typed stays; who was quicker and what they wrote stands beside it. Saving once more is then a choice."""
    mine = shown.opened
    if mine.new:
        return await show(frame, me, replace(shown, bad=msg("desk.cards.taken", name=mine.name)))
    now = await quietly(lambda: policy.open_card(frame.hub.studio, mine.package, mine.name))
    titles = {card.id: card.names.official for card in now.judged.cards}
    theirs = differences(now.form, mine.form, PARTS[shown.part], titles)
    bad = msg("desk.cards.stale", who=error.by or "…")
    return await show(frame, me, replace(shown, opened=replace(mine, stamp=now.stamp), bad=bad, theirs=theirs))


@router.post("/studio/{package}/cards/{name}/sign")
async def sign(package: str, name: str, me: Administrator, frame: FrameDep, stamp: Short = "") -> Response:
    """已核对, by the person who is signed in, today."""
    space, today, who = frame.hub.studio, frame.now.date(), me.staff.display_name
    try:
        await quietly(lambda: policy.sign(space, package, name, stamp, who, today))
    except Faulty as error:
        opened = await quietly(lambda: policy.open_card(space, package, name))
        part = "rule" if error.judged.may_save else "card"
        bad = msg("desk.cards.not_signed") if error.judged.may_save else None
        return await show(frame, me, Shown(replace(opened, judged=error.judged), part, tried=True, bad=bad))
    except Stale as error:
        return await _again(frame, me, package, name, msg("desk.cards.stale_sign", who=error.by or "…"))
    return go(f"/desk/studio/{package}/cards/{name}", "card_signed")


@router.post("/studio/{package}/cards/{name}/undo")
async def undo(package: str, name: str, me: Administrator, frame: FrameDep, stamp: Short = "") -> Response:
    try:
        space, who = frame.hub.studio, me.staff.display_name
        there = await quietly(lambda: policy.undo(space, package, name, stamp, who))
    except NothingToUndo:
        return await _again(frame, me, package, name, msg("desk.cards.nothing_to_undo"))
    except Stale as error:
        return await _again(frame, me, package, name, msg("desk.cards.stale_sign", who=error.by or "…"))
    return go(f"/desk/studio/{package}/cards" + (f"/{name}" if there else ""), "card_undone")


async def _again(frame: Frame, me: Signed, package: str, name: str, bad: Message) -> Response:
    opened = await quietly(lambda: policy.open_card(frame.hub.studio, package, name))
    return await show(frame, me, Shown(opened, bad=bad))


async def show(frame: Frame, me: Signed, shown: Shown) -> Response:
    """The page of a card, with what is wrong at its fields."""
    opened, judged = shown.opened, shown.opened.judged
    checked = judged if shown.tried or not opened.new else Judged(judged.written, (), (), None, judged.cards, ())
    faults = {field: [fault_words(one) for one in some] for field, some in checked.fields.items()}
    tables, singles = PARTS[shown.part]
    here = {field for field in faults if field in singles or field.partition("-")[0] in tables}
    titles = {card.id: card.names.official for card in judged.cards}
    wrong = bool(faults or checked.elsewhere)
    bad = shown.bad or (msg("desk.cards.wrong", n=sum(map(len, faults.values()))) if shown.tried and wrong else None)
    status = 409 if shown.theirs else 422 if bad else 200
    async with frame.hub.database.read() as session:
        return await frame.show(
            session, me, f"policy_{shown.part}.html", status=status, bad=bad, here="studio",
            opened=opened, judged=checked, faults=faults, elsewhere=[fault_words(one) for one in checked.elsewhere],
            elsewhere_part=sorted(set(faults) - here), theirs=shown.theirs, asked=shown.asked,
            stamp=opened.stamp or NEW, name=opened.name or NEW, package=opened.package,
            rows=lambda table: rows(opened.form, table, shown.more), sections=SECTIONS,
            choices=_choices(opened.form, titles), titles=titles, pictures=sorted(pictures()),
            vocabulary=vocabulary(),
        )  # fmt: skip


def rows(form: CardForm, table: str, more: str = "") -> list[Row]:
    """Those there are, and empty ones to write in: one, more when they were asked for."""
    there = list(form.rows[table])
    if table == "answer":
        return there or [dict.fromkeys(COLUMNS[table], "")]
    spare = MORE if more == table else 1
    blank = dict.fromkeys(COLUMNS[table], "")
    if table == "sources":
        return [*there, *({**blank, "name": f"s{len(there) + n + 1}"} for n in range(spare))]
    return [*there, *([blank] * spare)]


def _choices(form: CardForm, titles: Mapping[str, str]) -> dict[str, list[str]]:
    """Where a field offers what it may hold."""
    names = [row["name"] for row in form.rows["sources"]]
    spare = [row["name"] for row in rows(form, "sources", "")]
    return {
        "topic": list(TOPICS),
        "source": list(dict.fromkeys([*names, *spare])),
        "depth": [str(n) for n in range(DEPTHS)],
        "kind": list(KINDS),
        "how": list(HOWS),
        "fact": [*FACTS, *titles],
        "expected": list(EXPECTED),
    }
