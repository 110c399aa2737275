"""Writes docs/settings.md from the declarations in kiosk/config/: `make docs`. A test refuses an old page."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

from kiosk.config import PREFIX, SECTIONS, SYSTEM_FILE, Settings
from kiosk.schema import MISSING, allowed, hints, key_of, rule_of

HEAD = f"""# Settings

One TOML file, read once at the start: `{SYSTEM_FILE}`, or the file that `{PREFIX}SETTINGS` names.
A single value can be replaced by `{PREFIX}<SECTION>_<KEY>`, e.g. `{PREFIX}HUB_PORT=8443`; lists and inner tables
are in the file only. An unknown key, a wrong type, a value out of range or a missing file stops the program with exit
code 2 and one line: file, key, what is allowed. Where no default stands, the key must be there (for a hub without a
kiosk, `hub` alone is enough). A complete example is [packaging/demo/district.toml](../packaging/demo/district.toml).

Kiosk and hub keep what they have in their `state_dir`, by default below `/var/lib/silver-key`, where an ordinary user
may not write: run them as in packaging/systemd, or, to try them, name a folder of your own.

The least that a kiosk needs:

```toml
[kiosk]
name = "一号机"
place = "一楼大厅"
centre_phone = "021-00000000"

[taxi.pickup]
name = "东街社区中心"
```

The least that a hub of its own needs, so that kiosks and desks on other machines reach it (browsers have to trust it,
too: [desk-computers.md](desk-computers.md)):

```toml
[hub]
host = "0.0.0.0"
public_url = "https://hub.example:8443"
```

This page is made by `make docs` from kiosk/config/.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for field in dataclasses.fields(Settings):
        if field.name in SECTIONS:
            parts += section(hints(Settings)[field.name], f"[{field.name}]", rule_of(field).doc)
    return "\n".join(parts)


def section(kind: Any, title: str, doc: str) -> Iterator[str]:
    """A table of keys, then the tables inside it."""
    inner: list[tuple[Any, str, str]] = []
    yield f"## `{title}`\n\n{doc}\n\n| key | allowed | default | meaning |\n| --- | --- | --- | --- |"
    for field in dataclasses.fields(kind):
        wanted, rule = hints(kind)[field.name], rule_of(field)
        below = get_args(wanted)[0] if get_origin(wanted) is tuple else wanted
        if dataclasses.is_dataclass(below):
            path = f"{title.strip('[]')}.{key_of(field)}"
            inner.append((below, f"[[{path}]]" if get_origin(wanted) is tuple else f"[{path}]", rule.doc))
        else:
            cells = (f"`{key_of(field)}`", allowed(wanted, rule), _default(field), rule.doc)
            yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""
    for below, path, about in inner:
        yield from section(below, path, about)


def _default(field: dataclasses.Field[Any]) -> str:
    value = field.default
    if value is MISSING or rule_of(field).needed:
        return ""
    if value is None or value in ("", ()):
        return "empty"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f'`"{text}"`' if isinstance(value, (str, Path)) else f"`{text}`"


if __name__ == "__main__":
    sys.stdout.write(page())
