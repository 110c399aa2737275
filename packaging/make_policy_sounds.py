"""Makes kiosk/content/policy/data/sounds.txt from pypinyin's data (MIT): how characters sound, without tones.

python packaging/make_policy_sounds.py
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from pypinyin import Style, pinyin

TARGET = Path(__file__).resolve().parent.parent / "kiosk" / "content" / "policy" / "data" / "sounds.txt"
HEADER = "# Made by packaging/make_policy_sounds.py; do not edit. Characters: pypinyin (MIT licence).\n"


def everyday() -> list[str]:
    """The characters of GB 2312, which is what people write and laws are written in."""
    found = []
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.append(bytes((high, low)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def main() -> None:
    table = defaultdict(list)
    for char in everyday():
        syllable = pinyin(char, style=Style.NORMAL, v_to_u=False)[0][0]
        if syllable.isascii() and syllable.isalpha():
            table[syllable].append(char)
    lines = [f"{syllable} {''.join(chars)}\n" for syllable, chars in sorted(table.items())]
    TARGET.write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
