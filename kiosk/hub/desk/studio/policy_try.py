"""A card's rule tried on a person who is made up for it, and kept as a test of the card."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import Response

from kiosk.content.policy.cards import Card
from kiosk.content.policy.errors import ProfileError
from kiosk.content.policy.form_write import facts_text
from kiosk.content.policy.rules import Programme
from kiosk.content.policy.rules_check import Verdict, check, rules_of
from kiosk.content.policy.rules_explain import Change, change, leaves
from kiosk.content.policy.rules_facts import FACTS
from kiosk.content.policy.rules_profile import Profile, read_profile
from kiosk.content.policy.trials_read import EXPECTED
from kiosk.hub.desk.frame import Frame, FrameDep, go
from kiosk.hub.desk.guard import Administrator
from kiosk.hub.desk.studio.policy_cards import quietly
from kiosk.hub.desk.studio.policy_words import answers, fact_name, value_name
from kiosk.hub.errors import NotFound
from kiosk.hub.staff.sessions import Signed
from kiosk.hub.studio import policy
from kiosk.hub.studio.errors import Stale
from kiosk.hub.studio.policy import Faulty, Opened
from kiosk.text import Message, msg

router = APIRouter()
LONGEST = 40


@dataclass(frozen=True)
class Tried:
    verdict: Verdict
    change: Change | None


@router.get("/studio/{package}/cards/{name}/try")
async def try_page(package: str, name: str, me: Administrator, frame: FrameDep) -> Response:
    opened = await quietly(lambda: policy.open_card(frame.hub.studio, package, name))
    return await _show(frame, me, opened, {"on": frame.now.date().isoformat()})


@router.post("/studio/{package}/cards/{name}/try")
async def try_(request: Request, package: str, name: str, me: Administrator, frame: FrameDep) -> Response:
    """The answer for this person; with `expected` it becomes a test of the card, whatever the answer is now."""
    given = {key: value[:LONGEST] for key, value in (await request.form()).items() if isinstance(value, str)}
    opened = await quietly(lambda: policy.open_card(frame.hub.studio, package, name))
    card = opened.judged.card
    if card is None or card.rule is None:
        return await _show(frame, me, opened, given, bad=msg("desk.cards.no_rule"))
    try:
        on = _day(given.get("on", ""))
        profile = _profile(given, on, opened)
    except ProfileError:
        return await _show(frame, me, opened, given, bad=msg("desk.cards.nonsense"))
    if given.get("keep"):
        return await _keep(frame, me, opened, given)
    verdict = next(one for one in check(opened.judged.cards, profile, on) if one.card.id == card.id)
    found = change(card.rule, profile, on, rules_of(opened.judged.cards))
    return await _show(frame, me, opened, given, tried=Tried(verdict, found))


async def _keep(frame: Frame, me: Signed, opened: Opened, given: Mapping[str, str]) -> Response:
    facts = {key: given[key] for key in _asked(opened) if given.get(key)}
    row = {"who": given.get("who", ""), "on": given["on"], "answer": given.get("expected", ""),
           "facts": facts_text(facts)}  # fmt: skip
    form = policy.with_rows(opened.form, "tests", (*opened.form.rows["tests"], row))
    stamp, space = given.get("stamp", ""), frame.hub.studio
    try:
        name = me.staff.display_name
        await quietly(lambda: policy.save(space, opened.package, opened.name, form, stamp, name))
    except Faulty:
        return await _show(frame, me, opened, given, bad=msg("desk.cards.test_incomplete"))
    except Stale as error:
        return await _show(frame, me, opened, given, bad=msg("desk.cards.stale_sign", who=error.by or "…"))
    return go(f"/desk/studio/{opened.package}/cards/{opened.name}/try", "test_kept")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ProfileError("no date") from None


def _profile(given: Mapping[str, str], on: date, opened: Opened) -> Profile:
    """Read as any profile is, so that nonsense is refused alike. Raises ProfileError."""
    told: dict[str, object] = {}
    has: dict[str, bool] = {}
    for key in _asked(opened):
        text = given.get(key, "").strip()
        if not text:
            continue
        if key.startswith("has."):
            has[key.removeprefix("has.")] = text == "true"
        elif FACTS[key].kind == "number":
            told[key] = int(text) if text.isascii() and text.isdigit() else text
        else:
            told[key] = text == "true" if FACTS[key].kind == "yes_no" else text
    ids = {card.id for card in opened.judged.cards}
    return read_profile("try", json.dumps({**told, "has": has}).encode(), on, ids)


def _asked(opened: Opened) -> tuple[str, ...]:
    """Every fact, those that this rule looks at first; programmes that it names."""
    card = opened.judged.card
    looked: list[str] = []
    if card is not None and card.rule is not None:
        for leaf, _ in leaves(card.rule, rules_of(opened.judged.cards)):
            looked.append(f"has.{leaf.card}" if isinstance(leaf, Programme) else getattr(leaf, "fact", ""))
    return tuple(dict.fromkeys([*(one for one in looked if one), *FACTS]))


async def _show(
    frame: Frame, me: Signed, opened: Opened, given: Mapping[str, str], *, tried: Tried | None = None,
    bad: Message | None = None,
) -> Response:  # fmt: skip
    if opened.new:
        raise NotFound
    titles = {card.id: card.names.official for card in opened.judged.cards}
    card: Card | None = opened.judged.card
    async with frame.hub.database.read() as session:
        return await frame.show(
            session, me, "policy_try.html", status=422 if bad else 200, bad=bad, here="studio", opened=opened,
            package=opened.package, name=opened.name, given=given, tried=tried, expected=EXPECTED,
            card=card, ran=opened.judged.ran,
            facts=[(fact, fact_name(fact, titles), answers(fact)) for fact in _asked(opened)],
            fact_name=lambda fact: fact_name(fact, titles), value_name=value_name,
        )  # fmt: skip
