"""The slip printer over a real socket and a real terminal device: what comes out, and what is said if nothing does."""

from __future__ import annotations

import io
import os
import threading
import time
import tty
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from kiosk.adapters import printer as module
from kiosk.adapters.printer import EscposPrinter
from kiosk.bootstrap.doctor import _printer
from kiosk.config import Printer, Settings
from kiosk.errors import PrinterError
from kiosk.ports.printer import Paper
from tests.fakes.printer import ENOUGH, LOW, OUT, FakePrinter, Tape


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """For printers that do not do what is waited for."""
    for name in ("SEND", "END"):
        monkeypatch.setattr(module, f"{name}_SECONDS", 0.4)


@pytest.fixture
def unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """For printers that answer no questions."""
    monkeypatch.setattr(module, "ASK_SECONDS", 0.1)


def slip(width: int = 576, height: int = 1200) -> Image.Image:
    """A picture with something in every corner, higher than one raster command takes."""
    picture = Image.new("1", (width, height), 1)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 9, 9), fill=0)
    pen.rectangle((width - 3, height - 5, width, height), fill=0)
    pen.line((0, 0, width, height), fill=0, width=3)
    return picture


def png(picture: Image.Image) -> bytes:
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def over(fake: FakePrinter, **changes: object) -> EscposPrinter:
    return EscposPrinter(Printer(kind="network", host="127.0.0.1", port=fake.port, **changes))  # type: ignore[arg-type]  # any key of it


def refused(printer: EscposPrinter, width: int = 576) -> str:
    with pytest.raises(PrinterError) as found:
        printer.print(png(slip(width)))
    return found.value.message.key


@pytest.mark.parametrize("paper", [ENOUGH, LOW])
def test_what_comes_out_is_the_picture_dot_for_dot(paper: int) -> None:
    with FakePrinter(paper=paper) as fake:
        over(fake).print(png(slip()))
        assert fake.wait()
    assert fake.slips[0].tobytes() == slip().tobytes()
    assert fake.cuts == 1


def test_printer_that_answers_no_questions_prints_all_the_same(unasked: None) -> None:
    with FakePrinter(paper=None, ends=None) as fake:
        assert over(fake).probe() is Paper.UNKNOWN
        over(fake).print(png(slip()))
        assert fake.wait()


def test_narrow_paper_has_no_knife() -> None:
    with FakePrinter(dots=384) as fake:
        over(fake, width_mm=58).print(png(slip(384)))
        assert fake.wait()
    assert fake.slips[0].tobytes() == slip(384).tobytes()
    assert fake.cuts == 0


@pytest.mark.parametrize(("said", "paper"), [(ENOUGH, Paper.ENOUGH), (LOW, Paper.LOW), (OUT, Paper.OUT)])
def test_probe_asks_and_prints_nothing(said: int, paper: Paper) -> None:
    with FakePrinter(paper=said) as fake:
        assert over(fake).probe() is paper
    assert fake.slips == []


def test_out_of_paper_is_said_and_nothing_is_sent() -> None:
    with FakePrinter(paper=OUT) as fake:
        assert refused(over(fake)) == "error.printer_paper"
    assert fake.slips == []


def test_paper_that_ends_during_the_slip() -> None:
    with FakePrinter(ends=0x0C) as fake:
        assert refused(over(fake)) == "error.printer_paper"


@pytest.mark.parametrize("mood", [{"dies_after": 20_000}, {"ends": None}])
def test_stopped_in_the_middle(mood: dict[str, int | None], impatient: None) -> None:
    with FakePrinter(**mood) as fake:  # type: ignore[arg-type]  # one key of it
        assert refused(over(fake)) == "error.printer_stopped"


def test_printer_that_takes_nothing_is_given_up_in_bounded_time(impatient: None, unasked: None) -> None:
    with FakePrinter(deaf=True) as fake:
        began = time.monotonic()
        assert refused(over(fake)) == "error.printer_stopped"
    assert time.monotonic() - began < 5


def test_no_printer_there(tmp_path: Path) -> None:
    with FakePrinter() as fake:
        gone = over(fake)
    assert refused(gone) == "error.printer_line"
    for kind in ("usb", "file"):
        assert refused(EscposPrinter(Printer(kind=kind, device=tmp_path / "lp0"))) == "error.printer_line"


class OnDevice:
    """A printer at the other end of a terminal device, which stands for /dev/usb/lp0."""

    def __init__(self, answers: bool) -> None:
        self.ours, theirs = os.openpty()
        tty.setraw(theirs)
        self.path = Path(os.ttyname(theirs))
        self._theirs = theirs
        self.answers = answers
        self.tape = Tape(576)
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def end(self) -> None:
        if self._thread.is_alive():
            os.close(self._theirs)
            self._thread.join()
            os.close(self.ours)

    def _read(self) -> None:
        while True:
            try:
                self.tape.feed(os.read(self.ours, 4096))
            except OSError:  # nobody holds the other end
                return
            for asked in self.tape.asked if self.answers else ():
                os.write(self.ours, bytes([ENOUGH if asked == "paper" else 0]))
            self.tape.asked.clear()


@pytest.fixture(params=[True, False], ids=["answers", "mute"])
def device(request: pytest.FixtureRequest) -> Iterator[OnDevice]:
    made = OnDevice(answers=request.param)
    yield made
    made.end()


@pytest.mark.parametrize("kind", ["usb", "file"])
def test_device_gets_the_whole_slip(device: OnDevice, kind: str, request: pytest.FixtureRequest) -> None:
    if not device.answers:
        request.getfixturevalue("unasked")
    EscposPrinter(Printer(kind=kind, device=device.path)).print(png(slip()))
    device.end()
    assert device.tape.picture().tobytes() == slip().tobytes()


def test_device_that_takes_no_more_is_given_up(impatient: None) -> None:
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    try:
        assert refused(EscposPrinter(Printer(kind="file", device=Path(os.ttyname(theirs))))) == "error.printer_stopped"
    finally:
        os.close(theirs)
        os.close(ours)


@pytest.mark.parametrize(
    ("paper", "state", "says"),
    [(ENOUGH, "ok", "has paper"), (LOW, "warn", "comes to an end"), (OUT, "warn", "no paper")],
)
def test_the_doctor_says_how_the_printer_is(paper: int, state: str, says: str) -> None:
    with FakePrinter(paper=paper) as fake:
        found = _printer(replace(Settings(), printer=Printer(kind="network", host="127.0.0.1", port=fake.port)))
    assert (found.name, found.state) == ("printer", state)
    assert says in found.detail
    assert fake.slips == []


def test_the_doctor_names_what_to_look_at_when_no_printer_answers(tmp_path: Path) -> None:
    found = _printer(replace(Settings(), printer=Printer(kind="usb", device=tmp_path / "lp0")))
    assert (found.state, bool(found.mend)) == ("warn", True)
    assert _printer(Settings()).state == "ok"  # none is set: nothing is missing
