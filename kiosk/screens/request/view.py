"""Draws how one request stands."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from kiosk.domain.offered import Key
from kiosk.screens.request.state import Mark, Panel, PanelKind, State
from kiosk.text import Message
from kiosk.ui.drawn import Drawn
from kiosk.ui.metrics import Type
from kiosk.ui.view import View as Base
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey, offered_key
from kiosk.ui.widgets.big_panel import BigPanel
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.column import Row as KeyRow
from kiosk.ui.widgets.fitting import Fitting
from kiosk.ui.widgets.read_back import ReadBack, Row
from kiosk.ui.widgets.split import Split
from kiosk.ui.widgets.status_card import StatusCard, Step, StepState
from kiosk.ui.widgets.text_block import TextBlock

SERVICES = {"taxi": "taxi", "volunteer": "lessons", "appointment": "doctor", "consultation": "policy"}
MARKS = {
    Mark.DONE: StepState.DONE,
    Mark.NOW: StepState.NOW,
    Mark.TO_COME: StepState.COMING,
    Mark.STOPPED: StepState.FAILED,
}


class View(Base):
    pressed = Signal(str)

    def render(self, state: State) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.title = state.title
        self.fill(Fitting(self.kit, partial(self._drawn, state), partial(self._close, state)))

    def _drawn(self, state: State) -> Drawn:
        service = SERVICES[state.kind]
        if state.question:
            return self._question(state, service)
        in_card = state.panel.kind is PanelKind.WORDS
        items: list[Drawn] = [self._panel(state, service, state.note if in_card else None)]
        if state.note is not None and not in_card:
            items.append(TextBlock(self.kit, state.note, lines=3))
        items += self._rows(state.keys, service)
        return Split(self.kit, self._left(state), Column(self.kit, items, grow=[0]), share=0.5 if state.rows else 0.46)

    def _question(self, state: State, service: str) -> Drawn:
        """Nothing but the question, huge, and its answers one below the other."""
        panel = state.panel
        lines = (*((panel.top,) if panel.top else ()), *panel.bottom)
        words = AnswerCard(self.kit, panel.big, lines, panel.icon, service=service, type_=Type.ANSWER)
        keys: list[Drawn] = [self._key(key, service) for key in state.keys]
        return Split(self.kit, words, Column(self.kit, keys, grow=range(len(keys))), share=0.56)

    def _close(self, state: State) -> Drawn:
        """The answer first, then what can be done, then how it came so, which the title says too and may give way."""
        service, panel = SERVICES[state.kind], state.panel
        big: Drawn = TextBlock(self.kit, panel.big, type_=Type.LEAD, lines=4)
        if panel.kind is not PanelKind.WORDS:
            big = BigPanel(self.kit, panel.big)
        bottom = panel.bottom if panel.kind is PanelKind.WORDS else (self._below(panel),)
        words = (panel.top, *bottom, state.note)
        texts = [TextBlock(self.kit, text, lines=4) for text in words if text]
        keys = [self._key(key, service) for key in state.keys]
        items = [big, *texts, *keys]
        if state.question:
            return Column(self.kit, items)
        spare = [] if state.rows else [len(items)]
        return Column(self.kit, [*items, self._left(state)], optional=spare)

    def _left(self, state: State) -> Drawn:
        """How it came so; once all is settled, where to go and what to bring."""
        if not state.rows:
            return self._status(state)
        rows = [Row(r.icon, r.label, r.value, r.sub or "") for r in state.rows]
        return ReadBack(self.kit, rows, service=SERVICES[state.kind])

    def _status(self, state: State) -> StatusCard:
        steps = [Step(s.words, MARKS[s.mark]) for s in state.steps]
        return StatusCard(self.kit, steps, state.number_words, service=SERVICES[state.kind])

    def _panel(self, state: State, service: str, note: Message | None) -> Drawn:
        panel = state.panel
        if panel.kind is PanelKind.WORDS:
            lines = (*((panel.top,) if panel.top else ()), *panel.bottom, *((note,) if note else ()))
            return AnswerCard(self.kit, panel.big, lines, panel.icon, service=service)
        return BigPanel(self.kit, panel.big, above=panel.top or "", below=self._below(panel))

    def _below(self, panel: Panel) -> str:
        """What stands under a great number, in one sentence."""
        return "，".join(self.kit.words(m).rstrip("。") for m in panel.bottom)

    def _rows(self, keys: tuple[Key, ...], service: str) -> list[Drawn]:
        """The main key on its own, the others side by side; many stand in twos."""
        if len(keys) > 3:
            drawn = [self._key(key, service) for key in keys]
            return [KeyRow(self.kit, drawn[i : i + 2]) for i in range(0, len(drawn), 2)]
        main = [self._key(key, service) for key in keys if key.main]
        others = [self._key(key, service) for key in keys if not key.main]
        row: list[Drawn] = [KeyRow(self.kit, others)] if len(others) > 1 else [*others]
        return [*main, *row]

    def _key(self, key: Key, service: str) -> BigKey:
        return offered_key(self.kit, key, self.pressed.emit, service=service)
