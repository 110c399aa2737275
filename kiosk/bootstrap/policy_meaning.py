"""The slow part of an import: the sentence model reads each new article once, and a person sees how far it is."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from kiosk.content.policy.errors import LibraryError
from kiosk.content.policy.law import Law


def read_for_meaning(into: Path, laws: Sequence[tuple[Law, bytes]], read: Mapping[str, bytes]) -> bool:
    """Read the articles that `read` (by their texts) does not have, and write the library of these laws again with all.

    False, with a warning, where the model cannot run: the library answers by words alone then.
    """
    from kiosk.adapters.policy_library_build import build

    new = [text for text in dict.fromkeys(a.text for law, _ in laws for a in law.articles) if text not in read]
    if not new:
        return True
    known = dict(read)
    try:
        _read(new, known)
    except LibraryError as error:
        click.echo(f"warning: {error}: questions are answered by words alone, and fewer of them", err=True)
        return False
    build(into, laws, known)
    return True


def _read(new: Sequence[str], known: dict[str, bytes]) -> None:
    """Add the vectors of the new texts to the known ones."""
    from kiosk.adapters.likeness import vectors_of

    quiet = not sys.stderr.isatty()
    with click.progressbar(length=len(new), label="reading for meaning", file=sys.stderr, hidden=quiet) as bar:
        done = 0
        for vectors in vectors_of(new):
            known.update(zip(new[done : done + len(vectors)], vectors, strict=True))
            done += len(vectors)
            bar.update(len(vectors))
