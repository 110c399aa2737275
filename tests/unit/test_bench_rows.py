"""The table of `make bench`: ratios, aims and columns that stay straight with Chinese in them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from tests.bench import __main__ as bench
from tests.bench.rows import Row, p50_95, table


def test_a_row_knows_its_ratio_and_says_when_an_aim_is_missed() -> None:
    missed = Row("start", 300.0, "ms", "bare window", 80.0, "≤ 3× bare window", met=False)
    assert missed.ratio == 3.75
    line = table([missed]).splitlines()[-1]
    assert line.split() == [
        "start",
        "300",
        "ms",
        "bare",
        "window:",
        "80.0",
        "ms",
        "3.75",
        "≤",
        "3×",
        "bare",
        "window",
        "missed",
    ]
    assert Row("alone", 1.0, "ms").ratio is None


def test_columns_stand_under_each_other_with_wide_characters() -> None:
    lines = table([Row("叫出租车", 1.0, "ms", met=True), Row("taxi fare", 2.0, "ms", met=True)]).splitlines()
    where = [sum(2 if c > "⺀" else 1 for c in line[: line.index("ms")]) for line in lines[2:]]
    assert where[0] == where[1]


def test_median_and_95th_of_a_hundred() -> None:
    assert p50_95([float(n) for n in range(101)]) == (50.0, 95.0)


def test_a_missed_aim_is_no_failure_and_a_broken_bench_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks() -> list[Row]:
        raise RuntimeError("no window")

    monkeypatch.setattr(bench, "BENCHES", {"start": lambda: [Row("start", 9.0, "ms", aim="≤ 1 ms", met=False)]})
    done = CliRunner().invoke(bench.main, ["--json"])
    assert done.exit_code == 0
    assert json.loads(done.stdout)["rows"][0]["met"] is False
    monkeypatch.setattr(bench, "BENCHES", {"start": breaks, "hub": lambda: [Row("hub", 1.0, "/s")]})
    done = CliRunner().invoke(bench.main, [])
    assert done.exit_code == 1
    assert "hub" in done.stdout
    assert "no window" in done.stderr


@pytest.mark.parametrize("words", [["--policy", "x"], ["--only", "policy"], ["--only", "speech"]])
def test_what_cannot_be_measured_is_refused_in_one_line(words: list[str]) -> None:
    done = CliRunner().invoke(bench.main, words)
    assert done.exit_code == 2
    assert "speech" in done.stderr or "policy" in done.stderr
