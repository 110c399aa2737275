"""An article in pieces that can be read at a glance. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.content.policy.advice import Leaf
from kiosk.content.policy.pieces import pieces
from kiosk.domain.offered import Key
from kiosk.screens.reader.state import State
from kiosk.text import Message, msg, verbatim

READ = Key("read", msg("policy.read"), "listen", main=True)
PERSON = Key("person", msg("policy.ask"), "chat")


def loading() -> State:
    return State(msg("reader.title"), msg("reader.loading"))


def missing() -> State:
    """There is no such text in this kiosk, or no library at all."""
    return State(msg("reader.title"), msg("reader.missing"), (msg("reader.missing_lead"),), keys=(PERSON,))


def picture(leaf: Leaf, *, more: bool) -> State:
    """`more`: the card names further places, and a key leads to the next."""
    passage = leaf.passage
    return State(
        title=msg("reader.title"),
        big=verbatim(passage.article),
        lines=(msg("reader.where", title=passage.title, chapter=passage.chapter), *_since(passage.in_force)),
        parts=tuple(verbatim(piece) for piece in pieces(passage.text)),
        keys=tuple(_keys(leaf, more=more)),
    )


def _keys(leaf: Leaf, *, more: bool) -> Iterator[Key]:
    yield READ
    if leaf.before:
        yield Key("before", msg("reader.before"), "arrow-left")
    if leaf.after:
        yield Key("after", msg("reader.after"), "arrow-right")
    if more:
        yield Key("more", msg("reader.more"), "book")
    yield PERSON


def _since(day: str) -> tuple[Message, ...]:
    """2024-12-31 → since when it is in force; nothing where the text does not say."""
    parts = day.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return ()
    year, month, date = map(int, parts)
    return (msg("policy.since", year=year, month=month, day=date),)
