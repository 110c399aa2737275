"""What the check of a package says, in an administrator's words: lessons, first aid, notices, voices and the rest.

Policy cards have their own words (policy_words), tried first. What nobody foresaw is shown as the check says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.content.policy.cards_reader import Fault
from kiosk.hub.desk.studio.policy_words import known_fault
from kiosk.text import Message, msg

_YAML = "while|expected|but found|could not|mapping|found|did not|unacceptable|block|flow|invalid|unexpected|not YAML"
"""How the reader of YAML begins what it cannot read."""
_SAID: tuple[tuple[str, str], ...] = (
    (r"nothing is chosen", "not_chosen"),
    (r"(?P<a>.+) is not on the telephone then", "not_then"),
    (r"the switch is so already", "turned_already"),
    (r"(?P<a>.+) is so already", "set_already"),
    (r"(?P<a>.+) cannot be typed with (?P<b>.+)", "not_typed"),
    (r"(?P<a>.+): (?P<n>\d+) characters", "long_text"),
    (r"(?P<a>.+): (?P<n>\d+) characters, at most (?P<m>\d+)", "long_name"),
    (r"(?P<a>.+): (?P<n>\d+) folders deep, at most (?P<m>\d+)", "deep"),
    (r"(?P<a>.+): it leads out of the package", "outside"),
    (r"(?P<a>.+): a name is letters .+", "name"),
    (r"(?P<a>.+) has (?P<n>[\d,]+) bytes", "too_big"),
    (r"(?P<a>.+) and (?P<b>.+) are one name on many sticks", "same_name"),
    (r"more than (?P<n>[\d,]+) files", "many_files"),
    (r"(?P<n>[\d,]+) bytes together", "all_too_big"),
    (r"(?P<a>.+) is (?:a link|not a file)", "link"),
    (r"such a file is not read by any kiosk", "stranger"),
    (r"no card", "no_cards"),
    (r"no (?P<a>\S+)", "no_file"),
    (r"format (?P<a>.*)", "format"),
    (r"no list of phrases", "no_phrases"),
    (r"(?P<a>.*): no file", "phrase_no_file"),
    (r"(?P<a>.+): not there", "sound_missing"),
    (r"(?P<a>.+): (?:no sound in it, or torn|not a WAV file that can be played)", "sound_bad"),
    (r"no phrase names this sound", "sound_unused"),
    (r"(?P<a>.+) is no telephone number", "phone"),
    (r"a table is expected here", "shape"),
    (r"a list is expected here", "list"),
    (r"unknown key (?P<a>.+)", "unknown_key"),
    (r"unknown source (?P<a>.*)", "unknown_source"),
    (r"a place that is too long", "place_long"),
    (r"the review of (?P<a>.+) is in the future or older than (?P<n>\d+) years", "review_old"),
    (r"(?P<n>\d+) steps", "steps_many"),
    (r"(?P<a>.+) is not in the course", "not_in_course"),
    (r"title or picture differ from (?P<a>\S+), line (?P<n>\d+)", "differs"),
    (r"(?P<n>\d+) parts", "count_parts"),
    (r"(?P<n>\d+) steps in a part", "count_steps"),
    (r"(?P<n>\d+) questions", "count_questions"),
    (r"(?P<n>\d+) choices", "count_choices"),
    (r"(?P<n>\d+) tasks", "count_tasks"),
    (r"(?P<n>\d+) lines on the card", "count_lines"),
    (r"about (?P<n>\d+) seconds", "part_long"),
    (r"quiz and own telephone take about (?P<n>\d+) seconds", "end_long"),
    (r"the first step of a part without start", "no_start"),
    (r"(?P<n>\d+) right choices", "right_choices"),
    (r"(?P<a>.+) stands nowhere in the lesson", "unused_word"),
    (r"no screen (?P<a>.+)", "no_screen"),
    (r"(?P<a>.+) cannot be done, or is done already", "cannot_do"),
    (r"nothing called (?P<a>.+) to look at", "look_nothing"),
    (r"wrong: (?P<a>.+) is not there, or is right", "wrong_key"),
    (r"screen (?P<a>.+) is never shown", "never_shown"),
    (r"(?P<a>\S+) leads to (?P<b>\S+)", "leads"),
    (r"(?P<a>\S+) lies over (?P<b>\S+), which lies over another", "over_two"),
    (r"(?P<a>\S+) stands (?P<n>\d+) times on (?P<b>\S+)", "stands_twice"),
    (r"(?P<a>\S+) has an element called back", "called_back"),
    (r"keys for (?P<a>\S+), and no such field on (?P<b>\S+)", "keys_no_field"),
    (r"(?P<a>\S+) needs (?P<n>\d+) rows", "rows_many"),
    (r"(?P<a>\S+) shows nothing", "shows_nothing"),
    (r"(?P<n>\d+) keys on the edge", "edge_keys"),
    (r"(?P<n>\d+) in one block", "block_many"),
    (r"(?P<n>\d+) keys", "keys_many"),
    (r"(?P<a>\S+) has no icon", "no_icon"),
    (r"no practice for (?P<a>.+)", "no_practice"),
    (r"one (?:thing to do|block) is expected here", "one_thing"),
    (r"(?P<a>\S+): over belongs to dialog and notice, and only to them", "over_where"),
    (r"at (?P<a>\S+) of (?P<b>\S+)", "slider"),
    (r"(?P<a>.+) is no whole number(?: to (?P<n>\d+))?", "whole_number"),
    (r"(?P<n>[\d,]+) bytes", "file_big"),
    (r"not UTF-8", "not_utf8"),
    (r"a control character", "control"),
    (r"nothing in the file", "empty_file"),
    (r"an anchor or an alias .+", "anchor"),
    (r"nested more than (?P<n>\d+) deep", "nested"),
    (r"a key that is no word", "key_no_word"),
    (r"(?P<a>.+) by nobody", "by_nobody"),
    (r"checked, and still (?P<a>.+)", "still_draft"),
    (r"(?P<a>.+) is compared (?P<n>\d+) times", "compared_often"),
    (r"(?P<a>.+): (?:a hidden part in its name|a link, or no file)", "odd_file"),
    (r"(?P<a>.+): (?:locked with a password|[\d,]+ bytes out of .+)", "odd_file"),
    (r"damaged, or no package|nothing in it|one name twice", "damaged"),
    (r"longer than its list says", "longer"),
    (rf"(?:{_YAML}).*", "yaml"),
)  # fmt: skip
"""The first that fits all of it counts."""
_MOST = re.compile(r"at most (?P<most>\d+)|(?P<low>\d+) to (?P<high>\d+)")


@dataclass(frozen=True)
class Told:
    """A fault for a page: where, and `words`."""

    file: str
    line: int
    words: Message


def told(faults: Iterable[Fault]) -> list[Told]:
    return [Told(fault.file, fault.line, words_of(fault)) for fault in faults]


def words_of(fault: Fault) -> Message:
    """What is wrong and how it is mended, in one sentence."""
    if found := re.fullmatch(r"(\S+) is missing", fault.what):  # there is no field here at which it could stand
        return msg("desk.studio.fault.missing", what=found[1])
    ours = known_fault(fault)
    if ours is not None:
        return ours
    for pattern, name in _SAID:
        if found := re.fullmatch(pattern, fault.what):
            parts = {"a": "", "b": "", "n": "", "m": "", **{k: v for k, v in found.groupdict().items() if v}}
            most = parts["m"] or _bounds(fault.mend)
            return msg(f"desk.studio.fault.{name}", what=parts["a"].strip(), other=parts["b"], n=parts["n"], most=most)
    return msg("desk.studio.fault.other", what=fault.what, other="", n="", most="")


def _bounds(mend: str) -> str:
    """How many there may be: 20 of “at most 20 there”, 2–4 of “2 to 4”."""
    found = _MOST.search(mend)
    if found is None:
        return ""
    return found["most"] or f"{found['low']}–{found['high']}"
