"""What stands around every screen: band, title, strips and the bar, and what they are told to show."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from kiosk.domain.presence import Helpers
from kiosk.text import Message, msg
from kiosk.ui.kit import Kit
from kiosk.ui.view import View
from kiosk.ui.widgets.band import Band, BandKind
from kiosk.ui.widgets.bottom_bar import BottomBar
from kiosk.ui.widgets.done_key import DoneKey
from kiosk.ui.widgets.frieze import Frieze
from kiosk.ui.widgets.hint_ring import HintRing
from kiosk.ui.widgets.listen_strip import ListenStrip
from kiosk.ui.widgets.tap_area import TapArea, TapHost
from kiosk.ui.widgets.title_bar import TitleBar
from kiosk.ui.widgets.waiting_strip import WaitingStrip


class Furniture(TapHost):
    """The parts, made anew for each look, and the signals of their keys. Where they stand is for who builds on it."""

    back_requested = Signal()
    home_requested = Signal()
    listen_requested = Signal()
    volunteer_requested = Signal()
    alarm_requested = Signal()
    again_requested = Signal()
    louder_requested = Signal()
    slower_requested = Signal()
    larger_requested = Signal()
    colours_requested = Signal()
    language_requested = Signal()
    done_requested = Signal()
    give_back_requested = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.kit = kit
        self.view: View | None = None
        self._band_kind: BandKind | None = None
        self._band: Band | None = None
        self._strip: ListenStrip | None = None
        self._called: WaitingStrip | None = None
        self.calls: tuple[tuple[Message, ...], ...] = ()
        self._done: DoneKey | None = None
        self._known = self._giving_back = False
        self._words: dict[str, tuple[Message | str, ...]] = {}
        self._helpers = Helpers.THERE

    def arrange(self) -> None:
        """Places everything anew; something has changed its size."""
        raise NotImplementedError

    def retitle(self) -> None:
        """The view's `title` or `service` has changed."""
        self._entitle()
        self.arrange()

    def set_duty(
        self, duty: Message | str, short: Message | str = "", helpers: Helpers = Helpers.THERE
    ) -> None:  # fmt: skip
        """Who is on duty, in full and shortened to the name; `helpers` is how that looks."""
        self._words["duty"] = (duty, short)
        self._helpers = helpers
        self.title_bar.set_duty(duty, short, helpers)
        self.arrange()

    def set_time(self, time: Message | str) -> None:
        self._words["time"] = (time,)
        self.title_bar.set_time(time)
        self.arrange()

    def set_band(self, kind: BandKind | None) -> None:
        """演示, 练习 or 演练 over every screen; None takes it away."""
        self._band_kind = kind
        if self._band is not None:
            self._band.hide()
            self._band.deleteLater()
        self._band = Band(self.kit, kind, self) if kind else None
        if self._band is not None:
            self._band.show()
        self._show_badge()
        self.arrange()

    @property
    def band(self) -> BandKind | None:
        return self._band_kind

    def set_known(self, known: bool) -> None:
        """卡已认出 and 我好了, at the right of the title as long as somebody is known; never who."""
        self._known = known
        self.title_bar.set_sign(msg("who.known") if known else "")
        self._place_corner()

    @property
    def known(self) -> bool:
        return self._known

    def set_giving_back(self, stepping: bool) -> None:
        """还给您 in the place of 我好了, as long as a helper does a step for the resident."""
        self._giving_back = stepping
        self._show_badge()
        self._place_corner()

    @property
    def giving_back(self) -> bool:
        return self._giving_back

    def _show_badge(self) -> None:
        """The band's word. 还给您 says itself that somebody helps: then only 演示 still needs to be said."""
        kind = self._band_kind
        word = "" if kind is None else kind.beside_key if self._giving_back else kind.word
        self.title_bar.set_badge(word, kind.service if kind else "", kind.short if kind else "")

    def _place_corner(self) -> None:
        if self._done is not None:
            self._done.hide()
            self._done.deleteLater()
            self._done = None
        if self._known or self._giving_back:
            self._done = DoneKey(self.kit, self, giving_back=self._giving_back)
            self._done.tapped.connect(self.give_back_requested if self._giving_back else self.done_requested)
            self._done.show()
        self.arrange()
        self.order_focus()

    def set_listening(self, open_: bool) -> None:
        """Opens or closes the strip under 听一听."""
        if self._strip is not None:
            self._strip.hide()
            self._strip.deleteLater()
            self._strip = None
        if open_:
            self._strip = ListenStrip(self.kit, self)
            for name in ("again", "louder", "slower", "larger", "colours", "language"):
                getattr(self._strip, name).connect(getattr(self, f"{name}_requested"))
            self._strip.show()
        self.bar.key("listen").set_selected(open_)
        self.arrange()
        self.order_focus()

    @property
    def listening(self) -> bool:
        return self._strip is not None

    def _furnish_calls(self) -> None:
        if self._called is not None:
            self._called.stop()
            self._called.hide()
            self._called.deleteLater()
        self._called = WaitingStrip(self.kit, self.calls, self) if self.calls else None
        if self._called is not None:
            self._called.on_turn = self.arrange

    def _furnish(self) -> None:
        for name in ("title_bar", "bar", "_frieze", "_ring"):
            old = getattr(self, name, None)
            if old is not None:
                old.hide()
                old.deleteLater()
        self.title_bar = TitleBar(self.kit, self)
        self.bar = BottomBar(self.kit, self)
        self._frieze = Frieze(self.kit, self)
        self._ring = HintRing(self.kit, self)
        for name in ("back", "home", "listen", "volunteer", "alarm"):
            getattr(self.bar, name).connect(getattr(self, f"{name}_requested"))
        duty, short = self._words.get("duty", ("", ""))
        self.set_duty(duty, short, self._helpers)
        self.set_time(*self._words.get("time", ("",)))
        self.set_band(self._band_kind)
        if self._done is not None:
            self.set_known(self._known)
        for part in (self.title_bar, self.bar, self._frieze):
            part.show()

    def _entitle(self) -> None:
        if self.view is not None:
            self.title_bar.set_title(self.view.title, self.view.service)
            self.setWindowTitle(self.title_bar.title)

    def focus_order(self) -> list[TapArea]:
        """The keys as the eye finds them: rows from the top, in each from the left; the bar comes last."""
        keys = [key for key in self.findChildren(TapArea) if key.isVisibleTo(self)]
        half = max(1, self.kit.metrics.target // 2)

        def place(key: TapArea) -> tuple[bool, int, int]:
            corner = key.mapTo(self, QPoint(0, 0))
            return key.parentWidget() is self.bar, corner.y() // half, corner.x()

        return sorted(keys, key=place)

    def order_focus(self) -> None:
        """Lets Qt's focus chain follow the screen; done by itself before the focus moves."""
        keys = self.focus_order()
        for before, after in pairwise(keys):
            QWidget.setTabOrder(before, after)
