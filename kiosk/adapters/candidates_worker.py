"""The pinyin decoder in a small process of its own: a line of letters in, a line of JSON out, until the input ends.

On some inputs (zzzzzzzzzzzzzz) libgooglepinyin ends its whole process by an assertion, so that process is not the
kiosk's. Standard library only: it starts in a twentieth of a second and weighs a few megabytes.

It is opened with a user dictionary that cannot be made: it learns nothing, and nothing is written (S3).
"""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LIBRARY = "libgooglepinyin.so.0"
DICTIONARY = "googlepinyin/data/dict_pinyin.dat"
NO_USER_DICTIONARY = b"/dev/null/none"
"""Below a file nothing can be made: not by root either."""
LONGEST_WORD = 32


class Decoder:
    """Raises OSError when the library or its dictionary is not installed."""

    def __init__(self, library: str = LIBRARY) -> None:
        found = ctypes.CDLL(library)
        found.im_open_decoder.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
        found.im_open_decoder.restype = ctypes.c_bool
        found.im_search.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
        found.im_search.restype = ctypes.c_size_t
        found.im_get_candidate.argtypes = [ctypes.c_size_t, ctypes.c_void_p, ctypes.c_size_t]
        found.im_get_candidate.restype = ctypes.c_void_p
        found.im_get_spl_start_pos.argtypes = [ctypes.POINTER(ctypes.POINTER(ctypes.c_uint16))]
        found.im_get_spl_start_pos.restype = ctypes.c_size_t
        found.im_reset_search.restype = None
        self._library: Any = found
        for path in places():
            if path.is_file() and found.im_open_decoder(str(path).encode(), NO_USER_DICTIONARY):
                return
        raise OSError(f"no {DICTIONARY} that can be read")

    def find(self, letters: bytes, most: int) -> list[tuple[str, int]]:
        """Words with the number of letters that each stands for, the likeliest first."""
        self._library.im_reset_search()
        count = min(self._library.im_search(letters, len(letters)), most)
        ends = self._ends()
        words = [self._word(number) for number in range(count)]
        return [(word, ends[len(word)] if len(word) < len(ends) else len(letters)) for word in words if word]

    def _word(self, number: int) -> str:
        buffer = (ctypes.c_uint16 * (LONGEST_WORD + 1))()
        if not self._library.im_get_candidate(number, buffer, LONGEST_WORD):
            return ""
        return bytes(buffer).decode("utf-16-le", "replace").partition("\0")[0]

    def _ends(self) -> list[int]:
        """Where each syllable ends in what was typed; the first number is 0."""
        starts = ctypes.POINTER(ctypes.c_uint16)()
        count = self._library.im_get_spl_start_pos(ctypes.byref(starts))
        return [starts[i] for i in range(count + 1)]


def places() -> Iterator[Path]:
    """Debian and Ubuntu put the dictionary beside the libraries of the machine's kind."""
    for root in (Path("/usr/lib"), Path("/usr/share"), Path("/usr/local/lib")):
        yield root / DICTIONARY
        yield from sorted(root.glob(f"*/{DICTIONARY}"))


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    try:
        decoder = Decoder(*sys.argv[1:2])
    except (OSError, AttributeError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    _tell("ready")
    for line in sys.stdin.buffer:
        letters, _, most = line.strip().partition(b" ")
        _tell(json.dumps(decoder.find(letters, int(most or b"1"))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
