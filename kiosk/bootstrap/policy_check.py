"""`kiosk policy check`: which cards a person may have, why, and what would change it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click

from kiosk.adapters.policy_cards import CARDS, load_cards
from kiosk.bootstrap.options import emit, json_option
from kiosk.content.policy.cards import Card
from kiosk.content.policy.errors import ProfileError
from kiosk.content.policy.rules import FactTest, Leaf, Programme, Rule
from kiosk.content.policy.rules_ask import next_question
from kiosk.content.policy.rules_check import Verdict, rules_of
from kiosk.content.policy.rules_check import check as verdicts
from kiosk.content.policy.rules_explain import change
from kiosk.content.policy.rules_profile import MAX_BYTES, Profile, read_profile


@click.command("check")
@click.argument("profile", type=click.Path(path_type=Path), metavar="PROFILE.json")
@click.option("--on", "day", metavar="DATE", help="The day that counts, as 2026-01-31; today without it.")
@click.option(
    "--cards", "folder", type=click.Path(path_type=Path), default=CARDS, help="Their folder; the project's own."
)
@json_option
def check_command(profile: Path, day: str | None, folder: Path, as_json: bool) -> None:
    """Say for each card with a rule: entitled, perhaps or not, with what decided it and where that is written.

    PROFILE.json holds what is known, as {"born": "1950-03-01", "registered": "shanghai"}; docs/policy.md has the words.
    """
    on = day_of(day)
    cards = load_cards(folder)
    try:
        with profile.open("rb") as source:
            raw = source.read(MAX_BYTES + 1)
    except OSError as error:
        raise ProfileError(f"{profile}: {error.strerror or error}") from error
    person = read_profile(str(profile), raw, on, {card.id for card in cards})
    found = verdicts(cards, person, on)
    rules = rules_of(cards)
    told = [_as_data(verdict, person, on, rules) for verdict in found]
    question = next_question(cards, person, on)
    data = {
        "on": on.isoformat(),
        "cards": told,
        "without_rule": [card.id for card in cards if card.rule is None],
        "next_question": {"fact": question.fact, "answers": question.answers} if question else None,
    }
    emit(as_json, data, _plain(found))


def day_of(given: str | None) -> date:
    """A day as 2026-01-31, today without one. Raises ProfileError."""
    if given is None:
        return datetime.now(UTC).astimezone().date()
    try:
        if len(given) == len("2026-01-31"):
            return date.fromisoformat(given)
    except ValueError:
        pass
    raise ProfileError(f"--on: {given} is no date; write it as 2026-01-31")


def _as_data(verdict: Verdict, person: Profile, on: date, rules: dict[str, Rule]) -> dict[str, object]:
    card = verdict.card
    otherwise = change(rules[card.id], person, on, rules)
    deciding = [
        {
            **_condition(decided.condition),
            "truth": decided.truth.name.lower(),
            "source": decided.condition.cite.as_data(),
        }
        for decided in verdict.deciding
    ]
    return {
        "card": card.id,
        "name": card.names.official,
        "status": card.status,
        "verdict": verdict.answer.value,
        "deciding": deciding,
        "missing": verdict.missing,
        "asks_window": [window.say for window in verdict.window],
        "in_force": verdict.in_force,
        "change": {"facts": dict(otherwise.facts), "verdict": otherwise.answer.value} if otherwise else None,
        "sources": _sources(card, verdict),
    }


def _condition(condition: Leaf) -> dict[str, object]:
    if isinstance(condition, FactTest):
        return {"kind": "fact", "fact": condition.fact, "say": condition.say}
    if isinstance(condition, Programme):
        return {"kind": "requires" if condition.wanted else "excludes", "fact": f"has.{condition.card}",
                "say": condition.say}  # fmt: skip
    return {"kind": "window", "fact": None, "say": condition.say}


def _sources(card: Card, verdict: Verdict) -> list[dict[str, str]]:
    """Where the answer is written; without a condition that decided (a rule not in force), where the card is."""
    cites = [decided.condition.cite for decided in verdict.deciding] or [card.answer.cite]
    return list({(cite.source.document, cite.article): cite.as_data() for cite in cites}.values())


def _plain(found: Sequence[Verdict]) -> str:
    lines = []
    for verdict in sorted(found, key=lambda one: ("entitled", "perhaps", "not").index(one.answer.value)):
        lines.append(
            f"{verdict.answer.value:9} {verdict.card.names.official} ({verdict.card.id}, {verdict.card.status})"
        )
        lines += [
            f"    {decided.truth.name.lower():8} {decided.condition.say} {decided.condition.cite}"
            for decided in verdict.deciding
        ]
        if verdict.missing:
            lines.append(f"    not known: {', '.join(verdict.missing)}")
        if not verdict.in_force:
            lines.append("    the rule is not in force on that day")
    return "\n".join(lines)
