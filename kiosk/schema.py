"""Frozen dataclasses read strictly from a table (TOML): no unknown key, no wrong type, nothing out of range.

A field is declared with `key(...)`, which carries its default, its bounds and one line of documentation; the same
declaration makes the check, the error and docs/settings.md. A field named `from_` is the key `from`.
"""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Mapping
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
MISSING = dataclasses.MISSING
TEXT_LIMIT = 200


@dataclasses.dataclass(frozen=True)
class Rule:
    """What one key may hold; `low` and `high` bound a number, or the length of a list."""

    doc: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    pattern: str = ""
    shape: str = ""  # the pattern in words
    needed: bool = False  # must be in the file, although there is a default for programs that do not use it


class Refused(Exception):
    """A value is not allowed. `where` is the dotted key, `why` says what is allowed, on one line."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why


def key(default: Any = MISSING, doc: str = "", **rule: Any) -> Any:
    """A field with its rule; without a default the key must be given."""
    return dataclasses.field(default=default, metadata={"rule": Rule(doc, **rule)})


def table(kind: type[T], doc: str = "", *, needed: bool = False) -> Any:
    """A field that is a table of its own, with that table's defaults."""
    return dataclasses.field(default_factory=kind, metadata={"rule": Rule(doc, needed=needed)})


def rule_of(field: dataclasses.Field[Any]) -> Rule:
    rule: Rule = field.metadata["rule"]
    return rule


def key_of(field: dataclasses.Field[Any]) -> str:
    return field.name.removesuffix("_")


def hints(kind: type) -> dict[str, Any]:
    """The type of each field, resolved."""
    return get_type_hints(kind)


def read(kind: type[T], given: object, where: str = "", *, lenient: frozenset[str] = frozenset()) -> T:
    """`given` as a `kind`; raises Refused. Tables named in `lenient` may leave out their needed keys."""
    if not isinstance(given, Mapping):
        raise Refused(where, f"{_shown(given)} is not allowed; a table [{where}] is")
    fields = {key_of(f): f for f in dataclasses.fields(kind)}  # type: ignore[arg-type]  # every kind is a dataclass
    for name in given:
        if name not in fields:
            raise Refused(_join(where, name), f"unknown key; known here: {', '.join(fields)}")
    types_ = hints(kind)
    got: dict[str, Any] = {}
    for name, field in fields.items():
        path = _join(where, name)
        if name in given:
            got[field.name] = _value(types_[field.name], given[name], path, rule_of(field), lenient)
        elif dataclasses.is_dataclass(types_[field.name]):  # so that its needed keys are asked for
            got[field.name] = read(types_[field.name], {}, path, lenient=lenient)
        elif _is_needed(field, path.split(".")[0] in lenient):
            raise Refused(path, f"missing; {allowed(types_[field.name], rule_of(field))}")
    return kind(**got)


def from_text(wanted: Any, text: str) -> object:
    """An environment variable's text as the TOML value it stands for; what does not fit stays text, to be refused."""
    wanted = _without_none(wanted)
    if wanted is bool:
        return {"true": True, "false": False}.get(text, text)
    if wanted in (int, float):
        try:
            return wanted(text)
        except ValueError:
            return text
    return text


def allowed(wanted: Any, rule: Rule) -> str:
    """What a key may hold, in words."""
    wanted = _without_none(wanted)
    if get_origin(wanted) is tuple:
        size = f", at least {rule.low:g}" if rule.low else ""
        item = get_args(wanted)[0]
        inner = "tables" if dataclasses.is_dataclass(item) else allowed(item, dataclasses.replace(rule, low=None))
        return f"a list of {inner}{size}"
    if dataclasses.is_dataclass(wanted):
        return "a table"
    if issubclass(wanted, StrEnum):
        return "one of " + ", ".join(f'"{member.value}"' for member in wanted)
    if rule.choices:
        return "one of " + ", ".join(f'"{choice}"' for choice in rule.choices)
    names = {bool: "true or false", int: "a whole number", float: "a number", time: 'a time of day, "08:30"'}
    if wanted in (int, float) and rule.low is not None and rule.high is not None:
        return f"{names[wanted]} from {rule.low:g} to {rule.high:g}"
    if wanted is Path:
        return "an absolute path; ~ is the home folder"
    return names.get(wanted) or rule.shape or f"a text of 1 to {TEXT_LIMIT} characters"


def _value(wanted: Any, given: object, where: str, rule: Rule, lenient: frozenset[str]) -> Any:
    wanted = _without_none(wanted)
    if dataclasses.is_dataclass(wanted):
        return read(wanted, given, where, lenient=lenient)  # type: ignore[arg-type]  # a dataclass type, not an instance
    if get_origin(wanted) is tuple:
        if not isinstance(given, list) or len(given) < (rule.low or 0):
            raise Refused(where, f"{_shown(given)} is not allowed; {allowed(wanted, rule)}")
        item = get_args(wanted)[0]
        inner = dataclasses.replace(rule, low=None)
        return tuple(_value(item, one, f"{where}[{n}]", inner, lenient) for n, one in enumerate(given, 1))
    value = _scalar(wanted, given, rule)
    if value is None:
        raise Refused(where, f"{_shown(given)} is not allowed; {allowed(wanted, rule)}")
    return value


def _scalar(wanted: Any, given: object, rule: Rule) -> object | None:
    """The value, or None if it is not allowed."""
    if wanted is bool:
        return given if isinstance(given, bool) else None
    if wanted in (int, float):
        return _number(wanted, given, rule)
    if not isinstance(given, str) or not given.isprintable() or len(given) > TEXT_LIMIT:
        return None
    if issubclass(wanted, StrEnum):
        return next((member for member in wanted if member.value == given), None)
    if rule.choices:
        return given if given in rule.choices else None
    if wanted is time:
        return time.fromisoformat(given) if re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", given) else None
    if wanted is Path:
        path = Path(given).expanduser()
        return path if path.is_absolute() else None
    if rule.pattern:
        return given if re.fullmatch(rule.pattern, given) else None
    return given if given.strip() else None


def _number(wanted: Any, given: object, rule: Rule) -> object | None:
    if isinstance(given, bool) or not isinstance(given, int if wanted is int else (int, float)):
        return None
    low = float("-inf") if rule.low is None else rule.low
    high = float("inf") if rule.high is None else rule.high
    return wanted(given) if low <= given <= high else None


def _is_needed(field: dataclasses.Field[Any], lenient: bool) -> bool:
    no_default = field.default is MISSING and field.default_factory is MISSING
    return no_default or (rule_of(field).needed and not lenient)


def _without_none(wanted: Any) -> Any:
    """`float | None` reads as float: leaving the key out is how it is empty."""
    if get_origin(wanted) in (Union, types.UnionType):
        return next(arg for arg in get_args(wanted) if arg is not type(None))
    return wanted


def _join(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _shown(given: object) -> str:
    shown = repr(given)
    return shown if len(shown) <= 40 else f"{shown[:37]}..."
