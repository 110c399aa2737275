"""What the packages of a quarter say, for the screens: notices, and whom residents can ring or visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kiosk.content.package.edit import texts
from kiosk.errors import ContentError

Words = Mapping[str, str]
"""One text a language."""


@dataclass(frozen=True)
class Notice:
    """`first` and `last` are both included."""

    id: str
    title: Words
    text: Words
    first: date
    last: date

    def holds(self, today: date) -> bool:
        return self.first <= today <= self.last


@dataclass(frozen=True)
class Contact:
    """`address` and `hours` may be empty; `checked` is the day somebody rang, `source` where it is written."""

    id: str
    topic: str
    name: Words
    phone: str
    address: Words
    hours: Words
    source: str
    checked: date


@dataclass(frozen=True)
class Quarter:
    notices: tuple[Notice, ...] = ()
    contacts: tuple[Contact, ...] = ()

    def on(self, today: date) -> Quarter:
        """What counts today, the newest notice first."""
        held = [one for one in self.notices if one.holds(today)]
        return Quarter(tuple(sorted(held, key=lambda one: one.first, reverse=True)), self.contacts)

    @property
    def empty(self) -> bool:
        return not self.notices and not self.contacts


def said(words: Words, language: str) -> str:
    """In this language, or else in the one that is there."""
    return words.get(language) or words.get("zh_CN") or next(iter(words.values()), "")


def read_notices(file: str, raw: bytes) -> tuple[Notice, ...]:
    """A notices.yaml that was checked. Raises ContentError."""
    return tuple(
        Notice(one["id"], one["title"], one["text"], date.fromisoformat(one["from"]), date.fromisoformat(one["to"]))
        for one in _rows(file, raw, ("id", "title", "text", "from", "to"))
    )


def read_contacts(file: str, raw: bytes) -> tuple[Contact, ...]:
    """A services.yaml that was checked. Raises ContentError."""
    return tuple(
        Contact(
            one["id"], one["topic"], one["name"], one["phone"], one.get("address", {}), one.get("hours", {}),
            one["source"], date.fromisoformat(one["checked"]),
        )
        for one in _rows(file, raw, ("id", "topic", "name", "phone", "source", "checked"))
    )  # fmt: skip


def _rows(file: str, raw: bytes, needed: tuple[str, ...]) -> list[dict[str, Any]]:
    """Each entry has what it needs, texts where texts belong, days where days belong."""
    rows = texts(raw)
    for one in rows if isinstance(rows, list) else [None]:
        if not isinstance(one, dict) or any(key not in one for key in needed):
            raise ContentError(f"{file}: an entry without {', '.join(needed)}")
        for key, value in one.items():
            by_language = key in ("title", "text", "name", "address", "hours")
            if not isinstance(value, dict if by_language else str):
                raise ContentError(f"{file}: {key} of {one['id']} cannot be read")
            if key in ("from", "to", "checked"):
                _day(file, str(value))
    return list(rows)


def _day(file: str, text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ContentError(f"{file}: {text} is no date") from None
