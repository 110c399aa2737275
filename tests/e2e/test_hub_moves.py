"""A hub that comes back somewhere else."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.house import house
from tests.waiting import until


def test_a_hub_at_a_new_address_is_found_by_a_kiosk_that_runs_on(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        hub = home.start_hub()
        home.join()
        home.start_kiosk()
        until(lambda: home.look()["online"], "the kiosk found its hub")
        joined = home.kiosk_folder / "hub.json"
        before = joined.read_text("utf-8")
        home.kill(hub)
        until(lambda: not home.look()["online"], "the kiosk notices that the hub is gone")
        home.move()
        home.start_hub()
        home.join()
        assert joined.read_text("utf-8") != before
        until(lambda: home.look()["online"], "the kiosk found its hub at the new address")
