"""`kiosk policy`: official texts into a library, questions to it, and who may have what."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import click

from kiosk.adapters.policy_cards import load_cards
from kiosk.bootstrap.options import emit, json_option
from kiosk.bootstrap.policy_check import check_command
from kiosk.bootstrap.policy_meaning import read_for_meaning
from kiosk.bootstrap.policy_picture import picture_command
from kiosk.content.policy.asking import Answer
from kiosk.content.policy.cards_find import CardFinder, FoundCard
from kiosk.content.policy.errors import LawError, LibraryError
from kiosk.content.policy.law import MAX_BYTES, Law, read_law, torn_lines
from kiosk.content.policy.likeness import FEWEST, MOST

LIBRARY = Path("/var/lib/silver-key/policies")
README = "readme"


@click.group()
def policy() -> None:
    """Official texts article by article, and answers from them with their source."""


@policy.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE.md...")
@click.option(
    "--into", type=click.Path(path_type=Path), default=LIBRARY, show_default=True, help="The library's folder."
)
@click.option("--fresh", is_flag=True, help="Only these files; without it, texts of other names stay.")
@click.option("--words-only", is_flag=True, help="Do not read for meaning: quick, and fewer questions are answered.")
@json_option
def import_(files: tuple[Path, ...], into: Path, fresh: bool, words_only: bool, as_json: bool) -> None:
    """Read laws as Markdown (第…条 begins an article) into the library; a text of the same file name is replaced.

    All or nothing: with an error in one file the library stays as it was. A README is passed over. The library answers
    at once; then new articles are read for what they mean, a minute for about 800, and stopping that loses only that.
    """
    from kiosk.adapters.policy_library import FILE, Library
    from kiosk.adapters.policy_library_build import build

    new = _read(files)
    laws, read = dict(new), {}
    if (into / FILE).exists():
        with closing(Library(into)) as old:
            read = {} if words_only else old.vectors_by_text()
            laws = laws if fresh else {doc: (read_law(doc, raw), raw) for doc, raw in old.sources()} | laws
    warnings = [*_twins([law for law, _ in laws.values()]), *_torn(new)]
    for warning in warnings:
        click.echo(f"warning: {warning}", err=True)
    ordered = [laws[doc] for doc in sorted(laws)]
    path = build(into, ordered, read)
    articles = sum(len(law.articles) for law, _ in ordered)
    meant = not words_only and FEWEST <= articles <= MOST and read_for_meaning(into, ordered, read)
    told = [_facts(law) for law, _ in new.values()]
    data = {"library": str(path), "laws": len(laws), "articles": articles, "imported": told, "warnings": warnings,
            "meaning": meant}  # fmt: skip
    lines = [f"{fact['doc']}: {fact['title']}, {fact['articles']} articles" for fact in told]
    emit(as_json, data, "\n".join([*lines, f"{path}: {len(laws)} texts, {articles} articles"]))


@policy.command()
@click.argument("questions", nargs=-1)
@click.option("--library", type=click.Path(path_type=Path), default=LIBRARY, show_default=True, help="Its folder.")
@click.option("--top", type=click.IntRange(1, 50), default=3, show_default=True, help="Articles for each question.")
@click.option("--cards", type=click.Path(path_type=Path), help='Also the cards of this folder or package, as "cards".')
@click.option("--json", "as_json", is_flag=True, help='A line each: {"question", "refused", "answers": [...]}.')
def ask(questions: tuple[str, ...], library: Path, top: int, cards: Path | None, as_json: bool) -> None:
    """Answer QUESTIONS, or each line of standard input, with the articles that say it; refuse what none says."""
    from kiosk.adapters.policy_words import open_adviser

    find = _finder(cards, library) if cards else None
    adviser, texts = open_adviser(library)
    with closing(texts):
        for question in questions or _lines():
            answer = adviser.ask(question.encode("utf-8", "replace").decode("utf-8"), top)
            found = find(answer, top) if find else ()
            data = as_data(answer) | ({"cards": [_card(one) for one in found]} if find else {})
            click.echo(json.dumps(data, ensure_ascii=False) if as_json else _plain(answer) + _named(found))


def _finder(cards: Path, library: Path) -> Callable[[Answer, int], tuple[FoundCard, ...]]:
    from kiosk.adapters.policy_words import OURS, THEIRS, load_words

    finder = CardFinder(load_cards(cards), load_words(OURS, library / THEIRS))

    def find(answer: Answer, top: int) -> tuple[FoundCard, ...]:
        articles = [(found.passage.doc, found.passage.article) for found in answer.found]
        return finder.find(answer.question, articles, top)

    return find


def _card(found: FoundCard) -> dict[str, object]:
    return {"card": found.card.id, "name": found.card.names.official, "score": round(found.score, 4)}


def _named(found: tuple[FoundCard, ...]) -> str:
    return "".join(f"    card {one.card.id}: {one.card.names.official}\n" for one in found)


def as_data(answer: Answer) -> dict[str, object]:
    """What `--json` prints."""
    found = [
        {"doc": f.passage.doc, "article": f.passage.article, "title": f.passage.title, "text": f.passage.text,
         "score": round(f.score, 4)}
        for f in answer.found
    ]  # fmt: skip
    return {"question": answer.question, "refused": answer.refused, "answers": found}


def _plain(answer: Answer) -> str:
    if answer.refused:
        return f"{answer.question}\n    no answer in the library; ask a person\n"
    lines = [answer.question]
    for found in answer.found:
        passage = found.passage
        lines.append(f"    {passage.title} {passage.article} ({passage.doc}, {found.score:.1f})")
        lines.extend(f"        {line}" for line in passage.text.splitlines())
    return "\n".join(lines) + "\n"


def _read(files: tuple[Path, ...]) -> dict[str, tuple[Law, bytes]]:
    found: dict[str, tuple[Law, bytes]] = {}
    for path in files:
        if path.stem.lower() == README:
            click.echo(f"warning: {path} is passed over: a readme is no official text", err=True)
            continue
        if path.stem in found:
            raise LawError(f"{path}: two files are called {path.stem}; a file's name tells the texts apart")
        try:
            with path.open("rb") as source:
                raw = source.read(MAX_BYTES + 1)
        except OSError as error:
            raise LawError(f"{path}: {error.strerror or error}") from error
        found[path.stem] = (read_law(path.stem, raw), raw)
    if not found:
        raise LibraryError("nothing to import")
    return found


def _torn(new: dict[str, tuple[Law, bytes]]) -> list[str]:
    """Sentences that go over several lines, as a PDF leaves them."""
    return [
        f"{doc}.md:{lines[0]}: {len(lines)} lines end within a sentence; join them, or torn words are not found"
        for doc, (_, raw) in new.items()
        if (lines := torn_lines(raw))
    ]


def _twins(laws: list[Law]) -> list[str]:
    """Two texts of one title are most likely an old and a new version."""
    first: dict[str, str] = {}
    found = []
    for law in sorted(laws, key=lambda law: law.doc):
        other = first.setdefault(law.title, law.doc)
        if other != law.doc:
            found.append(f"{law.doc} and {other} have one title, {law.title}; both are kept")
    return found


def _facts(law: Law) -> dict[str, object]:
    return {"doc": law.doc, "title": law.title, "articles": len(law.articles), "passed": law.passed,
            "in_force": law.in_force}  # fmt: skip


def _lines() -> Iterator[str]:
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace").rstrip("\r\n")


policy.add_command(check_command)
policy.add_command(picture_command)
