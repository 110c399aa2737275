"""哪里不舒服: at most three questions in pictures, to a department of a hospital of ours, 全科 or a person. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.content.guide import Guide, Rule
from kiosk.domain.appointment import Department, Hospital
from kiosk.domain.offered import Key
from kiosk.screens.doctor.draft import Around, Draft, Page
from kiosk.screens.doctor.state import Choice, Layout, State
from kiosk.text import msg, verbatim

GUIDE, NO_SIGN, NOT_SURE = "guide", "no_sign", "not_sure"
SIGNS = ("chest", "stroke", "bleeding", "breath")
SPOTS = {
    "eye": "eye", "ear": "ear", "tooth": "tooth", "head": "person", "chest_pain": "chest", "breathing": "breath",
    "heart": "heart", "digestion": "stomach", "urine": "door", "women": "person", "bones": "bone", "weak": "walk",
    "skin": "hand",
}  # fmt: skip


def found(hospitals: Iterable[Hospital], rule: Rule) -> tuple[Hospital, ...]:
    """Hospitals of ours with such a department, each with that department alone."""
    pairs = ((one, next((d for d in one.departments if rule.fits(d.name)), None)) for one in hospitals)
    return tuple(
        Hospital(one.id, one.name, one.detail, one.kind, (department,)) for one, department in pairs if department
    )


def nowhere(rule: Rule) -> Department:
    """The department that a person has to find a hospital for."""
    return Department(f"guide-{rule.id}", rule.department)


def signs(draft: Draft, _around: Around) -> State:
    """The first question of all: any yes stops everything."""
    choices = tuple(Choice(sign, sign, msg(f"doctor.sign_{sign}")) for sign in SIGNS)
    return _asked(draft, (*choices, Choice(NO_SIGN, "check", msg("doctor.no_sign"))))


def body(draft: Draft, around: Around) -> State:
    """The drawing: where."""
    areas = around.guide.areas if around.guide else ()
    choices = tuple(Choice(area.id, f"body-{area.id}", msg(f"doctor.area_{area.id}"), great=True) for area in areas)
    return _asked(draft, (*choices, _unsure()))


def spot(draft: Draft, around: Around) -> State:
    """What of it."""
    area = around.guide.area(draft.area) if around.guide else None
    choices = tuple(Choice(one, SPOTS[one], msg(f"doctor.spot_{one}")) for one in (area.spots if area else ()))
    return _asked(draft, (*choices, _unsure()))


def advice(draft: Draft, around: Around) -> State:
    """Which department, who approved that, and what it goes by; never more than that."""
    rule = rule_of(draft.advice, around.guide)
    name = verbatim(rule.department, personal=True) if rule else msg("doctor.unsure")
    return State(
        page=draft.page,
        layout=Layout.WORDS,
        title=msg("doctor.title_guide_advice"),
        lead=msg("doctor.guide_by", who=around.approved),
        icon="doctor",
        big=name,
        keys=(
            Key("guide_yes", msg("doctor.guide_yes"), "check", main=True),
            Key("guide_person", msg("doctor.guide_person"), "volunteer"),
        ),
    )


def rule_of(advice_id: str, known: Guide | None) -> Rule | None:
    return known.rules.get(advice_id) if known else None


def _unsure() -> Choice:
    return Choice(NOT_SURE, "question", msg("doctor.unsure"))


def _asked(draft: Draft, choices: tuple[Choice, ...]) -> State:
    return State(
        page=draft.page,
        layout=Layout.CHOICES,
        title=msg(f"doctor.title_{draft.page}"),
        lead=msg(f"doctor.lead_{draft.page}"),
        choices=choices,
    )


PAGES = {Page.GUIDE_SIGNS: signs, Page.GUIDE_BODY: body, Page.GUIDE_SPOT: spot, Page.GUIDE_ADVICE: advice}
