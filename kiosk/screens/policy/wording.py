"""The pages, in the resident's words. Pure: what a draft must not show never gets as far as a state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from kiosk.content.policy.cards import CLOSING, Card, cites, section, text
from kiosk.content.policy.numerals import place
from kiosk.content.policy.rules_ask import MOST, Question
from kiosk.content.policy.rules_check import Answer, Verdict
from kiosk.content.policy.rules_facts import FACTS
from kiosk.domain.offered import Choice, Key
from kiosk.screens.policy.answers import answers
from kiosk.screens.policy.draft import Around, Draft, Page
from kiosk.screens.policy.slips import ICONS
from kiosk.screens.policy.state import Layout, Row, State
from kiosk.screens.policy.verdicts import answer_words, others, possible, reason, verdict_of
from kiosk.text import Message, msg, verbatim

CHECK, OTHERS, UNSURE, NEWS = "check", "others", "unsure", "news"
MOST_ASKED = 2
ARTICLES = 2
"""On one line of the sources."""
PARTS = ("who", "what", "bring", "where")
ALSO = {"where": ("how_long", "call")}
TOPIC_PICTURES = {
    "money": "cash",
    "health": "hospital",
    "care": "heart",
    "home": "house",
    "family": "people",
    "law": "speech",
    "safety": "warning",
    "travel": "bus",
    "culture": "park",
}
"""In the order they are shown; every topic of the cards stands here."""
Make = Callable[[Draft, Around], State]

READ = Key("read", msg("policy.read"), "listen")
PRINT = Key("print", msg("policy.print"), "printer")
ASK = Key("ask", msg("policy.ask"), "chat")
TYPE = Key("type", msg("policy.type"), "keypad")
KEEP = Key("keep", msg("policy.keep"), "card")
VISIT = Key("visit", msg("policy.visit"), "calendar")
MESSAGE = Key("message", msg("ask.message"), "voice")
QUARTER = Key("quarter", msg("policy.quarter"), "bell")


def picture(draft: Draft, around: Around) -> State:
    """The page as it stands."""
    if not around.cards:
        return _missing(draft) if around.missing else _loading()
    return _PAGES[draft.page](draft, around)


def topics(around: Around) -> tuple[str, ...]:
    """Those that have a card."""
    there = {card.topic for card in around.cards}
    return tuple(topic for topic in TOPIC_PICTURES if topic in there)


def name_of(card: Card, *, personal: bool = False) -> Message:
    """What people call it."""
    return verbatim(card.names.everyday[0] if card.names.everyday else card.names.official, personal=personal)


def _start(draft: Draft, around: Around) -> State:
    first = Choice(CHECK, "search", msg("policy.check"), msg("policy.check_detail"))
    most = tuple(_card_choice(card, msg("policy.most_asked")) for card in around.most[:MOST_ASKED])
    rest = tuple(Choice(t, TOPIC_PICTURES[t], msg(f"policy.topic_{t}")) for t in topics(around))
    keys = (TYPE, ASK, *((MESSAGE,) if around.listens else ()), *((QUARTER,) if around.quarter else ()))
    news = (Choice(NEWS, "star", msg("policy.news")),) if around.news else ()
    return _choices(draft, (*news, first, *most, *rest), *keys)


def _topic(draft: Draft, around: Around) -> State:
    cards = tuple(_card_choice(card) for card in around.cards if card.topic == draft.topic)
    title = msg(f"policy.topic_{draft.topic}")
    return _choices(draft, cards, ASK, title=title)


def _card(draft: Draft, around: Around) -> State:
    card = around.card(draft.card) or around.cards[0]
    return State(
        page=draft.page,
        layout=Layout.CARD,
        title=name_of(card),
        lead=msg("policy.lead_card"),
        icon=card.picture,
        big=verbatim(text(card, card.answer, around.today)),
        lines=(verbatim(CLOSING),),
        choices=tuple(Choice(part, ICONS[part], msg(f"policy.{part}")) for part in PARTS),
        keys=(Key("source", msg("policy.source"), "book"), PRINT, ASK),
        problem=draft.problem,
        quiet=draft.own_affairs,
    )


def _section(draft: Draft, around: Around) -> State:
    card = around.card(draft.card) or around.cards[0]
    rows = [Row(ICONS[draft.section], verbatim(words)) for words in section(card, draft.section, around.today)]
    for also in ALSO.get(draft.section, ()):
        rows += [Row(ICONS[also], verbatim(w), msg(f"policy.{also}")) for w in section(card, also, around.today)]
    unknown = not card.sections[draft.section]
    after = PARTS[(PARTS.index(draft.section) + 1) % len(PARTS)]
    more = Key("next", msg("policy.next", what=msg(f"policy.{after}")), "arrow-right")
    keys = (Key("ask", ASK.words, ASK.icon, main=True), READ, more) if unknown else (_main(READ), more, ASK)
    return _rows(
        draft, msg("policy.title_section", name=name_of(card), what=msg(f"policy.{draft.section}")), rows, keys
    )


def _source(draft: Draft, around: Around) -> State:
    """Document, articles and the day in force; the text itself lies at the window."""
    card = around.card(draft.card) or around.cards[0]
    rows = [Row("info", verbatim(card.names.official))]
    for source, found in groupby(sorted(cites(card), key=lambda c: c.source.document), key=lambda c: c.source):
        since = source.amended or source.in_force
        day = msg("policy.since", year=since.year, month=since.month, day=since.day)
        rows.append(Row("book", verbatim(f"《{source.document}》"), day))
        articles = tuple(dict.fromkeys(cite.article for cite in sorted(found, key=lambda c: place(c.article))))
        rows += [Row("policy", verbatim(some)) for some in _few(articles)]
    return _rows(draft, msg("policy.source"), rows, (_main(READ), ASK))


def _few(articles: tuple[str, ...]) -> Iterator[str]:
    """So many on a line that it can be read at a glance."""
    for first in range(0, len(articles), ARTICLES):
        yield "、".join(articles[first : first + ARTICLES])


def _rows(draft: Draft, title: Message, rows: list[Row], keys: tuple[Key, ...]) -> State:
    """Who has the last word stands under every page."""
    return State(
        page=draft.page,
        layout=Layout.ROWS,
        title=title,
        lead=msg("policy.lead_rows"),
        rows=(*rows, Row("desk", verbatim(CLOSING))),
        keys=keys,
        problem=draft.problem,
        quiet=draft.own_affairs,
    )


def _question(draft: Draft, around: Around) -> State:
    question = draft.question or Question("age", (), ())
    held = around.card(question.fact.removeprefix("has."))
    asked = msg("policy.q_has", what=verbatim(held.names.official)) if held else msg(f"policy.q_{question.fact}")
    return State(
        page=draft.page,
        layout=Layout.QUESTION,
        title=msg("policy.title_question", number=len(draft.facts) + 1, most=MOST),
        lead=asked,
        choices=(*answers(question), _unsure(question)),
        keys=(Key("enough", msg("policy.enough"), "check"),) if draft.facts else (),
        problem=draft.problem,
    )


def _unsure(question: Question) -> Choice:
    """Any question may be skipped; who has none of what is offered does just that."""
    fact = FACTS.get(question.fact)
    return Choice(UNSURE, "question", msg("policy.unsure_none" if fact and fact.not_asked else "policy.unsure"))


def _results(draft: Draft, around: Around) -> State:
    found = tuple(map(_verdict_choice, possible(draft, around)))
    rest = others(draft, around)
    if not found:
        return _none(draft)
    more = (Choice(OTHERS, "question", msg("policy.others"), msg("policy.others_detail")),) if rest else ()
    leave = Key("leave", msg("policy.leave"), "home")
    list_ = Key("print", msg("policy.print_list"), "printer")
    keep = (KEEP,) if around.keeps and not draft.kept else ()
    return _choices(draft, (*found, *more), READ, list_, VISIT, ASK, *keep, leave, quiet=True)


def _others(draft: Draft, around: Around) -> State:
    return _choices(draft, tuple(map(_verdict_choice, others(draft, around))), ASK, quiet=True)


def _result(draft: Draft, around: Around) -> State:
    verdict = verdict_of(draft, around)
    if verdict is None:
        return _card(draft, around)
    no = verdict.answer is Answer.NOT
    window = (Message("policy.window", personal=True),) if no else ()
    card = Key("card", msg("policy.look"), "policy", main=not no)
    ask = _main(ASK) if no else ASK
    return State(
        page=draft.page,
        layout=Layout.WORDS,
        title=name_of(verdict.card, personal=True),
        lead=msg("policy.lead_result"),
        icon=verdict.card.picture,
        big=answer_words(verdict),
        lines=(reason(verdict), *window),
        keys=(ask, READ, card) if no else (card, READ, PRINT, ASK),
        problem=draft.problem,
        quiet=True,
    )


def _none(draft: Draft) -> State:
    keys = (_main(ASK), READ, Key(OTHERS, msg("policy.others"), "question"), Key("leave", msg("policy.leave"), "home"))
    return State(
        page=draft.page,
        layout=Layout.WORDS,
        title=msg("policy.title_results"),
        lead=msg("policy.lead_results"),
        icon="desk",
        big=Message("policy.none", personal=True),
        lines=(Message("policy.window", personal=True),),
        keys=keys,
        problem=draft.problem,
        quiet=True,
    )


def _loading() -> State:
    return State(
        page="loading",
        layout=Layout.WORDS,
        title=msg("policy.title_start"),
        lead=msg("policy.lead_loading"),
        icon="hourglass",
        big=msg("policy.loading"),
        lines=(msg("policy.lead_loading"),),
        keys=(ASK,),
    )


def _missing(draft: Draft) -> State:
    return State(
        page="missing",
        layout=Layout.WORDS,
        title=msg("policy.title_start"),
        lead=msg("policy.lead_missing"),
        icon="volunteer",
        big=msg("policy.missing"),
        lines=(msg("policy.lead_missing"),),
        keys=(_main(ASK), Key("help", msg("policy.help"), "volunteer"), Key("again", msg("policy.again"), "again")),
        problem=draft.problem,
    )


def _choices(
    draft: Draft, choices: tuple[Choice, ...], *keys: Key, title: Message | None = None, quiet: bool = False
) -> State:
    return State(
        page=draft.page,
        layout=Layout.CHOICES,
        title=title or msg(f"policy.title_{draft.page}"),
        lead=msg(f"policy.lead_{draft.page}"),
        choices=choices,
        keys=keys,
        problem=draft.problem,
        quiet=quiet,
    )


def _card_choice(card: Card, detail: Message | None = None) -> Choice:
    return Choice(card.id, card.picture, name_of(card), detail)


def _verdict_choice(verdict: Verdict) -> Choice:
    return Choice(
        verdict.card.id, verdict.card.picture, name_of(verdict.card, personal=True),
        Message(f"policy.short_{verdict.answer.value}", personal=True),
    )  # fmt: skip


def _main(key: Key) -> Key:
    return Key(key.id, key.words, key.icon, main=True)


_PAGES: dict[Page, Make] = {
    Page.START: _start,
    Page.TOPIC: _topic,
    Page.CARD: _card,
    Page.SECTION: _section,
    Page.SOURCE: _source,
    Page.QUESTION: _question,
    Page.RESULTS: _results,
    Page.OTHERS: _others,
    Page.RESULT: _result,
}
