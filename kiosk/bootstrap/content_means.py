"""What packages are held against, and how one is opened, be it a folder or one file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.adapters.first_aid import aid_files
from kiosk.adapters.lessons import lesson_files
from kiosk.bootstrap.plain_words import hard
from kiosk.content.first_aid.check import check_aids
from kiosk.content.lessons.check import Against, check_lessons
from kiosk.content.package.archive import unpack
from kiosk.content.package.check import Means
from kiosk.content.package.manifest import FILE
from kiosk.content.policy.cards_reader import Fault
from kiosk.content.policy.law import Law, read_law
from kiosk.errors import ContentError

ASSETS = Path(__file__).resolve().parents[2] / "assets"
README = "readme"
EXAMPLES = ASSETS / "content" / "examples"


def means(texts: Path | None = None) -> Means:
    """Everyday words, the program's pictures and, from a folder of *.md, official texts."""
    return Means(hard(), pictures(), laws(texts) if texts else {}, {"first-aid": _first_aid, "lessons": _lessons})


def _first_aid(folder: Path) -> tuple[Fault, ...]:
    """A package's pictures count beside the program's own."""
    own = {path.stem for path in folder.rglob("*.svg")}
    today = datetime.now(UTC).astimezone().date()
    return check_aids(aid_files((folder,)), hard(), pictures() | own, today)[1]


def _lessons(folder: Path) -> list[Fault]:
    own = {path.stem for path in folder.rglob("*.svg")}
    return check_lessons(lesson_files((folder,)), Against(hard(), pictures() | own))[2]


def pictures() -> frozenset[str]:
    return frozenset(path.stem for path in (ASSETS / "icons").glob("*.svg"))


def laws(folder: Path) -> dict[str, Law]:
    paths = [path for path in sorted(folder.glob("*.md")) if path.stem.lower() != README]
    return {path.stem: read_law(path.stem, path.read_bytes()) for path in paths}


def example(kind: str, name: str) -> dict[str, bytes]:
    """A small package of that kind that passes its check, to begin from: its files by path. Raises ContentError."""
    folder = EXAMPLES / kind
    found = {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    if FILE not in found:
        raise ContentError(f"there is no example of {kind}; docs/content-format.md says what it holds")
    head, _, rest = found[FILE].partition(b"id: example")
    return {**found, FILE: b"".join((head, b"id: ", name.encode(), rest))}


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """The package's folder; a built file is unpacked for as long as it is used. Raises ContentError."""
    if path.is_dir():
        yield path
        return
    if not path.is_file():
        raise ContentError(f"{path}: no such folder or file")
    with TemporaryDirectory(prefix="silver-key-") as folder:
        try:
            unpack(path, Path(folder))
        except OSError as error:
            raise ContentError(f"{path}: {error.strerror or error}") from error
        yield Path(folder)
