"""Whether a touch screen is there: what the kernel lists of input devices, read without opening any."""

from __future__ import annotations

from pathlib import Path

DEVICES = Path("/proc/bus/input/devices")
POSITION_X = 0x00  # ABS_X
MULTI_X = 0x35  # ABS_MT_POSITION_X
TOUCH = 0x14A  # BTN_TOUCH
DIRECT = 0x01  # INPUT_PROP_DIRECT: it is touched where it shows, unlike a touchpad


def touch_screens(listed: str) -> tuple[str, ...]:
    """The names of those in the text of /proc/bus/input/devices (linux/input-event-codes.h)."""
    found = []
    for block in listed.split("\n\n"):
        name, bits = "", {"PROP": 0, "ABS": 0, "KEY": 0}
        for line in block.splitlines():
            mark, _, rest = line.partition(": ")
            if mark == "N":
                name = rest.removeprefix("Name=").strip('"')
            elif mark == "B":
                kind, _, words = rest.partition("=")
                bits[kind] = _number(words)
        touched = _has(bits["ABS"], MULTI_X) or (_has(bits["ABS"], POSITION_X) and _has(bits["KEY"], TOUCH))
        if touched and _has(bits["PROP"], DIRECT):
            found.append(name)
    return tuple(found)


def _number(words: str) -> int:
    """The kernel writes the bits in words of 64, the highest first."""
    number = 0
    for word in words.split():
        number = number << 64 | int(word, 16)
    return number


def _has(bits: int, bit: int) -> bool:
    return bool(bits >> bit & 1)
