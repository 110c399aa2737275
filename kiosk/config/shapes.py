"""The shapes of texts in the settings, as declarations take them: a pattern and its words."""

from __future__ import annotations

PHONE = {"pattern": r"\+?[0-9][0-9 -]{1,19}", "shape": "a telephone number: digits, spaces, -, at most 21"}
PHONE_OR_NONE = {"pattern": rf"({PHONE['pattern']})?", "shape": PHONE["shape"]}
HOST = {"pattern": r"[0-9A-Za-z.:-]{1,253}", "shape": "a host name or an IP address"}
DATABASE = {
    "pattern": r"(sqlite\+aiosqlite:///\S+|postgresql\+psycopg://\S+)?",
    "shape": "sqlite+aiosqlite:///… or postgresql+psycopg://…",
}
ID = {"pattern": r"[a-z][a-z0-9-]{0,30}", "shape": "a short name of a-z, 0-9 and -"}
NAME = {"pattern": r"\S(.{0,38}\S)?", "shape": "a text of 1 to 40 characters"}
SHORT = {"pattern": ".{0,60}", "shape": "a text of at most 60 characters"}
FHIR = {"pattern": r"demo|https?://[^\s/?#@]+(/[^\s?#]*)?", "shape": 'an address: https://…, or "demo"'}
URL = {"pattern": r"(https?://[^\s/?#@]+[^\s]*)?", "shape": "an address: https://…"}
