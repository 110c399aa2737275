"""The fields of a card's form by the words that stand beside them, for who must compare two versions of a card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kiosk.content.policy.cards import SECTIONS, TOPICS
from kiosk.content.policy.form import HOWS, KINDS, CardForm, Row
from kiosk.content.policy.rules_facts import FACTS
from kiosk.content.policy.trials_read import EXPECTED
from kiosk.hub.desk.studio.policy_words import fact_name, value_name
from kiosk.text import Message, msg, verbatim

Parts = tuple[tuple[str, ...], tuple[str, ...]]
"""Tables and single values of one page."""
_ONE_ROW = "answer"
_SINGLE = {"topic": "topic_label", "rule_from": "col.from", "rule_to": "col.to"}
_SIGNED = ("status", "by", "on")
_CHOSEN = {"kind": KINDS, "how": HOWS}


@dataclass(frozen=True)
class Theirs:
    """What stands in a field now; `field` is its name on the page, which is not `here` when it is the card's other one.

    `text` is None where it is empty.
    """

    field: str
    name: Message
    text: Message | None
    here: bool


def differences(now: CardForm, mine: CardForm, here: Parts, titles: Mapping[str, str]) -> tuple[Theirs, ...]:
    """Every field that holds something else in `now`, also those that one of them has not."""
    return tuple(_differences(now, mine, here, dict(titles)))


def _differences(now: CardForm, mine: CardForm, here: Parts, titles: dict[str, str]) -> Iterator[Theirs]:
    tables, singles = here
    for field in dict.fromkeys((*now.values, *mine.values)):
        text = now.values.get(field, "")
        if text != mine.values.get(field, ""):
            yield Theirs(field, single_name(field), _single_text(field, text), field in singles)
    for table in dict.fromkeys((*now.rows, *mine.rows)):
        theirs, ours = now.rows.get(table, ()), mine.rows.get(table, ())
        for number in range(max(len(theirs), len(ours))):
            row, own = (some[number] if number < len(some) else {} for some in (theirs, ours))
            for column in dict.fromkeys((*row, *own)):
                if row.get(column, "") != own.get(column, ""):
                    name = cell_name(table, number, column)
                    yield Theirs(f"{table}-{number}-{column}", name, _cell_text(table, row, column, titles),
                                 table in tables and number < len(ours))  # fmt: skip


def single_name(field: str) -> Message:
    """What a value of the form's own is called."""
    if field in _SIGNED:
        return msg(f"desk.cards.field.{field}")
    label = msg(f"desk.cards.{_SINGLE.get(field, field)}")
    if field.startswith("rule_"):
        return msg("desk.cards.field.one", table=msg("desk.cards.in_force"), column=label)
    return label


def cell_name(table: str, number: int, column: str) -> Message:
    """What a cell is called: the part of the page, which row, the words beside the field."""
    part = msg(f"desk.cards.section.{table}" if table in (_ONE_ROW, *SECTIONS) else f"desk.cards.{table}")
    label = msg(f"desk.cards.col.{'reason' if (table, column) == ('conditions', 'say') else column}")
    if table == _ONE_ROW:
        return msg("desk.cards.field.one", table=part, column=label)
    return msg("desk.cards.field.row", table=part, n=number + 1, column=label)


def _single_text(field: str, text: str) -> Message | None:
    if not text:
        return None
    return msg(f"desk.cards.topic.{text}") if field == "topic" and text in TOPICS else verbatim(text)


def _cell_text(table: str, row: Row, column: str, titles: dict[str, str]) -> Message | None:
    text = row.get(column, "")
    if not text:
        return None
    if table == "tests" and column == "answer" and text in EXPECTED:
        return msg(f"desk.cards.verdict.{text}")
    if table == "conditions":
        return _condition_text(row, column, text, titles)
    return verbatim(text)


def _condition_text(row: Row, column: str, text: str, titles: dict[str, str]) -> Message:
    if text in _CHOSEN.get(column, ()):
        return msg(f"desk.cards.{column}.{text}")
    if column == "depth":
        return msg("desk.cards.depth", n=text)
    if column == "fact" and (text in titles or text in FACTS):
        return verbatim(titles[text]) if text in titles else fact_name(text, titles)
    if column == "value":
        return value_name(row.get("fact", ""), text)
    return verbatim(text)
