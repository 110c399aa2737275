"""A slip on real parts: booked at a hospital, printed on a simulated printer, its code read as a telephone reads it."""

from __future__ import annotations

from pathlib import Path

import icalendar
import zxingcpp

from tests.e2e.house import house
from tests.e2e.test_appointment import a_card, a_time, type_in
from tests.fakes.printer import FakePrinter
from tests.waiting import until


def test_an_appointment_is_booked_printed_and_its_code_read(tmp_path: Path) -> None:
    with (
        FakePrinter() as printer,
        house(tmp_path, printer_kind="network", printer_host="127.0.0.1", printer_port=str(printer.port)) as home,
    ):
        home.start_hub()
        home.join()
        number = a_card(home)
        home.start_kiosk()
        until(lambda: home.look()["online"], "the kiosk found its hub")
        home.tap("看病预约", leads_to="doctor")
        home.tap("我有卡", leads_to="who")
        home.tap("输卡上的号码")
        type_in(home, number)
        home.tap("好了", leads_to="doctor")
        home.tap("去医院看")
        home.tap("西街医院")
        home.tap("眼科")
        home.tap("星期")
        home.tap(a_time(home))
        home.tap("好的", leads_to="request")
        home.hears("看病预约：约好了")
        home.tap("打印带走", leads_to="slip")
        home.tap("打印")
        home.hears("打好了")
        assert printer.wait()
        (code,) = zxingcpp.read_barcodes(printer.slips[0].convert("L"))
        (entry,) = icalendar.Calendar.from_ical(code.text).walk("VEVENT")
        assert "西街医院" in str(entry["SUMMARY"])
        assert "眼科" not in code.text  # S13
