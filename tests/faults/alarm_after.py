"""What is on all disks once every alarm is over, and whether the screen ever claimed what was not so (R1, R4, R5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from kiosk.adapters.journal import FileJournal
from kiosk.supervisor.button import ButtonDevice, Presses
from tests.faults.alarm_desk import FIRST, SECOND

ONCE = ("armed", "delivered", "cancelled", "done")
ORDER = ("rings group", "escalated group", "escalated everyone", "escalated phones", "escalated_outside")


class Database(Protocol):
    """HubDisk, or the same of another database."""

    def rows(self, query: str) -> list[Any]: ...
    def whole(self) -> bool: ...


@dataclass
class Told:
    """What was told while they lived and died: alarms by id."""

    shown: list[tuple[str, str]] = field(default_factory=list)
    pressed: set[str] = field(default_factory=set)  # on the red button, kept by the supervisor
    safe: set[str] = field(default_factory=set)  # of these, what the kiosk said needs no telling again
    cancelled: set[str] = field(default_factory=set)
    traced: set[str] = field(default_factory=set)  # of these, what was on the disk as called off

    def hear(self, word: str, rest: str) -> None:
        if word == "shown":
            alarm, _, words = rest.partition(" ")
            self.shown.append((alarm, words))
        elif word in ("pressed", "safe", "cancelled", "traced"):
            getattr(self, word).add(rest)


@dataclass(frozen=True)
class Hub:
    """One hub's alarms and what happened to each, in order: what, who, facts."""

    status: Mapping[str, str]
    events: Mapping[str, Sequence[tuple[str, str, str]]]

    def has(self, alarm: str, what: str, name: str = "") -> bool:
        return any(w == what and name in ("", who) for w, who, _ in self.events.get(alarm, ()))


def read(database: Database) -> Hub:
    status = dict(database.rows("SELECT id, status FROM request WHERE kind = 'alarm'"))
    events: dict[str, list[tuple[str, str, str]]] = {alarm: [] for alarm in status}
    for alarm, what, name, facts in database.rows("SELECT request_id, what, name, facts FROM event ORDER BY seq"):
        if alarm in events:
            events[alarm].append((what, name, facts if isinstance(facts, str) else repr(facts)))
    return Hub(status, events)


def after(folder: Path, first: Database, second: Database, told: Told) -> dict[str, int]:
    """Counts of what went wrong, which must be 0, and of what there was."""
    one, two = read(first), read(second)
    called = one.status.keys() - told.traced
    written = {alarm for alarm, words in told.shown if "已记下" in words or "已送到" in words}
    ended = ("done", "cancelled", "failed", "expired")
    return {
        "alarms": len(one.status),
        "alarms_lost": len((written | told.traced) - one.status.keys()) + len(two.status.keys() - one.status.keys()),
        "alarms_open": sum(status not in ended for status in one.status.values()) + len(_open(folder)),
        "alarms_doubled": _doubled(one, first) + _doubled(two, second),
        "alarms_torn": (not first.whole()) + (not second.whole()),
        "pressed": len(told.pressed),
        "presses_lost": len(told.pressed - told.safe - one.status.keys()),
        "presses_unheard": len(Presses(ButtonDevice("/dev/null"), str(folder / "kiosk" / "button.presses")).waiting),
        "alarms_called_off": len(told.cancelled),
        "called_off_in_vain": len([a for a in told.cancelled - told.traced if one.has(a, "delivered")]),
        "called_off_and_called": sum(hub.has(a, "delivered") for a in told.traced for hub in (one, two)),
        "steps": sum(len(part) for a in called for part in _rounds(one.events[a])),
        "steps_doubled": sum(not _in_order(p) for hub in (one, two) for e in hub.events.values() for p in _rounds(e)),
        "outside": sum(one.has(a, "escalated_outside") for a in called),
        "at_second": len(two.status),
        "texts": len(told.shown),
        "untrue": len(untrue(told, one, two)),
    }


def untrue(told: Told, one: Hub, two: Hub) -> list[tuple[str, str]]:
    """Texts shown or spoken at the kiosk that neither hub bears out."""
    return [(alarm, words) for alarm, words in told.shown if not _true(alarm, words, told, one, two)]


def _true(alarm: str, words: str, told: Told, one: Hub, two: Hub) -> bool:
    claims = [
        ("已送到值班台" in words, one.has(alarm, "delivered")),
        ("已记下" in words, alarm in one.status),
        ("另一个值班台收到了" in words, alarm in two.status),
        ("没事了" in words, "done" in (one.status.get(alarm), two.status.get(alarm))),
        ("取消了，没有叫人" in words, alarm in told.cancelled & told.traced),
        ("停下了，没有叫人" in words, alarm in told.cancelled),
        ("还没有人接" in words, "打 120" in words and "021-00000000" in words),
    ]
    for name in (*FIRST, *SECOND):
        claims.append((f"{name}接了" in words, _either(alarm, "accepted", name, one, two)))
        claims.append((f"{name}在路上" in words, _either(alarm, "on_the_way", name, one, two)))
    return all(so for claimed, so in claims if claimed)


def _either(alarm: str, what: str, name: str, one: Hub, two: Hub) -> bool:
    return one.has(alarm, what, name) or two.has(alarm, what, name)


def _doubled(hub: Hub, database: Database) -> int:
    times = [Counter(what for what, _, _ in events) for events in hub.events.values()]
    twice = database.rows("SELECT id FROM event GROUP BY id HAVING count(*) > 1")
    return sum(count[what] > 1 for count in times for what in ONCE) + len(twice)


def _rounds(events: Sequence[tuple[str, str, str]]) -> list[list[str]]:
    """The steps behind the desk; a new round begins when who had it let it go."""
    rounds: list[list[str]] = [[]]
    for what, _, facts in events:
        if what == "released":
            rounds.append([])
        to = next((one for one in ("group", "everyone", "phones") if f"{one}" in facts.split("name")[0]), "")
        if what in ("rings", "escalated", "escalated_outside"):
            rounds[-1].append(f"{what} {to}".strip() if what != "escalated_outside" else what)
    return rounds


def _in_order(steps: Sequence[str]) -> bool:
    """Each at most once, none before an earlier one."""
    at = [ORDER.index(step) for step in steps]
    return at == sorted(set(at))


def _open(folder: Path) -> Set[str]:
    journal = FileJournal(folder / "kiosk")
    try:
        return {entry.id for entry in journal.open()}
    finally:
        journal.close()
