"""The tables, version 7. Times are UTC in ISO form, so that they sort; JSON columns hold what the domain holds.

Version 1 (before the first release) had no `request.ended_at`: nothing could be removed when its time had come.
Version 2 had no `request.owner`: everybody was a guest.
Version 3 had no `card`: without the hub nobody was recognised. Version 4 had no `sound`: nobody left a message.
Version 5 had no `learned`: nobody's lessons were remembered. Version 6 had no `paused`: a restart lost a paused lesson.
A change here comes with a step in migrations.py and a test from the old form.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, Integer, LargeBinary, MetaData, String, Table

VERSION = 7

metadata = MetaData()

request = Table(
    "request",
    metadata,
    Column("id", String, primary_key=True),
    Column("seq", Integer, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("mode", String, nullable=False),
    Column("status", String, nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("details", JSON, nullable=False),
    Column("created_at", String),
    Column("boot", String, nullable=False),
    Column("born", Float, nullable=False),
    Column("valid_for", Float),
    Column("ended_at", String),
    Column("owner", JSON),
)

event = Table(
    "event",
    metadata,
    Column("request_id", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("what", String, nullable=False),
    Column("role", String, nullable=False),
    Column("name", String, nullable=False),
    Column("status", String),
    Column("at", String),
    Column("hub_seq", Integer),
    Column("facts", JSON, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("request_id", String, nullable=False, index=True),
    Column("action", String, nullable=False),
    Column("event_id", String, nullable=False),
    Column("maybe_sent", Boolean, nullable=False),
    sqlite_autoincrement=True,
)

# what somebody said, until the hub has it: without its outbox row it is gone
sound = Table(
    "sound",
    metadata,
    Column("event_id", String, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

# "seq" and "number" last given, and "cursor:<channel>"
counter = Table("counter", metadata, Column("key", String, primary_key=True), Column("value", Integer, nullable=False))

# habits of cards that were seen here; the code itself is not kept
card = Table(
    "card",
    metadata,
    Column("code_hash", String, primary_key=True),
    Column("resident_id", String, nullable=False, index=True),
    Column("habits", JSON, nullable=False),
    Column("kept_at", String, nullable=False),
)

# what residents with a card have learned; `sent`: the hub has it
learned = Table(
    "learned",
    metadata,
    Column("id", String, primary_key=True),
    Column("resident_id", String, nullable=False, index=True),
    Column("lesson", String, nullable=False),
    Column("what", String, nullable=False),
    Column("part", Integer, nullable=False),
    Column("right", Integer, nullable=False),
    Column("of", Integer, nullable=False),
    Column("at", String, nullable=False),
    Column("sent", Boolean, nullable=False),
    Column("kept_at", String, nullable=False),
)

# lessons that somebody paused for another, the last one first; nobody's
paused = Table(
    "paused",
    metadata,
    Column("rank", Integer, primary_key=True),
    Column("lesson", String, nullable=False),
    Column("stage", String, nullable=False),
    Column("part", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("boot", String, nullable=False),
    Column("born", Float, nullable=False),
)
