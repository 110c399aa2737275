"""How many of each fault are played: a seeded twentieth with the tests, all with `make faults` (FAULTS=full)."""

from __future__ import annotations

import os
from random import Random

FULL = os.environ.get("FAULTS") == "full"
SEED = 20261120


def count(full: int) -> int:
    """`full`, or a twentieth of it."""
    return full if FULL else max(1, full // 20)


def chance(name: str) -> Random:
    """The same numbers at every run, others for every name."""
    return Random(f"{SEED}:{name}")


def figure(row: str, text: str) -> None:
    """What docs/faults.md keeps; seen with `pytest -s`."""
    print(f"\n{row}: {text}")  # noqa: T201 - a figure is the point
