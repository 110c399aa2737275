"""What packages are held against by whoever writes and publishes them: everyday words, the program's pictures, laws."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from kiosk.content.files import aid_files, lesson_files
from kiosk.content.first_aid.check import check_aids
from kiosk.content.lessons.check import Against, check_lessons
from kiosk.content.package.check import Means
from kiosk.content.policy.cards_reader import Fault
from kiosk.content.policy.law import Law, read_law

ASSETS = Path(__file__).resolve().parents[3] / "assets"
README = "readme"


@cache
def hard() -> tuple[str, ...]:
    """Words that no resident should meet (elder-ui U19)."""
    lines = (ASSETS / "words" / "hard.txt").read_text("utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


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
