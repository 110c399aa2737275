"""Moves between screens: makes a presenter and its view, keeps the way back, survives what nobody foresaw.

A page left behind is closed and made anew when the resident returns: what was entered lives in the session. The idle
warning lies over a page that stays open. A presenter that breaks takes only its own page with it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from PySide6.QtCore import Signal

from kiosk.ports.clock import Cancel, Clock
from kiosk.text import Message
from kiosk.ui.kit import Kit
from kiosk.ui.view import View
from kiosk.ui.window import KioskWindow

log = logging.getLogger(__name__)
Render = Callable[[Any], None]

HOME = "home"
RESTING = "resting"
TROUBLE = "trouble"
IDLE = "idle"
PASSING = (RESTING, TROUBLE)
"""Screens that nobody returns to."""
RECOVER_SECONDS = 1.5
AGAIN_SECONDS = 20.0
HOMELESS = 3
NOTICE_SECONDS = 4.0
DEEPEST = 12


class ScreenPresenter(Protocol):
    """What every presenter offers; kiosk.services.screen.Presenter."""

    @property
    def state(self) -> Any: ...

    def open(self) -> None: ...

    def attach(self, render: Render) -> None: ...

    def read_aloud(self) -> None: ...

    def back(self) -> bool: ...

    def home(self) -> bool: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Maker:
    """How a screen is made. The view's signals are tied to the presenter's methods of the same names."""

    presenter: Callable[..., ScreenPresenter]
    view: Callable[[Kit], View]


@dataclass
class Page:
    screen: str
    args: Mapping[str, Any] = field(default_factory=dict)
    presenter: ScreenPresenter | None = None
    view: View | None = None
    closed: bool = False
    shown: bool = False


class QtNavigator:
    """The navigator port over one window. `makers` holds every screen by name; main thread only."""

    def __init__(self, window: KioskWindow, clock: Clock, makers: Mapping[str, Maker]) -> None:
        self._window = window
        self._clock = clock
        self._makers = makers
        self._stack: list[Page] = []
        self._over: Page | None = None
        self._troubled_at: float | None = None
        self._homeless = 0  # how often in a row home could not be opened
        self._notice: Cancel | None = None
        self.moved: Callable[[str], None] = lambda _screen: None
        self.recovered: Callable[[], None] = lambda: None
        self.stepped: Callable[[], None] = lambda: None  # another page is shown than the one before

    # the port

    @property
    def current(self) -> str:
        return self._page.screen if self._stack else ""

    @property
    def title(self) -> Message | str:
        """What the current screen is called."""
        page = self._page
        return page.view.title if page.view is not None else ""

    def request_shown(self) -> str:
        """The id of the request whose own screen is open, "" for none."""
        return str(self._page.args.get("request_id", "")) if self._stack else ""

    def go(self, screen: str, /, **args: Any) -> None:
        self.uncover()
        if self._stack and (self.current, dict(self._page.args)) == (screen, args):
            return
        if self._stack:
            self._shut(self._page)
        if self.current in PASSING:
            self._stack.clear()
        if len(self._stack) >= DEEPEST:
            del self._stack[1]
        self._open(Page(screen, args))

    def replace(self, screen: str, /, **args: Any) -> None:
        self.uncover()
        if self._stack:
            self._shut(self._stack.pop())
        if self._stack and (self._page.screen, dict(self._page.args)) == (screen, args):
            self._stack.pop()  # it lies beneath: 返回 would lead to the same page again
        self._open(Page(screen, args))

    def back(self) -> None:
        self.uncover()
        if len(self._stack) < 2:
            self.home()
            return
        self._shut(self._stack.pop())
        left = self._stack.pop()
        self._open(Page(left.screen, left.args))

    def home(self) -> None:
        self._start_over(HOME)

    def rest(self) -> None:
        """Nobody is here: nothing of the last resident is left to return to."""
        self._start_over(RESTING)

    # the bar

    def back_pressed(self) -> bool:
        """返回. False when there is nowhere to go back to, so that somebody can say why."""
        if self._over is not None:
            self._ask(self._over, "back")
            return True
        if self._page.view is not None and self._page.view.back():
            return True
        if self._ask(self._page, "back"):
            return True
        if len(self._stack) < 2 and self.current == HOME:
            return False
        self.back()
        return True

    def home_pressed(self) -> bool:
        """首页. False when the resident is there already."""
        if self._over is not None:
            self._ask(self._over, "back")
        if self.current == HOME:
            return False
        if not self._ask(self._page, "home"):
            self.home()
        return True

    def may_leave(self) -> bool:
        """False when the screen may not be left now; it has said why."""
        return not self._ask(self._page, "home")

    def read_aloud(self) -> None:
        """听一听: what is on top."""
        page = self._over or self._page
        if page.presenter is not None:
            page.presenter.read_aloud()

    def notice(self, words: Message) -> None:
        """Shows a short word in the title's place for a few seconds: why a key did nothing."""
        if self._notice is not None:
            self._notice()
        self._window.title_bar.set_title(words)
        self._window.arrange()
        self._notice = self._clock.call_later(NOTICE_SECONDS, self._window.retitle)

    # over the page

    def cover(self, screen: str = IDLE) -> None:
        """Puts a screen over the current one, which stays open beneath."""
        if self._over is None and self._stack:
            self._over = Page(screen)
            self._fill(self._over)

    def uncover(self) -> None:
        over, self._over = self._over, None
        if over is None:
            return
        self._shut(over)
        if self._stack and self._page.presenter is not None:
            self._page.view = None
            self._page.presenter.attach(self._renderer(self._page))

    @property
    def covered(self) -> bool:
        return self._over is not None

    # looks and trouble

    def apply(self, kit: Kit) -> None:
        """Another look: every view is made anew and shows the state its presenter holds."""
        self._window.apply(kit)
        for page in (self._page, self._over):
            if page is not None:
                page.view = None
        top = self._over or self._page
        if top.presenter is not None:
            top.presenter.attach(self._renderer(top))

    def trouble(self, *, start_over: bool = False) -> None:
        """The last resort: sorry is said, and within two seconds the screen is built anew; home if it broke again, or
        to `start_over`. `recovered` is called when the same screen stands again.

        Raises what breaks the sorry itself: then only a new process helps.
        """
        now = self._clock.monotonic()
        again = self._troubled_at is not None and now - self._troubled_at < AGAIN_SECONDS
        self._troubled_at = now
        broken = self._page if self._stack else Page(HOME)
        at_home = broken.screen == HOME and not broken.shown
        self._homeless = (self._homeless if again else 0) + 1 if at_home else 0
        for page in (self._over, broken):
            if page is not None:
                self._shut(page)
        self._over = None
        way = [Page(p.screen, p.args) for p in self._stack[:-1]]
        goal = None if again or start_over or broken.screen in PASSING else Page(broken.screen, broken.args)
        self._stack = []
        self._open(Page(TROUBLE))
        sorry = self._page
        self._clock.call_later(RECOVER_SECONDS, lambda: self._recover(sorry, way, goal))

    @property
    def hopeless(self) -> bool:
        """Home has broken whenever it was opened, three times running: only a new process may help."""
        return self._homeless >= HOMELESS

    # inside

    @property
    def _page(self) -> Page:
        return self._stack[-1]

    def _recover(self, sorry: Page, way: list[Page], goal: Page | None) -> None:
        if self._page is not sorry:
            return  # the resident went on, or it broke again
        self._shut(sorry)
        self._stack = [] if goal is None else way
        self._open(goal or Page(HOME))
        if goal is not None:
            self.recovered()

    def _start_over(self, screen: str) -> None:
        over, self._over = self._over, None
        for page in (over, self._page if self._stack else None):
            if page is not None:
                self._shut(page)
        self._stack = []
        self._open(Page(screen))

    def _open(self, page: Page) -> None:
        self._stack.append(page)
        self._fill(page)
        self.moved(self.current)
        self.stepped()

    def _fill(self, page: Page) -> None:
        maker = self._makers[page.screen]
        page.presenter = maker.presenter(self._renderer(page), **page.args)
        page.presenter.open()

    def _renderer(self, page: Page) -> Render:
        def render(state: Any) -> None:
            if page.closed or (self._over is not None and page is not self._over):
                return  # a page beneath shows its newest state when it is uncovered
            if page.view is None:
                self._first(page, state)
                return
            title = page.view.title
            page.view.render(state)
            if page.view.title != title:
                self._window.turned()
                self.stepped()

        return render

    def _first(self, page: Page, state: Any) -> None:
        view = self._makers[page.screen].view(self._window.kit)
        bind(view, page.presenter)
        page.view = view
        view.render(state)
        self._window.show_view(view)
        page.shown = True

    def _ask(self, page: Page, what: str) -> bool:
        return bool(page.presenter is not None and getattr(page.presenter, what)())

    def _shut(self, page: Page) -> None:
        page.closed = True
        presenter, page.presenter = page.presenter, None
        if presenter is None:
            return
        try:
            presenter.close()
        except Exception as error:  # noqa: BLE001 - a page that cannot be closed keeps nobody on it
            log.error("the screen %s could not be closed: %s", page.screen, type(error).__name__)  # noqa: TRY400 - S4


def bind(view: View, presenter: object) -> None:
    """Ties each signal that the view's class declares to the presenter's method of the same name.

    Raises AttributeError when the presenter has no such intent.
    """
    for name in intents(type(view)):
        getattr(view, name).connect(getattr(presenter, name))


def intents(view: type[View]) -> Iterator[str]:
    """The names of the signals that a view's class declares: what a resident can want of that screen."""
    for kind in view.__mro__:
        if kind is View:
            return
        yield from (name for name, value in vars(kind).items() if isinstance(value, Signal))
