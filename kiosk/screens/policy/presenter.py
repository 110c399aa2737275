"""Decides the way through the policies: by pictures to a card, or by at most six questions to what fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, tzinfo
from typing import Any, Protocol

from kiosk.content.policy.advice import Leaf
from kiosk.content.policy.cards import Card, cites
from kiosk.content.policy.cards_find import place_of
from kiosk.content.policy.rules_ask import Question
from kiosk.content.policy.rules_profile import Profile
from kiosk.domain.details import Consultation
from kiosk.domain.request import Request
from kiosk.ports.clock import Cancel, Clock
from kiosk.ports.navigator import Navigator
from kiosk.screens.policy.answers import value_of
from kiosk.screens.policy.draft import Around, Asked, Draft, Page, trail_to
from kiosk.screens.policy.slips import card_slip, list_slip
from kiosk.screens.policy.state import State
from kiosk.screens.policy.verdicts import possible
from kiosk.screens.policy.wording import CHECK, NEWS, OTHERS, PARTS, UNSURE, picture, topics
from kiosk.services.requests import asked_here
from kiosk.services.saytime import local
from kiosk.services.screen import Presenter as Base
from kiosk.services.screen import in_words
from kiosk.services.session import Session
from kiosk.services.speech import Speaker
from kiosk.text import Translator, msg

DRAFT = "policy"
MOST_FOUND = 5
OnError = Callable[[Exception], None]


class Shelf(Protocol):
    """The cards; kiosk.services.policies."""

    @property
    def cards(self) -> tuple[Card, ...]: ...

    def load(self, on_done: Callable[[tuple[Card, ...]], None], on_error: OnError, /) -> None: ...

    def opened(self, card: str, /) -> None: ...

    def most_asked(self, count: int, /) -> tuple[Card, ...]: ...

    def next_question(
        self,
        profile: Profile,
        on: date,
        asked: tuple[str, ...],
        on_done: Callable[[Question | None], None],
        on_error: OnError,
        /,
    ) -> None: ...


class Advisor(Protocol):
    """Where official texts are read, and what is counted; kiosk.services.advice."""

    def read(self, doc: str, article: str, on_done: Callable[[Leaf | None], None], on_error: OnError, /) -> None: ...

    def opened(self, card: str, /) -> None: ...

    def handed_on(self, card: str = "", /) -> None: ...


class News(Protocol):
    """What is newly possible for who stands there; kiosk.services.policy_news."""

    @property
    def any(self) -> bool: ...

    @property
    def profile(self) -> Profile | None: ...

    @property
    def keeps(self) -> bool: ...

    def remember(self, profile: Profile, /) -> None: ...


class Quarter(Protocol):
    """Notices and telephones of the quarter; kiosk.services.quarter."""

    @property
    def anything(self) -> bool: ...

    def watch(self, listener: Callable[[], None], /) -> Cancel: ...


class Questions(Protocol):
    """Who takes a question for a person; kiosk.services.requests."""

    def consult(
        self, question: Consultation, /, *, on_done: Callable[[Request], None], on_error: OnError
    ) -> None: ...  # fmt: skip


class Presenter(Base[State]):
    """`card` opens at that card, `start` at the first page, whatever was looked at before; `listens`: a message can be
    left here."""

    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        navigator: Navigator,
        session: Session,
        clock: Clock,
        requests: Questions,
        policies: Shelf,
        advisor: Advisor,
        news: News,
        quarter: Quarter,
        listens: bool = False,
        card: str = "",
        start: bool = False,
        see_news: bool = False,
        zone: tzinfo | None = None,
    ) -> None:
        self._navigator = navigator
        self._session = session
        self._requests = requests
        self._policies = policies
        self._advisor = advisor
        self._listens = listens
        self._news = news
        self._quarter = quarter
        self._see_news = see_news
        self._today = local(clock, zone).date()
        self._missing = False
        kept = session.kept(DRAFT)
        self._draft = _begin(kept if isinstance(kept, Draft) else Draft(), card, start=start)
        super().__init__(render, speech, picture(self._draft, self._around()))
        self._until_closed(quarter.watch(self._update))

    def open(self) -> None:
        if not self._policies.cards:
            self._render(self._state)  # said once they are there
            self._load()
            return
        super().open()
        if self._see_news:
            self._show_news()

    def chosen(self, choice: str) -> None:
        """A great key of the page."""
        if self._draft.busy or choice not in {c.id for c in self._state.choices}:
            return
        if self._draft.page is Page.QUESTION:
            self._answered(choice)
        elif choice == NEWS:
            self._show_news()
        elif choice == CHECK:
            self._ask_next(Profile(), (), ())
        elif choice == OTHERS:
            self._turn(Page.OTHERS)
        elif choice in PARTS:
            self._turn(Page.SECTION, section=choice)
        elif choice in topics(self._around()):
            self._turn(Page.TOPIC, topic=choice)
        else:
            self._open_card(choice)

    def pressed(self, key: str) -> None:
        """Another key of the page, by its id in `State.keys`."""
        actions: dict[str, Callable[[], object]] = {
            "read": lambda: self._speech.say(*self._state.told, personal_too=True),
            "print": self._print,
            "ask": self._ask_a_person,
            "source": self._source,
            "keep": self._keep,
            "visit": lambda: self._ask_a_person(visit=True),
            "type": self._type,
            "quarter": self._see_quarter,
            "message": lambda: self._navigator.go("message", about="policy"),
            "next": self._next_part,
            "enough": lambda: self._turn(Page.RESULTS),
            OTHERS: lambda: self._turn(Page.OTHERS),
            "card": lambda: self._turn(Page.CARD),
            "leave": self._navigator.home,
            "help": lambda: self._navigator.go("volunteer", screen="policy", about="policy"),
            "again": self._load,
        }
        if not self._draft.busy and key in {k.id for k in self._state.keys}:
            actions[key]()

    def back(self) -> bool:
        draft = self._draft
        if draft.busy:
            self._guard()  # whatever is being answered does not count any more
            self._update(busy=False)
            return True
        if draft.page is Page.QUESTION and draft.before:
            asked, before = draft.before[-1], draft.before[:-1]
            self._update(profile=asked.profile, facts=asked.facts, question=asked.question, before=before)
        elif draft.trail:
            self._update(page=draft.trail[-1], trail=draft.trail[:-1], problem=None)
        else:
            return False
        self._speech.say(*self._state.say)
        return True

    # the cards

    def _load(self) -> None:
        guard = self._guard()
        self._missing = False
        self._update(problem=None)
        self._policies.load(guard(lambda _cards: self._loaded()), guard(self._not_loaded))

    def _loaded(self) -> None:
        if self._see_news:
            self._show_news()
        else:
            self._turn(self._draft.page)

    def _not_loaded(self, _error: Exception) -> None:
        self._missing = True
        self._update()
        self._speech.say(*self._state.say)

    def _open_card(self, card: str) -> None:
        if self._draft.own_affairs:
            self._turn(Page.RESULT, card=card)
        else:
            self._policies.opened(card)
            self._advisor.opened(card)
            self._turn(Page.CARD, card=card)

    def _type(self) -> None:
        self._session.drop("ask")
        self._navigator.go("ask")

    def _see_quarter(self) -> None:
        self._session.drop("quarter")
        self._navigator.go("quarter")

    def _source(self) -> None:
        """The very article where this kiosk has the text; else where it is written."""
        card = self._around().card(self._draft.card)
        if card is None:
            return
        guard = self._guard()
        places = tuple(dict.fromkeys(map(place_of, (card.answer.cite, *cites(card)))))

        def read(leaf: Leaf | None) -> None:
            if leaf is None:
                self._turn(Page.SOURCE)
            else:
                doc, article = places[0]
                self._navigator.go("reader", doc=doc, article=article, places=places)

        self._advisor.read(*places[0], guard(read), guard(lambda _error: self._turn(Page.SOURCE)))

    def _next_part(self) -> None:
        after = PARTS[(PARTS.index(self._draft.section) + 1) % len(PARTS)]
        self._turn(Page.SECTION, section=after)

    # what is new for who stands there, and what is remembered for it

    def _show_news(self) -> None:
        """Only when the card was opened: what may be possible tells of its owner. Then it is no news any more."""
        profile = self._news.profile
        self._see_news = False
        if profile is None:
            self._navigator.go("who", then="policy", then_args={"see_news": True})
            return
        self._turn(Page.RESULTS, profile=profile, facts=tuple(profile.facts), question=None, before=(), kept=True)
        self._news.remember(profile)

    def _keep(self) -> None:
        self._news.remember(self._draft.profile)
        self._update(kept=True)
        self._speech.say(msg("policy.kept"))

    # the questions

    def _answered(self, choice: str) -> None:
        draft = self._draft
        if draft.question is None:
            return
        profile = draft.profile
        if choice != UNSURE:
            profile = profile.knowing(draft.question.fact, value_of(draft.question, choice))
        asked = Asked(draft.profile, draft.facts, draft.question)
        self._ask_next(profile, (*draft.facts, draft.question.fact), (*draft.before, asked))

    def _ask_next(self, profile: Profile, facts: tuple[str, ...], before: tuple[Asked, ...]) -> None:
        guard = self._guard()
        self._update(busy=True, problem=None)

        def done(question: Question | None) -> None:
            page = Page.QUESTION if question else Page.RESULTS
            self._turn(page, profile=profile, facts=facts, question=question, before=before)

        self._policies.next_question(profile, self._today, facts, guard(done), guard(self._failed))

    # what comes of it

    def _print(self) -> None:
        around = self._around()
        card = around.card(self._draft.card)
        if self._draft.page is Page.RESULTS:
            found = (verdict.card for verdict in possible(self._draft, around))
            self._navigator.go("slip", slip=list_slip(found, around))
        elif card is not None:
            self._navigator.go("slip", slip=card_slip(card, around))

    def _ask_a_person(self, *, visit: bool = False) -> None:
        """`visit`: somebody is to arrange when to go there."""
        guard = self._guard()
        self._update(busy=True, problem=None)
        wish = self._consultation()
        if visit:
            wish = replace(wish, question=Translator()(msg("policy.visit_question")))
        self._requests.consult(wish, on_done=guard(self._asked_for), on_error=guard(self._failed))

    def _consultation(self) -> Consultation:
        """The card that is open with its articles; of what came of the questions only names."""
        around, draft = self._around(), self._draft
        card = around.card(draft.card) if draft.page in (Page.CARD, Page.SECTION, Page.SOURCE, Page.RESULT) else None
        if card is not None:
            found = tuple(str(cite)[:80] for cite in cites(card)[:MOST_FOUND])
            return Consultation(card.names.official[:80], card.names.everyday[0][:80], found)
        names: tuple[str, ...] = ()
        if draft.page is Page.RESULTS:
            names = tuple(verdict.card.names.official[:80] for verdict in possible(draft, around)[:MOST_FOUND])
        return Consultation(Translator()(msg("policy.open_question")), found=names)

    def _asked_for(self, request: Request) -> None:
        self._advisor.handed_on(self._draft.card if self._draft.page is Page.CARD else "")
        self._update(busy=False)
        self._session.keep(asked_here(request.id), True)
        self._navigator.go("request", request_id=request.id)

    def _failed(self, error: Exception) -> None:
        self._update(busy=False, problem=in_words(error))
        self._speech.say(*self._state.say)

    # drawing

    def _turn(self, page: Page, **changes: Any) -> None:
        self._update(page=page, trail=trail_to(self._draft, page), busy=False, problem=None, **changes)
        self._speech.say(*self._state.say)

    def _update(self, **changes: Any) -> None:
        self._draft = replace(self._draft, **changes)
        if self.closed:
            return
        self._session.keep(DRAFT, replace(self._draft, busy=False, problem=None))
        drawn = picture(self._draft, self._around())
        if drawn != self._state:
            self._state = drawn
            self._render(drawn)

    def _around(self) -> Around:
        most = self._policies.most_asked(2)
        return Around(
            self._policies.cards, most, self._today, self._missing,
            listens=self._listens, keeps=self._news.keeps, news=self._news.any,
            quarter=self._quarter.anything,
        )  # fmt: skip


def _begin(draft: Draft, card: str, *, start: bool) -> Draft:
    """A card that was found elsewhere stands alone: 返回 leads to where it was found. On the way back to it what was
    turned to before is still there."""
    if start:
        return Draft()
    if not card or (draft.alone and draft.card == card):
        return draft
    return Draft(page=Page.CARD, card=card, alone=True)
