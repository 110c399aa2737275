"""The slow part of an import: the sentence model reads each new article once, and a person sees how far it is."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from kiosk.content.policy.errors import LibraryError
from kiosk.content.policy.law import Law


def read_for_meaning(into: Path, laws: Sequence[tuple[Law, bytes]], read: Mapping[str, bytes]) -> bool:
    """Write the library of these laws again with what its articles mean; `read` has it for some, by their texts.

    False, with a warning, where the model cannot run: the library answers by words alone then.
    """
    from kiosk.adapters.policy_library_build import build

    texts = [article.text for law, _ in laws for article in law.articles]
    known = dict(read)
    try:
        _read([text for text in dict.fromkeys(texts) if text not in known], known)
    except LibraryError as error:
        click.echo(f"warning: {error}: questions are answered by words alone, and fewer of them", err=True)
        return False
    build(into, laws, b"".join(known[text] for text in texts))
    return True


def _read(new: Sequence[str], known: dict[str, bytes]) -> None:
    """Add the vectors of the new texts to the known ones."""
    from kiosk.adapters.likeness import vectors_of

    quiet = not sys.stderr.isatty()
    with click.progressbar(length=len(new), label="reading for meaning", file=sys.stderr, hidden=quiet) as bar:
        done = 0
        for vectors in vectors_of(new) if new else ():
            known.update(zip(new[done : done + len(vectors)], vectors, strict=True))
            done += len(vectors)
            bar.update(len(vectors))
