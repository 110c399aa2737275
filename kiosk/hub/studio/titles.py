"""What a package's files are called by people: a lesson's title, a first-aid card's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from kiosk.content.lessons.course import COURSE
from kiosk.content.package.edit import Path, at, texts
from kiosk.content.package.manifest import FILE
from kiosk.errors import ContentError

SUFFIX = ".yaml"
WHERE: Mapping[str, Path] = {"lessons": ("title",), "first-aid": ("name", "zh_CN")}
"""By the package's kind, where in a file its name stands."""


def title(kind: str, path: str, raw: bytes) -> str:
    """ "" for a file without a name of its own, and for one that cannot be read."""
    if kind not in WHERE or path in (COURSE, FILE) or not path.endswith(SUFFIX):
        return ""
    try:
        return str(at(texts(raw), WHERE[kind]) or "")
    except ContentError:
        return ""


def titles(kind: str, files: Iterable[str], read: Callable[[str], bytes]) -> dict[str, str]:
    """Those of these files that have one."""
    found = {path: title(kind, path, read(path)) for path in files if kind in WHERE and path.endswith(SUFFIX)}
    return {path: name for path, name in found.items() if name}
