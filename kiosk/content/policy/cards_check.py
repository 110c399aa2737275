"""Cards together: read, checked against each other and for their words. A card with a fault is not used at all."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath

from kiosk.content import plain
from kiosk.content.policy.cards import CLOSING, NAMED, Card, cites, facts
from kiosk.content.policy.cards_read import read_card
from kiosk.content.policy.cards_reader import Fault
from kiosk.content.policy.cards_source import Cite, Dated
from kiosk.content.policy.errors import CardError
from kiosk.content.policy.law import Article, Law
from kiosk.content.policy.numerals import numeral
from kiosk.content.policy.rules import Leaf, Programme, Rule
from kiosk.content.policy.rules_check import rules_of
from kiosk.content.policy.rules_explain import change, leaves
from kiosk.content.policy.rules_profile import Profile
from kiosk.content.policy.trials import failing

_BELOW = re.compile(r"(第[一二三四五六七八九十]+款)?(第[一二三四五六七八九十]+项)?$")
_DIGITS = "0-9.,零一二三四五六七八九十百千"
_MONEY = re.compile(r"[0-9０-９一二两三四五六七八九十百千万亿几半]+\s*(元|块(?!儿)|毛钱|角钱|万元|%|％|折|倍)|百分之")


@dataclass(frozen=True)
class Against:
    """What cards are held against: words no resident should meet, pictures there are, official texts by their stem.

    Empty `pictures` and `texts` check nothing of their kind. Without `trials` the cards' own tests are not run.
    """

    hard: Collection[str] = ()
    pictures: Collection[str] = ()
    texts: Mapping[str, Law] = field(default_factory=dict)
    trials: bool = True


def read_cards(files: Mapping[str, bytes], against: Against | None = None) -> tuple[Card, ...]:
    """The cards in these files (path to bytes), in the order of their ids. Raises CardError with every fault."""
    cards, faults = check_cards(files, against)
    if faults:
        raise CardError("\n".join(str(fault) for fault in faults))
    return cards


def check_cards(files: Mapping[str, bytes], against: Against | None = None) -> tuple[tuple[Card, ...], list[Fault]]:
    """The cards that could be read, and every fault, by file and line."""
    read = [read_card(file, raw) for file, raw in files.items()]
    faults = [fault for _, some in read for fault in some]
    cards = tuple(sorted((card for card, _ in read if card), key=lambda card: (card.id, card.file)))
    named = {card.id for card in cards} | {PurePath(file).stem for file in files}
    faults += _twice(cards)
    for card in cards:
        faults += [*_words(card, (against or Against()).hard), *_amounts(card), *_outside(card, against or Against())]
        faults += _programmes(card, named)
    circles = list(_circles(cards))
    faults += circles or _settled(cards)
    if (against or Against()).trials and not circles:
        faults += [failed.fault for card in cards for failed in failing(card, cards)]
    return cards, sorted(set(faults), key=lambda fault: (fault.file, fault.line, fault.what))


def _twice(cards: Iterable[Card]) -> Iterator[Fault]:
    first: dict[str, Card] = {}
    for card in cards:
        other = first.setdefault(card.id, card)
        if other is not card:
            yield Fault(card.file, 1, f"id {card.id} a second time", f"{other.file} has it; give this card another")


def _words(card: Card, hard: Iterable[str]) -> Iterator[Fault]:
    """U19 for whatever a resident reads or hears; a money amount in words could not be hidden."""
    said = [(fact.line, fact.say) for fact in facts(card)]
    said += [(leaf.cite.line, leaf.say) for leaf in _own(card)]
    for line, text in said:
        for fault in plain.faults(NAMED.sub("", text), hard):
            yield Fault(card.file, line, fault, "say it in short everyday words")
        if found := _MONEY.search(NAMED.sub("", text)):
            mend = "write it below amounts and 【its name】 here, so that it can be hidden"
            yield Fault(card.file, line, f"{found[0]}: an amount within a sentence", mend)
    if CLOSING.rstrip("。") in card.answer.say:
        yield Fault(card.file, card.answer.line, "the closing words are written out", "leave them out: they are added")
    if not re.fullmatch("[^。！？；]+[。！]", card.answer.say):
        yield Fault(card.file, card.answer.line, "the answer is not one sentence", "one sentence that ends with 。")


def _own(card: Card) -> tuple[Leaf, ...]:
    """The conditions of the card's own rule, without those of required programmes."""
    return tuple(leaf for leaf, _ in leaves(card.rule, {})) if card.rule else ()


