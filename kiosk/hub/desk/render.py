"""Pages from templates: everything a template may ask for is given here, and nothing in it is a bare string."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from kiosk.hub.clock import HubClock
from kiosk.hub.desk import story, times
from kiosk.hub.desk.look import Look
from kiosk.hub.settings import HubSettings
from kiosk.hub.staff.service import MANAGERS, StaffRole
from kiosk.hub.staff.sessions import Signed
from kiosk.text import Translator, msg

HERE = Path(__file__).resolve().parent
ICONS = HERE.parents[2] / "assets" / "icons"
LANGUAGE_NAMES = (("zh_CN", "中文"), ("en", "English"))
JS_WORDS = ("seconds", "minutes", "hours", "days")


@dataclass(frozen=True)
class Reader:
    """For whom a page is drawn; `who` None: nobody has signed in."""

    who: Signed | None
    look: Look

    @property
    def language(self) -> str:
        return self.who.staff.language if self.who else self.look.language


@cache
def translator(language: str) -> Translator:
    return Translator(language, "hub")


@cache
def icon(name: str) -> Markup:
    """A drawing of our own, in the colour of the text around it; decoration: the words beside it say the same."""
    drawing = (ICONS / f"{Path(name).name}.svg").read_text("utf-8")
    return Markup(drawing.replace("<svg ", '<svg class="icon" aria-hidden="true" ', 1))  # noqa: S704 - our own file


@cache
def templates() -> Environment:
    """One for all desks of a process: reading a page takes tens of milliseconds."""
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class Pages:
    """Draws a template for a reader. `base` are facts that every signed-in page shows."""

    def __init__(self, settings: HubSettings, clock: HubClock) -> None:
        self._settings = settings
        self._clock = clock
        self._templates = templates()

    def prepare(self, *templates: str) -> None:
        """Have these ready to be drawn: reading one for the first time takes tens of milliseconds."""
        for template in templates:
            self._templates.get_template(template)

    def page(self, template: str, reader: Reader, *, status: int = 200, **facts: Any) -> HTMLResponse:
        """A whole page; `facts` are the template's own. Live updates take their parts out of it."""
        say = translator(reader.language)

        def t(key: str, **args: object) -> str:
            return say(msg(key, **args))

        shown: dict[str, Any] = {
            "t": t,
            "say": say,
            "icon": icon,
            "at": times.clock,
            "at_second": times.second,
            "happened": story.happened,
            "who": reader.who,
            "look": Look(reader.look.size, reader.look.palette, reader.language),
            "languages": LANGUAGE_NAMES,
            "now": self._clock.now(),
            "demo": self._settings.demo,
            "key_path": str(self._settings.state_dir / "keys" / "administrator.key"),
            "words": _for_script(say),
            "title": t("desk.brand"),
            "places": _places(reader),
            "here": "",
            "alarms": (),
            "own": "",  # the alarm whose page this is: it rings in the page itself
            "notice": "",
            "notice_kind": "good",
        }
        body = self._templates.get_template(template).render(shown | facts)
        return HTMLResponse(body, status_code=status)


def _places(reader: Reader) -> list[tuple[str, str, str]]:
    places = [
        ("now", "/desk/", "hand"),
        ("residents", "/desk/residents", "card"),
        ("appointments", "/desk/appointments", "calendar"),
        ("history", "/desk/history", "clock"),
        ("kiosks", "/desk/kiosks", "desk"),
        ("shift", "/desk/shift", "swap"),
    ]
    if reader.who and reader.who.staff.role in MANAGERS:
        places.append(("quality", "/desk/quality", "star"))
    if reader.who and reader.who.staff.role == StaffRole.ADMINISTRATOR:
        places += [("studio", "/desk/studio", "pencil"), ("staff", "/desk/staff", "people")]
    return [*places, ("me", "/desk/me", "person")]


def _for_script(say: Translator) -> str:
    """The few words the page's clock needs, as templates with {n} or {t} left open."""
    spans = {name: say(msg(f"desk.span.{name}", n="{n}")) for name in JS_WORDS}
    rest = {name: say(msg(f"desk.clock.{name}", t="{t}")) for name in ("left", "over")}
    return json.dumps(spans | rest | {"ring": say(msg("desk.alarm.tab"))}, ensure_ascii=False)
