"""What a screen reader finds of the running kiosk: run by the system's Python, which has pyatspi. Prints JSON.

Usage: atspi_reader.py APPLICATION STEPS. STEPS is JSON: [[KEY, SIGN], …]. Lists what is showing, then for each step
presses the key whose name begins with KEY, through its action, until something with SIGN in its name shows, and lists
what shows then.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pyatspi  # type: ignore[import-not-found]  # of the system's Python

PATIENCE = 40.0
AGAIN = 2.0  # a screen that is too young takes no press (U7): pressed again after so long
BUTTONS = ("push button", "button")
_tick = threading.Event()


def until(condition: Callable[[], Any], what: str) -> Any:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            answer = condition()
        except Exception:  # noqa: BLE001 - the tree changes while it is read, and then anything is raised
            answer = None
        if answer:
            return answer
        _tick.wait(0.1)
    sys.exit(f"never: {what}")


def application(name: str) -> Any:
    desktop = pyatspi.Registry.getDesktop(0)
    return next((app for app in desktop if app is not None and app.name == name), None)


def everything(node: Any) -> Iterator[Any]:
    yield node
    for child in node:
        if child is not None:
            yield from everything(child)


def showing(app: Any) -> list[Any]:
    return [n for n in everything(app) if n.getState().contains(pyatspi.STATE_SHOWING)]


def told(nodes: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": node.name,
            "role": node.getRoleName(),
            "focusable": node.getState().contains(pyatspi.STATE_FOCUSABLE),
            "actions": actions(node),
        }
        for node in nodes
    ]


def actions(node: Any) -> list[str]:
    try:
        offered = node.queryAction()
    except NotImplementedError:
        return []
    return [offered.getName(index) for index in range(offered.nActions)]


def key(app: Any, name: str) -> Any:
    found = [n for n in showing(app) if n.getRoleName() in BUTTONS and n.name.startswith(name)]
    return found[0] if found else None


def press(app: Any, name: str) -> None:
    found = key(app, name)
    if found is not None:
        offered = actions(found)
        found.queryAction().doAction(next(i for i, word in enumerate(offered) if word.lower() in ("press", "click")))


def go(app: Any, name: str, sign: str) -> None:
    """Presses `name` until `sign` shows."""
    pressed = -AGAIN

    def arrived() -> bool:
        nonlocal pressed
        if any(sign in node.name for node in showing(app)):
            return True
        if time.monotonic() - pressed >= AGAIN:
            press(app, name)
            pressed = time.monotonic()
        return False

    until(lambda: key(app, name), f"a key {name}")
    until(arrived, f"{sign} after {name}")


def main(app_name: str, steps: list[tuple[str, str]]) -> None:
    app = until(lambda: application(app_name), f"an application {app_name}")
    until(lambda: key(app, steps[0][0]), f"a key {steps[0][0]}")
    seen = [told(showing(app))]
    for name, sign in steps:
        go(app, name, sign)
        seen.append(told(showing(app)))
    sys.stdout.write(json.dumps(seen, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
