"""A form as a card's file: one field a line, so that the line of a fault names the field that is to be mended."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kiosk.content.policy.cards import SECTIONS
from kiosk.content.policy.form import HOWS, JOINS, PROGRAMMES, UNKNOWN, CardForm, Row

_PLAIN = re.compile(r"[^\W_](?:[^:#\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff,\[\]{}]|:(?! |$))*")
"""What needs no quotes: begins with a letter or digit and holds nothing that YAML reads otherwise."""


@dataclass
class Written:
    """`fields` tells for each line (from 1) the field it holds."""

    lines: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)

    @property
    def raw(self) -> bytes:
        return ("\n".join(self.lines) + "\n").encode("utf-8", "replace")

    def field_at(self, line: int) -> str:
        return self.fields[line - 1] if 0 < line <= len(self.fields) else ""

    def add(self, depth: int, key: str, value: str | None, field_: str, *, item: bool = False) -> None:
        """A line `key: value`; `value` None: what belongs to the key follows."""
        start = "  " * depth + ("- " if item else "")
        said = "" if value is None else f" {quoted(value)}"
        self.raw_line(f"{start}{quoted(key)}:{said}", field_)

    def raw_line(self, line: str, field_: str) -> None:
        self.lines.append(line)
        self.fields.append(field_)


def quoted(text: str) -> str:
    """A text as YAML reads it back, whatever is in it."""
    if _PLAIN.fullmatch(text) and text == text.strip():
        return text
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return re.sub("[\x7f-\x9f\ufeff\ufffe\uffff]", lambda found: f"\\u{ord(found[0]):04x}",
                  json.dumps(clean, ensure_ascii=False))  # fmt: skip


def write_form(form: CardForm) -> Written:
    """The card's file. Empty parts are left out where they may be, else they are `unknown`."""
    out, values = Written(), form.values
    for name in ("id", "topic", "picture"):
        out.add(0, name, values[name], name)
    out.add(0, "names", None, "official")
    out.add(1, "official", values["official"], "official")
    out.add(1, "everyday", None, "everyday")
    for line in values["everyday"].splitlines() or [""]:
        out.raw_line(f"    - {quoted(line)}", "everyday")
    out.add(0, "status", values["status"], "status")
    if values["by"] or values["on"]:
        out.add(0, "checked", None, "status")
        out.add(1, "by", values["by"], "status")
        out.add(1, "on", values["on"], "status")
    _sources(out, form.rows["sources"])
    _dated(out, form.rows["amounts"], "amounts", 0)
    out.add(0, "answer", None, "answer-0-say")
    for row in form.rows["answer"][:1] or ({"say": "", "source": "", "article": ""},):
        _fact(out, row, "answer-0", 1, item=False)
    for name in SECTIONS:
        _section(out, name, form.rows[name])
    _rule(out, form)
    _tests(out, form.rows["tests"])
    return out


def _sources(out: Written, rows: Iterable[Row]) -> None:
    out.add(0, "sources", None, "sources-0-name")
    for number, row in enumerate(rows):
        at = f"sources-{number}"
        out.add(1, row["name"], None, f"{at}-name")
        for name in ("document", "number", "text", "in_force"):
            out.add(2, name, row[name] or (UNKNOWN if name == "number" else ""), f"{at}-{name}")
        if row["amended"]:
            out.add(2, "amended", row["amended"], f"{at}-amended")


def _section(out: Written, name: str, rows: tuple[Row, ...]) -> None:
    if not rows:
        out.add(0, name, UNKNOWN, f"{name}-0-say")
        return
    out.add(0, name, None, f"{name}-0-say")
    for number, row in enumerate(rows):
        _fact(out, row, f"{name}-{number}", 1, item=True)


def _fact(out: Written, row: Row, at: str, depth: int, *, item: bool) -> None:
    out.add(depth, "say", row["say"], f"{at}-say", item=item)
    _cite(out, row, at, depth + item)


def _cite(out: Written, row: Row, at: str, depth: int) -> None:
    where = "source" if not row["source"] else "article"
    said = f"{row['source']} {row['article']}".strip() if row["source"] else ""
    out.add(depth, "source", said, f"{at}-{where}")


