"""`kiosk tap NAME`: a finger on a key of the running demo, for a machine without a display."""

from __future__ import annotations

import time
from pathlib import Path

import click

from kiosk.adapters.control import ask
from kiosk.bootstrap.demo import demo_settings
from kiosk.bootstrap.options import emit, json_option
from kiosk.errors import KioskError

SETTLED_SECONDS = 1.0
"""The finger's press, and the time for which a new screen takes no tap (U7): the next command's tap counts."""


@click.command()
@click.argument("name", required=False)
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="The demo's settings, if not its own.")
@json_option
def tap(name: str | None, config: Path | None, as_json: bool) -> None:
    """Tap the key NAME on the running demo's screen, and say what is there then.

    NAME is what stands on the key, or its beginning, such as 叫出租车. Without NAME nothing is tapped: the title and
    the keys that are there are told. It works under `kiosk demo` alone; no other kiosk can be tapped from outside.
    """
    folder = demo_settings(config).kiosk.state_dir
    answer = ask(folder, {"do": "look"})
    if name:
        if not any(key.startswith(name) for key in answer["keys"]):
            raise KioskError(f"no key {name!r} on {answer['title']}; there are: {' | '.join(answer['keys'])}")
        ask(folder, {"do": "tap", "name": name})
        time.sleep(SETTLED_SECONDS)
        answer = ask(folder, {"do": "look"})
    emit(as_json, answer, "\n".join([answer["title"], *(f"  {key}" for key in answer["keys"])]))
