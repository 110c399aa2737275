"""Icons: SVG files in assets/icons, drawn with one line weight, coloured by the theme and kept as pictures."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "icons"


class Icons:
    """Loads, tints and remembers icons. An unknown name raises FileNotFoundError: a defect, found by tests."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._sources: dict[str, bytes] = {}
        self._pictures: dict[tuple[str, int, str, float], QPixmap] = {}

    def names(self) -> list[str]:
        return sorted(path.stem for path in self._folder.glob("*.svg"))

    def pixmap(self, name: str, side: int, colour: str, ratio: float = 1.0) -> QPixmap:
        """The icon as a square of `side` px in "#RRGGBB" `colour`; `ratio` is the device's pixel ratio."""
        key = (name, side, colour, ratio)
        if key not in self._pictures:
            self._pictures[key] = self._draw(name, side, colour, ratio)
        return self._pictures[key]

    def _source(self, name: str) -> bytes:
        if name not in self._sources:
            self._sources[name] = (self._folder / f"{name}.svg").read_bytes()
        return self._sources[name]

    def _draw(self, name: str, side: int, colour: str, ratio: float) -> QPixmap:
        tinted = self._source(name).replace(b"currentColor", colour.encode())
        picture = QPixmap(round(side * ratio), round(side * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(QByteArray(tinted)).render(painter, QRectF(0, 0, side, side))
        painter.end()
        return picture