def _dated(out: Written, rows: tuple[Row, ...], table: str, depth: int) -> None:
    """Values of one name stand together; a name alone is unknown."""
    groups: dict[str, list[tuple[int, Row]]] = {}
    for number, row in enumerate(rows):
        groups.setdefault(row["name"], []).append((number, row))
    if groups:
        out.add(depth, table, None, f"{table}-0-name")
    for name, group in groups.items():
        first, row = group[0]
        if len(group) == 1 and _unknown(row):
            out.add(depth + 1, name, UNKNOWN, f"{table}-{first}-name")
            continue
        out.add(depth + 1, name, None, f"{table}-{first}-name")
        for number, one in group:
            at = f"{table}-{number}"
            out.add(depth + 2, "value", one["value"], f"{at}-value", item=True)
            for key in ("unit", "from", "to"):
                if key in one and (one[key] or key != "to"):
                    out.add(depth + 3, key, one[key], f"{at}-{key}")
            _cite(out, one, at, depth + 3)


def _unknown(row: Row) -> bool:
    rest = [text for key, text in row.items() if key not in ("name", "value")]
    return row["value"] in ("", UNKNOWN) and not any(rest)


def _rule(out: Written, form: CardForm) -> None:
    values, rows = form.values, form.rows["conditions"]
    if not (values["rule_from"] or rows or form.rows["parameters"]):
        return
    out.add(0, "rule", None, "rule_from")
    out.add(1, "from", values["rule_from"], "rule_from")
    if values["rule_to"]:
        out.add(1, "to", values["rule_to"], "rule_to")
    _dated(out, form.rows["parameters"], "parameters", 1)
    numbered = [(number, row) for number, row in enumerate(rows) if row["kind"] not in PROGRAMMES]
    if numbered:
        out.add(1, "all", None, f"conditions-{numbered[0][0]}-kind")
        _parts(out, numbered, 0, 2)
    for kind in PROGRAMMES:
        found = [(number, row) for number, row in enumerate(rows) if row["kind"] == kind]
        if found:
            out.add(1, kind, None, f"conditions-{found[0][0]}-kind")
        for number, row in found:
            at = f"conditions-{number}"
            out.add(2, "card", row["fact"], f"{at}-fact", item=True)
            out.add(3, "say", row["say"], f"{at}-say")
            _cite(out, row, at, 3)


def _parts(out: Written, rows: list[tuple[int, Row]], least: int, depth: int) -> None:
    """Conditions of one group, the groups below it with their own. A depth that jumps counts as one more."""
    at = 0
    while at < len(rows):
        number, row = rows[at]
        end = at + 1
        if row["kind"] in JOINS:
            own = max(_depth(row), least)
            while end < len(rows) and _depth(rows[end][1]) > own:
                end += 1
            empty = " []" if end == at + 1 else ""
            out.raw_line(f"{'  ' * depth}- {row['kind']}:{empty}", f"conditions-{number}-kind")
            _parts(out, rows[at + 1 : end], own + 1, depth + 2)
        else:
            _leaf(out, row, f"conditions-{number}", depth)
        at = end


def _depth(row: Row) -> int:
    return int(row["depth"]) if row["depth"].isascii() and row["depth"].isdigit() else 0


def _leaf(out: Written, row: Row, at: str, depth: int) -> None:
    if row["kind"] == "window":
        out.add(depth, "window", row["say"], f"{at}-say", item=True)
    else:
        out.add(depth, "fact", row["fact"], f"{at}-fact", item=True)
        how = row["how"] if row["how"] in HOWS else HOWS[0]
        if how == "one_of":
            words = ", ".join(map(quoted, _split(row["value"])))
            out.raw_line(f"{'  ' * (depth + 1)}one_of: [{words}]", f"{at}-value")
        else:
            out.add(depth + 1, how, row["value"], f"{at}-value")
        out.add(depth + 1, "say", row["say"], f"{at}-say")
    _cite(out, row, at, depth + 1)


def _split(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,，、]+", text) if word]


def _tests(out: Written, rows: tuple[Row, ...]) -> None:
    if rows:
        out.add(0, "tests", None, "tests-0-who")
    for number, row in enumerate(rows):
        at = f"tests-{number}"
        for key in ("who", "on", "answer"):
            out.add(1 if key == "who" else 2, key, row[key], f"{at}-{key}", item=key == "who")
        given = facts_of(row["facts"])
        held = {name.removeprefix("has."): text for name, text in given.items() if name.startswith("has.")}
        facts = {name: text for name, text in given.items() if not name.startswith("has.")}
        for key, some in (("facts", facts), ("has", held)):
            if some:
                out.add(2, key, None, f"{at}-facts")
            for name, text in some.items():
                out.add(3, name, text, f"{at}-facts")


def facts_of(text: str) -> dict[str, str]:
    """`age=70 has.legal-aid=true` by name."""
    return {name: value for name, _, value in (word.partition("=") for word in _split(text))}


def facts_text(facts: Mapping[str, str]) -> str:
    """The contrary of `facts_of`; empty ones are left out."""
    return " ".join(f"{name}={value}" for name, value in facts.items() if value)
