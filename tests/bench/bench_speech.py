"""How well and how fast text is read aloud: `python -m tests.bench.bench_speech FOLDER`.

FOLDER holds sentences (dev.jsonl, or another file named second) and their scorer (score.py). Each sentence goes
through what `kiosk speech read` does; the peer is plain pypinyin on the raw text, in the same run.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

System = Callable[[str], str]


@dataclass(frozen=True)
class Result:
    """`share` of the spans right; milliseconds a sentence, after loading."""

    name: str
    right: int
    spans: int
    share: float
    ms_p50: float
    ms_p95: float
    load_ms: float


def measure(folder: Path, sentences: str = "dev.jsonl") -> tuple[list[Result], dict[str, Any]]:
    """Ours and the peer's figures, and the scorer's report on ours."""
    scorer = _scorer(folder / "score.py")
    gold = scorer.load(folder / sentences)
    ours, report = _run("kiosk", _ours, gold, scorer)
    peer, _ = _run("pypinyin on the raw text", _peer, gold, scorer)
    return [ours, peer], report


def _run(name: str, load: Callable[[], System], gold: list[Any], scorer: Any) -> tuple[Result, dict[str, Any]]:
    started = time.perf_counter()
    system = load()
    system("您好，3 点。")
    loaded = time.perf_counter() - started
    answers, times = [], []
    for item in gold:
        before = time.perf_counter()
        answers.append({"id": item["id"], "pinyin": system(item["text"])})
        times.append((time.perf_counter() - before) * 1000)
    report: dict[str, Any] = scorer.score(gold, answers)
    times.sort()
    p50, p95 = times[len(times) // 2], times[min(len(times) - 1, int(len(times) * 0.95))]
    right, spans = report["spans_right"], report["spans"]
    return Result(name, right, spans, round(right / spans, 4), p50, p95, loaded * 1000), report


def _ours() -> System:
    from kiosk.voice.pinyin import to_pinyin
    from kiosk.voice.reading import read

    return lambda text: to_pinyin(read(text))


def _peer() -> System:
    from pypinyin import Style, lazy_pinyin

    return lambda text: " ".join(lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True))


def _scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("speech_score", path)
    if spec is None or spec.loader is None or not path.is_file():
        sys.exit(f"{path}: no scorer there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(arguments: list[str]) -> None:
    if not arguments:
        sys.exit("usage: python -m tests.bench.bench_speech FOLDER [SENTENCES] [--json]")
    paths = [a for a in arguments if not a.startswith("--")]
    results, report = measure(Path(paths[0]), *paths[1:2])
    if "--json" in arguments:
        _say(json.dumps([asdict(r) for r in results], ensure_ascii=False))
        return
    for r in results:
        speed = f"{r.ms_p50:.2f} ms p50, {r.ms_p95:.2f} ms p95 a sentence, {r.load_ms:.0f} ms to load"
        _say(f"{r.name:25} {r.right}/{r.spans} = {r.share:.3f}   {speed}")
    for wrong in report["wrong"]:
        _say(f"  wrong in {wrong['id']}: " + ", ".join(f"{c['chars']} {c['pinyin']}" for c in wrong["wrong"]))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
