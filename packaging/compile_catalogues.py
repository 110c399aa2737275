"""Compiles i18n/*/LC_MESSAGES/*.po to .mo with the standard library, so that running the kiosk needs no tool for it.

`python packaging/compile_catalogues.py [FOLDER]`. Reads what our catalogues use: comments, msgid, msgstr, continued
lines. A plural, a context, a key given twice or a syntax error stops it with file and line.
"""

from __future__ import annotations

import ast
import struct
import sys
from pathlib import Path

MAGIC = 0x950412DE


def read_po(path: Path) -> dict[str, str]:
    """Key to text, the header under the empty key, untranslated keys left out."""
    pairs: list[list[str]] = []  # [key] while its msgstr is still to come
    for number, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        word, _, rest = ("", "", line) if line.startswith('"') else line.partition(" ")
        value = _unquoted(rest, f"{path}:{number}")
        if word == "msgid" and (not pairs or len(pairs[-1]) == 2):
            pairs.append([value])
        elif word == "msgstr" and pairs and len(pairs[-1]) == 1:
            pairs[-1].append(value)
        elif word == "" and pairs:
            pairs[-1][-1] += value
        else:
            raise SystemExit(f"{path}:{number}: {line[:40]} is not expected here")
    entries = {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
    if len(entries) != len(pairs):
        keys = [pair[0] for pair in pairs]
        raise SystemExit(f"{path}: there twice: {', '.join(sorted({key for key in keys if keys.count(key) > 1}))}")
    return {key: text for key, text in entries.items() if text}


def _unquoted(quoted: str, where: str) -> str:
    try:
        return str(ast.literal_eval(quoted))
    except (SyntaxError, ValueError):
        raise SystemExit(f"{where}: not a quoted text") from None


def mo_bytes(entries: dict[str, str]) -> bytes:
    """The binary catalogue (GNU gettext's format, revision 0)."""
    pairs = sorted((key.encode(), text.encode()) for key, text in entries.items())
    count, table, data = len(pairs), b"", b""
    start = 7 * 4 + 2 * 8 * count
    for column in (0, 1):
        for pair in pairs:
            table += struct.pack("<II", len(pair[column]), start + len(data))
            data += pair[column] + b"\0"
    return struct.pack("<7I", MAGIC, 0, count, 28, 28 + 8 * count, 0, start) + table + data


def main(folder: Path) -> None:
    for po in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        whole = po.with_suffix(".mo.part")
        whole.write_bytes(mo_bytes(read_po(po)))
        whole.replace(po.with_suffix(".mo"))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent / "i18n"))
