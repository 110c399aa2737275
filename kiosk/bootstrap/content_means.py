"""How a package begins, and how one is opened, be it a folder or one file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.content.package.archive import unpack
from kiosk.content.package.manifest import FILE
from kiosk.content.package.means import laws as laws
from kiosk.content.package.means import means as means
from kiosk.content.package.means import pictures as pictures
from kiosk.errors import ContentError

ASSETS = Path(__file__).resolve().parents[2] / "assets"
EXAMPLES = ASSETS / "content" / "examples"


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
