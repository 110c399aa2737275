"""What a screen reader finds of the running kiosk: run by the system's Python, which has pyatspi. Prints JSON.

Usage: atspi_reader.py APPLICATION KEY. Lists what is showing, presses KEY through its action, and lists what shows
then.
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


def main(app_name: str, wanted: str) -> None:
    app = until(lambda: application(app_name), f"an application {app_name}")
    found = until(lambda: key(app, wanted), f"a key {wanted}")
    before = told(showing(app))
    offered = actions(found)
    found.queryAction().doAction(next(i for i, name in enumerate(offered) if name.lower() in ("press", "click")))
    until(lambda: key(app, wanted) is None, "another screen")
    sys.stdout.write(json.dumps({"before": before, "after": told(showing(app))}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
