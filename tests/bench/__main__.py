"""`make bench`: every figure in one table, each beside its peer and its aim.

A missed aim is a figure like any other; only a bench that breaks ends with an error.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from tests.bench.rows import Row, table

Rows = list[Row]
SPEECH_AIM, SPEECH_MS = 0.92, 2.0


def _start() -> Rows:
    from tests.bench import bench_start

    return bench_start.rows(bench_start.measure())


def _taps() -> Rows:
    from tests.bench import bench_taps

    return bench_taps.rows(bench_taps.measure())


def _memory() -> Rows:
    from tests.bench import bench_memory

    return bench_memory.rows(bench_memory.measure())


def _hub() -> Rows:
    from tests.bench import bench_hub, hub_peers

    return hub_peers.rows(bench_hub.measure(), hub_peers.measure())


def _hospital() -> Rows:
    from tests.bench import bench_hospital

    return bench_hospital.rows(bench_hospital.measure())


def _alarm() -> Rows:
    from tests.bench import bench_alarm

    return bench_alarm.rows(bench_alarm.measure())


def _scale() -> Rows:
    from tests.bench import bench_scale

    return bench_scale.all_rows()


def _content() -> Rows:
    from tests.bench import bench_content

    return bench_content.rows(bench_content.measure())


def _speech(folder: Path) -> Rows:
    from tests.bench import bench_speech

    (ours, peer), _ = bench_speech.measure(folder)
    right, slow = ours.share >= SPEECH_AIM, ours.ms_p95 < SPEECH_MS
    return [
        Row("speech: spans read right", ours.share, "", peer.name, peer.share, f"≥ {SPEECH_AIM}", right),
        Row("speech: a sentence, p50", ours.ms_p50, "ms", peer.name, peer.ms_p50),
        Row("speech: a sentence, p95", ours.ms_p95, "ms", peer.name, peer.ms_p95, f"< {SPEECH_MS:g} ms", slow),
        Row("speech: until the first sentence", ours.load_ms, "ms", peer.name, peer.load_ms),
    ]


def _policy(folder: Path) -> Rows:
    from tests.bench import bench_policy

    return bench_policy.rows(folder)


BENCHES: dict[str, Callable[[], Rows]] = {
    "start": _start,
    "taps": _taps,
    "memory": _memory,
    "hub": _hub,
    "hospital": _hospital,
    "alarm": _alarm,
    "scale": _scale,
    "content": _content,
}
NAMES = (*BENCHES, "speech", "policy")


@click.command()
@click.option("--only", multiple=True, type=click.Choice(NAMES), help="Only this bench; may be given again.")
@click.option("--speech", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Score reading by this.")
@click.option("--policy", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Score answers by this.")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def main(only: tuple[str, ...], speech: Path | None, policy: Path | None, as_json: bool) -> None:
    """Measure on this machine, now. Best while nothing else runs on it."""
    if "speech" in only and speech is None:
        raise click.UsageError("--only speech needs --speech FOLDER")
    if "policy" in only and policy is None:
        raise click.UsageError("--only policy needs --policy FOLDER")
    chosen = {name: bench for name, bench in BENCHES.items() if not only or name in only}
    if speech is not None and (not only or "speech" in only):
        chosen["speech"] = lambda: _speech(speech)
    if policy is not None and (not only or "policy" in only):
        chosen["policy"] = lambda: _policy(policy)
    before = os.getloadavg()[0]
    rows, broken = _all(chosen)
    facts = {"when": datetime.now(UTC).isoformat(timespec="seconds"), "cores": os.cpu_count(), "load_before": before}
    _tell(facts, rows, broken, as_json=as_json)
    sys.exit(1 if broken else 0)


def _all(chosen: dict[str, Callable[[], Rows]]) -> tuple[Rows, list[str]]:
    rows, broken = [], []
    for name, bench in chosen.items():
        click.echo(f"measuring {name} …", err=True)
        try:
            rows += bench()
        except Exception:  # noqa: BLE001 - the other benches still have something to say
            traceback.print_exc()
            broken.append(name)
    return rows, broken


def _tell(facts: dict[str, Any], rows: Rows, broken: list[str], *, as_json: bool) -> None:
    if as_json:
        told = {**facts, "rows": [row.facts() for row in rows], "broken": broken}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    click.echo(table(rows))
    aims = [row for row in rows if row.met is not None]
    click.echo(f"\n{facts['when']}, {facts['cores']} cores, load before {facts['load_before']:.1f}; ", nl=False)
    click.echo(f"{sum(bool(row.met) for row in aims)} of {len(aims)} aims met")
    for name in broken:
        click.echo(f"bench {name} broke; its reason is above", err=True)


if __name__ == "__main__":
    main()
