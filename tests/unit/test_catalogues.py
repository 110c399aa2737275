"""Every text a person reads is in a catalogue, in both languages, with the same placeholders; and none is left over."""

from __future__ import annotations

import ast
import re
import runpy
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from kiosk.text import I18N, LANGUAGES, Message, Translator, msg
from tests.unit.test_house import ROOT, dotted, files, tree, where

DOMAINS = ("kiosk", "hub")
PAIRS = [(language, domain) for domain in DOMAINS for language in LANGUAGES]
KEY = r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+"
QUOTED = re.compile(r"""["'`](""" + KEY + r"""[._]?)["'`]""")
TEMPLATE_CALL = re.compile(r"""\bt\(\s*["'](""" + KEY + r""")["']\s*[,)]""")

compiler = runpy.run_path(str(ROOT / "packaging/compile_catalogues.py"))


@cache
def catalogue(language: str, domain: str) -> dict[str, str]:
    """Key to text, without the header."""
    found: dict[str, str] = compiler["read_po"](I18N / language / "LC_MESSAGES" / f"{domain}.po")
    return {key: text for key, text in found.items() if key}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


# ---- what the code asks for ----


def sources(domain: str) -> tuple[Path, ...]:
    """The code whose texts are in this catalogue: the hub's own, or everything else."""
    hub = ROOT / "kiosk/hub"
    return tuple(p for p in files(".py", ".html", ".js", under="kiosk") if p.is_relative_to(hub) == (domain == "hub"))


def calls(module: ast.Module) -> Iterator[tuple[str, set[str] | None, int]]:
    """Key, names of the arguments (None: not known here) and line of each `msg("…")` and `Message("…")`."""
    for node in ast.walk(module):
        if not (isinstance(node, ast.Call) and dotted(node.func) in ("msg", "Message") and node.args):
            continue
        key = node.args[0]
        if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
            continue
        names = {word.arg for word in node.keywords if word.arg}
        known = dotted(node.func) == "msg" and all(word.arg for word in node.keywords)
        yield key.value, names if known else None, node.lineno


def defaults(module: ast.Module) -> Iterator[tuple[str, int]]:
    """The messages of our errors: `default = "…"` in a class."""
    for kind in ast.walk(module):
        if isinstance(kind, ast.ClassDef):
            for node in kind.body:
                if isinstance(node, ast.Assign) and dotted(node.targets[0]) == "default":
                    yield ast.literal_eval(node.value), node.lineno


@cache
def asked(domain: str) -> dict[str, str]:
    """Every key asked for by name, and where."""
    found: dict[str, str] = {}
    for path in sources(domain):
        if path.suffix == ".py":
            found |= {key: where(path, line) for key, _, line in calls(tree(path)) if key != "verbatim"}
            if path.name == "errors.py":
                found |= {key: where(path, line) for key, line in defaults(tree(path))}
        else:
            found |= {key: where(path, 1) for key in TEMPLATE_CALL.findall(path.read_text("utf-8"))}
    return found


@cache
def mentioned(domain: str) -> tuple[set[str], list[re.Pattern[str]]]:
    """Keys that stand in the code as texts, and patterns of those put together there (f"taxi.title_{page}")."""
    keys: set[str] = set()
    patterns: set[str] = set()
    for path in sources(domain):
        if path.suffix != ".py":
            for text in QUOTED.findall(path.read_text("utf-8")):
                patterns.add(re.escape(text) + ".+") if text[-1] in "._" else keys.add(text)
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr):
                parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
                if sum(len(part or "") for part in parts) >= 4:
                    patterns.add("".join(".+" if part is None else re.escape(part) for part in parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                keys.add(node.value)
    return keys, [re.compile(pattern) for pattern in patterns if re.match(r"[a-z.+]", pattern)]


# ---- the rules ----


@pytest.mark.parametrize(("language", "domain"), PAIRS)
def test_every_message_asked_for_is_there(language: str, domain: str) -> None:
    assert len(asked(domain)) > 50
    assert {key: at for key, at in asked(domain).items() if key not in catalogue(language, domain)} == {}


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_message_is_left_over(domain: str) -> None:
    keys, patterns = mentioned(domain)
    over = [
        key for key in catalogue("zh_CN", domain) if key not in keys and not any(p.fullmatch(key) for p in patterns)
    ]
    assert over == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_languages_have_the_same_messages_with_the_same_placeholders(domain: str) -> None:
    first, second = (catalogue(language, domain) for language in LANGUAGES)
    assert first.keys() ^ second.keys() == set()
    uneven = {key: (first[key], second[key]) for key in first if placeholders(first[key]) != placeholders(second[key])}
    assert uneven == {}


@pytest.mark.parametrize("domain", DOMAINS)
def test_placeholders_are_named_and_given(domain: str) -> None:
    texts = catalogue("zh_CN", domain)
    assert [key for key, text in texts.items() if not all(name.isidentifier() for name in placeholders(text))] == []
    wrong = [
        f"{where(path, line)} {key} is given {sorted(names)}, wants {sorted(placeholders(texts[key]))}"
        for path in sources(domain)
        if path.suffix == ".py"
        for key, names, line in calls(tree(path))
        if names is not None and key in texts and not placeholders(texts[key]) <= names
    ]
    assert wrong == []


def test_english_is_english_and_chinese_is_chinese() -> None:
    ideograph = re.compile(r"[\u4e00-\u9fff]")
    for domain in DOMAINS:
        mixed = {key for key, text in catalogue("en", domain).items() if ideograph.search(text)}
        assert {key for key in mixed if not key.endswith(("_how", "language"))} == set(), (
            "only an example or a language's name"
        )


# ---- the compiler and the translator refuse what is wrong ----


def write(folder: Path, text: str) -> Path:
    path = folder / "xx" / "LC_MESSAGES" / "kiosk.po"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return folder


def test_a_compiled_catalogue_says_what_was_written(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n# c\nmsgid "a.b"\nmsgstr "好{n}"\n"的"\n',
    )
    compiler["main"](folder)
    say = Translator("xx", folder=folder)
    assert say(msg("a.b", n=3)) == "好3的"


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ('msgid "a"\nmsgstr "b"\nmsgid "a"\nmsgstr "c"\n', "there twice: a"),
        ('msgid "a"\nmsgid "b"\n', "kiosk.po:2: msgid"),
        ('msgstr "a"\n', "kiosk.po:1: msgstr"),
        ('msgid "a"\nmsgid_plural "b"\n', "kiosk.po:2: msgid_plural"),
        ("msgid a\n", "kiosk.po:1: not a quoted text"),
    ],
)
def test_a_broken_catalogue_is_refused_with_its_place(tmp_path: Path, text: str, refused: str) -> None:
    with pytest.raises(SystemExit, match=re.escape(refused)):
        compiler["main"](write(tmp_path, text))


def test_the_translator_refuses_a_hole_and_a_mismatch(tmp_path: Path) -> None:
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    folder = write(tmp_path, header + 'msgid "a"\nmsgstr "{minutes}"\n')
    compiler["main"](folder)
    say = Translator("xx", folder=folder)
    for wrong in (msg("b"), msg("a"), msg("a", hours=1), Message("a", {"hours": 1})):
        with pytest.raises(KeyError):
            say(wrong)