def _amounts(card: Card) -> Iterator[Fault]:
    used: set[str] = set()
    for fact in facts(card):
        for name in NAMED.findall(fact.say):
            used.add(name)
            if name not in card.amounts:
                yield Fault(card.file, fact.line, f"unknown amount 【{name}】", "write it below amounts, or unknown")
    for name in sorted(card.amounts.keys() - used):
        yield Fault(card.file, 1, f"amount {name} stands in no sentence", f"write 【{name}】 in one, or take it out")


def _outside(card: Card, against: Against) -> Iterator[Fault]:
    if against.pictures and card.picture not in against.pictures:
        yield Fault(card.file, 1, f"no picture {card.picture}", "one of assets/icons, without .svg")
    for cite in (*cites(card), *(leaf.cite for leaf in _own(card))):
        if against.texts.get(cite.source.text) and _article(cite, against) is None:
            mend = f"look it up in {cite.source.text}.md"
            yield Fault(card.file, cite.line, f"{cite} is not in the official text", mend)
    values = [*card.amounts.values(), *(card.rule.parameters.values() if card.rule else ())]
    for value in (value for some in values for value in some):
        article = _article(value.cite, against)
        if article is not None and not _stands(value, article.text):
            what = f"{value.value}{value.unit} does not stand in {value.cite}"
            yield Fault(card.file, value.line, what, "read the article; without a source write unknown")


def _article(cite: Cite, against: Against) -> Article | None:
    law, number = against.texts.get(cite.source.text), _BELOW.sub("", cite.article)
    return next((article for article in law.articles if article.number == number), None) if law else None


def _stands(value: Dated, text: str) -> bool:
    """Whether a text holds the number as laws write it (3000, 3,000, 三千), with its unit and within no longer one."""
    forms = [value.value]
    if value.value.isdigit():
        forms.append(f"{int(value.value):,}")
        forms += [numeral(int(value.value))] if 0 < int(value.value) < 10_000 else []
    after = re.escape(value.unit[0]) if value.unit else f"(?![{_DIGITS}万亿])"
    return re.search(f"(?<![{_DIGITS}])({'|'.join(map(re.escape, forms))}) ?{after}", text) is not None


def _programmes(card: Card, known: Collection[str]) -> Iterator[Fault]:
    found = [leaf for leaf in _own(card) if isinstance(leaf, Programme)]
    wanted = {leaf.card for leaf in found if leaf.wanted}
    for leaf in found:
        if leaf.card not in known:
            yield Fault(card.file, leaf.cite.line, f"no card {leaf.card}", "name a card's id")
        elif leaf.card == card.id:
            yield Fault(card.file, leaf.cite.line, "a card that names itself", "take it out")
        elif not leaf.wanted and leaf.card in wanted:
            yield Fault(card.file, leaf.cite.line, f"{leaf.card} is required and excluded", "keep one of them")


def _circles(cards: Iterable[Card]) -> Iterator[Fault]:
    """A requirement that comes back to the card; each circle once, at the card first in order."""
    rules = {card.id: card for card in cards if card.rule}
    seen: set[frozenset[str]] = set()

    def walk(path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        for leaf in _own(rules[path[-1]]):
            if isinstance(leaf, Programme) and leaf.wanted and leaf.card in rules:
                if leaf.card == path[0]:
                    yield path
                elif leaf.card not in path:
                    yield from walk((*path, leaf.card))

    for start in rules:
        for path in walk((start,)):
            if frozenset(path) not in seen:
                seen.add(frozenset(path))
                card = rules[start]
                line = card.rule.line if card.rule else 1
                way = " → ".join((*path, start))
                yield Fault(card.file, line, f"circular requirement {way}", "take one of these requires out")


def _settled(cards: tuple[Card, ...]) -> Iterator[Fault]:
    """A rule that gives one answer whatever is known is a mistake of its writer."""
    rules = rules_of(cards)
    for card in cards:
        rule = card.rule
        if rule and not any(change(rule, Profile(), day, rules) for day in _days(rule)):
            yield Fault(card.file, rule.line, "no fact changes what this rule says", "add a condition on a fact")


def _days(rule: Rule) -> tuple[date, ...]:
    """Days on which the rule may say something: its beginning, and those of its parameters."""
    starts = [value.start for values in rule.parameters.values() for value in values]
    return (rule.start, *(start for start in starts if rule.holds(start)))
