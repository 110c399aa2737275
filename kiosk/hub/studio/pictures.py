"""Pictures of lessons as the kiosk draws them: by the kiosk's own program, never within the hub.

A picture is named by what it is drawn from, so it is drawn once; the newest 200 are kept.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kiosk.content.lessons.course import COURSE
from kiosk.errors import ContentError
from kiosk.hub.content.folder import put

KEPT = 200
SECONDS = 60.0
_KEY = re.compile(r"[0-9a-f]{40}")
_PLACE = re.compile(r"(step|quiz)-[1-9]\d?|own|card")
_NAME = re.compile(r"[a-z][a-z0-9-]{0,60}\.yaml")
_AT, _PICTURE = "at", "picture.png"


class NoPicture(ContentError):
    """There is none, and why."""


class Pictures:
    """Functions over a folder; `program` begins the command that draws. Each may wait for the disk.

    `draw` takes seconds: call it in `thread`, which is one, so that a page full of pictures holds up nothing else.
    """

    def __init__(self, root: Path, program: tuple[str, ...] = (sys.executable, "-m", "kiosk")) -> None:
        self.root, self._program = root, program
        self.thread = ThreadPoolExecutor(1, "studio-pictures")

    def keep(self, lesson: bytes, name: str, course: bytes, place: str) -> str:
        """Note what is to be drawn; its key. `name` is the lesson's file. Raises NoPicture, OSError."""
        if not _NAME.fullmatch(name) or not _PLACE.fullmatch(place):
            raise NoPicture(f"{name}, {place}: no place in a lesson")
        told = b"\0".join((lesson, name.encode(), course, place.encode()))
        key = hashlib.sha256(told).hexdigest()[:40]
        folder = self.root / key
        if not (folder / _AT).is_file():
            put(folder / name, lesson)
            if course:
                put(folder / COURSE, course)
            put(folder / _AT, f"{name} {place}".encode())  # last: what has it is whole
            self._tidy()
        return key

    def draw(self, key: str) -> Path:
        """The picture's file, drawn now if it was not. Raises NoPicture, OSError."""
        folder = self.root / key
        if not _KEY.fullmatch(key) or not (folder / _AT).is_file():
            raise NoPicture("no such picture")
        picture = folder / _PICTURE
        if not picture.is_file():
            name, place = (folder / _AT).read_text("utf-8").split()
            self._run(folder / name, picture, place)
        return picture

    def _run(self, lesson: Path, picture: Path, place: str) -> None:
        part = picture.with_name("part.png")
        words = [*self._program, "lessons", "picture", str(lesson), str(part), "--at", place]
        try:
            done = subprocess.run(  # noqa: S603 - our own program, without a shell
                words, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoPicture(f"could not be drawn: {type(error).__name__}") from error
        if done.returncode or not part.is_file():
            raise NoPicture(done.stderr.decode("utf-8", "replace")[-500:])
        part.replace(picture)

    def _tidy(self) -> None:
        folders = sorted(self.root.glob("?" * 40), key=lambda one: one.stat().st_mtime)
        for old in folders[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)
