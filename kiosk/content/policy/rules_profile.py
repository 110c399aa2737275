"""What is known of a person, for one check: read strictly, kept nowhere."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NoReturn

from kiosk.content.policy.errors import ProfileError
from kiosk.content.policy.rules_facts import FACTS, Value

MAX_BYTES = 64_000
EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True)
class Profile:
    """`facts` by name (rules_facts.FACTS); `born` gives the age; `has`: programmes held or surely not held, by card."""

    facts: Mapping[str, Value] = field(default_factory=dict)
    born: date | None = None
    has: Mapping[str, bool] = field(default_factory=dict)

    def value(self, fact: str, on: date) -> Value | None:
        """None where it is not known."""
        if fact == "age" and self.born is not None:
            return age(self.born, on)
        return self.facts.get(fact)

    def knowing(self, fact: str, value: Value) -> Profile:
        """The same person with one more fact, or another one in its place; `has.CARD` for a programme."""
        if fact.startswith("has."):
            return Profile(self.facts, self.born, {**self.has, fact.removeprefix("has."): bool(value)})
        return Profile({**self.facts, fact: value}, None if fact == "age" else self.born, self.has)


def as_text(profile: Profile, on: date) -> str:
    """The profile as `read_profile` reads it. An age that was given as a band becomes the latest day of birth that it
    allows: so it grows with the years, and is never more than the true one."""
    facts = {name: value for name, value in profile.facts.items() if name != "age"}
    born, years = profile.born, profile.facts.get("age")
    if born is None and years is not None:
        born = _years_before(on, int(years))
    given = {
        **({"born": born.isoformat()} if born else {}),
        **facts,
        **({"has": dict(profile.has)} if profile.has else {}),
    }
    return json.dumps(given, ensure_ascii=False)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return date(day.year - years, 2, 28)


def age(born: date, on: date) -> int:
    """Whole years; who was born on 29 February is a year older on 1 March of other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def read_profile(name: str, raw: bytes, on: date, cards: Collection[str]) -> Profile:
    """A profile as JSON: `{"born": "1950-03-01", "registered": "shanghai", "has": {"legal-aid": true}}`.

    `cards` are the ids that `has` may name. Raises ProfileError, which names what is wrong: a fact nobody knows, age
    300, a date that is none.
    """
    given = _object(name, raw)
    facts: dict[str, Value] = {}
    for fact, value in given.items():
        if fact in ("born", "has"):
            continue
        if fact not in FACTS:
            raise ProfileError(f"{name}: {_short(fact)}: unknown fact; known are born, has, {', '.join(FACTS)}")
        if not FACTS[fact].accepts(value):
            raise ProfileError(f"{name}: {fact}: {_short(value)} is not allowed; {FACTS[fact].allowed()} is")
        facts[fact] = value  # type: ignore[assignment]  # `accepts` says so
    born = _born(name, given["born"], on) if "born" in given else None
    if born and "age" in facts and facts["age"] != age(born, on):
        raise ProfileError(f"{name}: age: {facts['age']} on {on} does not fit born {born}; give one of them")
    return Profile(facts, born, _has(name, given.get("has", {}), cards))


def _object(name: str, raw: bytes) -> dict[str, object]:
    if len(raw) > MAX_BYTES:
        raise ProfileError(f"{name}: {len(raw):,} bytes; at most {MAX_BYTES:,} are read")

    def twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
        keys = [key for key, _ in pairs]
        again = next((key for at, key in enumerate(keys) if key in keys[:at]), None)
        if again is not None:
            raise ProfileError(f"{name}: {_short(again)} is given twice")
        return dict(pairs)

    def constant(text: str) -> NoReturn:
        raise ProfileError(f"{name}: {text} is no number")

    try:
        found = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=twice, parse_constant=constant)
    except UnicodeDecodeError:
        raise ProfileError(f"{name}: not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ProfileError(f"{name}:{error.lineno}: not JSON: {error.msg}") from None
    except (RecursionError, ValueError):  # nested too deeply, or a number of thousands of digits
        raise ProfileError(f"{name}: not a profile") from None
    if not isinstance(found, dict):
        raise ProfileError(f'{name}: an object of facts is expected, as {{"age": 76}}')
    return found


def _born(name: str, given: object, on: date) -> date:
    try:
        born = date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        born = None
    if born is None or len(str(given)) != len("1950-03-01"):
        raise ProfileError(f"{name}: born: {_short(given)} is no date; write it as 1950-03-01")
    if not EARLIEST <= born <= on or age(born, on) > FACTS["age"].high:
        raise ProfileError(f"{name}: born: {born} is not allowed; a day of the last {FACTS['age'].high} years is")
    return born


def _has(name: str, given: object, cards: Collection[str]) -> dict[str, bool]:
    if not isinstance(given, dict):
        raise ProfileError(f'{name}: has: {_short(given)} is not allowed; {{"card": true}} is')
    for card, value in given.items():
        if card not in cards:
            raise ProfileError(f"{name}: has.{_short(card)}: no such card")
        if not isinstance(value, bool):
            raise ProfileError(f"{name}: has.{_short(card)}: {_short(value)} is not allowed; true or false is")
    return given


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= 40 else f"{text[:40]}…"
