"""哪里不舒服: the rules from a place on the body to a department, as guide.toml has them, each with its source.

It names departments only, never a disease or a medicine, and is shown only where an institution has approved it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

URGENT, GENERAL = "urgent", "general"


@dataclass(frozen=True)
class Source:
    """`read` says when and what of it was read."""

    document: str
    number: str
    issuer: str
    date: str
    read: str


@dataclass(frozen=True)
class Rule:
    """`department` is how it is called where no hospital's name is known; `names` find a hospital's own. `code` is the
    department's in the source's list, "" when it goes by the name alone."""

    id: str
    department: str
    names: tuple[str, ...]
    code: str

    def fits(self, department: str) -> bool:
        return any(name in department for name in self.names)


@dataclass(frozen=True)
class Area:
    """A part of the drawing; `spots` lead to rules by id, or to URGENT."""

    id: str
    spots: Mapping[str, str]


@dataclass(frozen=True)
class Guide:
    source: Source
    rules: Mapping[str, Rule]
    areas: tuple[Area, ...]

    @property
    def general(self) -> Rule:
        """Where who is unsure is sent."""
        return self.rules[GENERAL]

    def area(self, area_id: str) -> Area | None:
        return next((one for one in self.areas if one.id == area_id), None)


def parse(text: str) -> Guide:
    """A guide from TOML. Raises ValueError for a rule without a source, or a spot that leads nowhere."""
    raw = tomllib.loads(text)
    source = Source(**{name: str(raw["source"][name]) for name in ("document", "number", "issuer", "date", "read")})
    if not all((source.document, source.number, source.issuer, source.date)):
        raise ValueError("a guide names its source: document, number, issuer and date")
    rules = {one["id"]: Rule(one["id"], one["department"], tuple(one["names"]), one["code"]) for one in raw["rule"]}
    if GENERAL not in rules or not all(rule.names and rule.department for rule in rules.values()):
        raise ValueError("every rule names its department, and one of them is for who is unsure")
    areas = tuple(Area(one["id"], dict(one["spots"])) for one in raw["area"])
    lost = {spot for area in areas for spot, rule in area.spots.items() if rule not in rules and rule != URGENT}
    if lost:
        raise ValueError(f"these lead nowhere: {', '.join(sorted(lost))}")
    return Guide(source, rules, areas)


@cache
def guide() -> Guide:
    """The one that comes with the program."""
    return parse(resources.files("kiosk.content").joinpath("guide.toml").read_text("utf-8"))
