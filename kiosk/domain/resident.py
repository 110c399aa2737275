"""A resident as a kiosk may know one: by a card, or because a volunteer vouches. Never by a face or a telephone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.places import Place
from kiosk.domain.preferences import Preferences


class Level(StrEnum):
    """What the kiosk may show: a card brings habits; 属相 or a volunteer's word opens what is personal."""

    GUEST = "guest"
    CARD = "card"
    OPENED = "opened"


class Zodiac(StrEnum):
    """属相, by the pictures that stand on the keys."""

    RAT = "rat"
    OX = "ox"
    TIGER = "tiger"
    RABBIT = "rabbit"
    DRAGON = "dragon"
    SNAKE = "snake"
    HORSE = "horse"
    GOAT = "goat"
    MONKEY = "monkey"
    ROOSTER = "rooster"
    DOG = "dog"
    PIG = "pig"


@dataclass(frozen=True)
class UsualDoctor:
    """Who was seen last, so that the same is three taps away."""

    hospital_id: str
    hospital: str
    department_id: str
    department: str
    doctor_id: str
    doctor: str


@dataclass(frozen=True)
class Situation:
    """What a resident wanted remembered of their answers about policies, with consent only: `profile` is JSON as
    `kiosk policy check` reads it, `seen` the day (2026-11-30) on which they last saw what is possible."""

    profile: str
    seen: str


@dataclass(frozen=True)
class Habits:
    """What follows the resident from kiosk to kiosk. `preferences` None: the kiosk's defaults."""

    preferences: Preferences | None = None
    places: tuple[Place, ...] = ()
    doctor: UsualDoctor | None = None
    situation: Situation | None = None


@dataclass(frozen=True)
class Resident:
    """`id` is the hub's, "" a guest's. `pass_` proves to the hub what was shown here, for this session only.

    `can_open`: a 属相 is on file. `offline`: from the kiosk's own cache, so nothing of it can be opened.
    `health_consent`: health data may be kept with this person's consent (S1).
    """

    id: str = ""
    level: Level = Level.GUEST
    pass_: str = ""
    habits: Habits = Habits()
    can_open: bool = False
    health_consent: bool = False
    offline: bool = False


GUEST = Resident()
