"""Telephone numbers as people read them."""

from __future__ import annotations


def grouped(number: str) -> str:
    """In groups that can be read: 138 0000 0000, 021 0000 0000, else by fours."""
    head = 3 if len(number) > 8 else 0
    groups = [number[:head]] if head else []
    groups += [number[i : i + 4] for i in range(head, len(number), 4)]
    return " ".join(groups)
