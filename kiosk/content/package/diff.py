"""What a new version changes, for a person before it is published or installed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.content.package.release import File, Release


@dataclass(frozen=True)
class Diff:
    """Paths; `travels` is how many bytes a kiosk with the old version has to fetch."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    travels: int
    old_length: int
    new_length: int

    @property
    def nothing(self) -> bool:
        return not (self.added or self.changed or self.removed)

    def lines(self) -> tuple[str, ...]:
        """In words, one file a line, and the sum."""
        told = [*_named("new", self.added), *_named("changed", self.changed), *_named("gone", self.removed)]
        sizes = f"{size(self.old_length)} before, {size(self.new_length)} now, {size(self.travels)} to fetch"
        tally = f"{len(self.added)} new, {len(self.changed)} changed, {len(self.removed)} gone; {sizes}"
        return (*told, "nothing changes" if self.nothing else tally)


def diff(old: Release | None, new: Release) -> Diff:
    """From `old` (None: there was nothing) to `new`. What is already there under another name need not travel."""
    before: dict[str, File] = old.by_path() if old else {}
    after = new.by_path()
    known = {file.sha256 for file in before.values()}
    fetched = {file.sha256: file.length for file in new.files if file.sha256 not in known}
    both = [path for path in after if path in before]
    return Diff(
        added=tuple(path for path in after if path not in before),
        changed=tuple(path for path in both if after[path].sha256 != before[path].sha256),
        removed=tuple(path for path in before if path not in after),
        travels=sum(fetched.values()),
        old_length=old.length if old else 0,
        new_length=new.length,
    )


def size(count: int) -> str:
    """Bytes as a person reads them."""
    if count < 1_000:
        return f"{count} bytes"
    return f"{count / 1_000:,.1f} KB" if count < 1_000_000 else f"{count / 1_000_000:,.1f} MB"


def _named(what: str, paths: Iterable[str]) -> list[str]:
    return [f"{what}: {path}" for path in paths]
