"""One way of writing: half-width letters and digits, one kind of dash, no blanks between characters and digits."""

from __future__ import annotations

import re
import unicodedata

HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_KEEP = "，。；：？！（）“”‘’、…·《》【】"
_ALIKE = dict.fromkeys(map(ord, "‐‑‒–−－﹣"), "-")
_ALIKE |= dict.fromkeys(map(ord, "～〜∼"), "~")
_ALIKE |= dict.fromkeys(map(ord, "―⸺"), "—")
_ALIKE |= dict.fromkeys(map(ord, "•・∙⋅‧"), "·")
_ALIKE |= {ord("㎜"): "mm", ord("㎝"): "cm", ord("㎞"): "km", ord("㎡"): "m²", ord("㎥"): "m³", ord("㏄"): "cc"}
_CIRCLED = {chr(0x2460 + i): f"{i + 1}、" for i in range(20)}
_ROMAN = {chr(0x2160 + i): str(i + 1) for i in range(12)}
_FRACTIONS = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅛": "1/8"}
_SPECIAL = str.maketrans(_CIRCLED | _ROMAN | _FRACTIONS)
_PLAIN = re.compile(rf"[{HAN}，。！？：；、“”…（）]*")
_COLON = re.compile(r"(?<=\d)：(?=\d)")
_DEGREES = re.compile(r"°\s*([CF])\b|º\s*([CF])\b")
_HYPHENED = re.compile(rf"(?<=[{HAN}\d%℃])\s*--+\s*(?=[{HAN}\d])")
_BLANK_SIDES = re.compile(
    rf"(?<=[{HAN}，。；：？！（）“”‘’、《》])[ ]+|[ ]+(?=[{HAN}，。；：？！（）“”‘’、《》])|(?<=[¥$€£])[ ]+"
)
_BLANKS = re.compile(r"[\s\u00a0\u3000\u200b\ufeff]+")


def normalise(text: str) -> str:
    """The same sentence, written one way; a sentence of only characters comes back as it is."""
    if _PLAIN.fullmatch(text):
        return text
    text = text.translate(_ALIKE).translate(_SPECIAL)
    text = "".join(c if c in _KEEP or not _foldable(c) else unicodedata.normalize("NFKC", c) for c in text)
    text = "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"} or c in "\t\n\r")
    text = _DEGREES.sub(lambda m: "℃" if (m[1] or m[2]) == "C" else "℉", text)
    text = _COLON.sub(":", text)
    text = _HYPHENED.sub("—", text)
    return _BLANK_SIDES.sub("", _BLANKS.sub(" ", text)).strip()


def _foldable(char: str) -> bool:
    """Full-width and compatibility forms fold; superscripts and degree signs carry meaning and stay."""
    return char not in "²³⁹℃℉…™㎡㎥℡№" and unicodedata.normalize("NFKC", char) != char
