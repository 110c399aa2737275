"""An official text as Markdown → title, date, chapters, articles.

The form: `# title`, perhaps a line with dates, `## 第一章 …` and `### 第一节 …` headings, then articles: a line that
begins with 第X条, up to where the next begins. Nothing is left out silently: it is an error with its line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from kiosk.content.policy.errors import LawError
from kiosk.content.policy.numerals import ordinal

MAX_BYTES = 8_000_000
MAX_ARTICLES = 5_000
MAX_ARTICLE = 60_000
"""Characters. The longest article of the national laws has 3,000."""

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_IN_FORCE = re.compile(r"自\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日起施行")
_CITED = re.compile(r"第[零一二三四五六七八九十百千]+条")
_OTHERS = re.compile(r"》第[^，。；]*")
_WHOLE = re.compile(r"[。；：！？:;」”）)]$")
_ITEM = re.compile(r"[（(][一二三四五六七八九十\d]+[）)]")
_BLANKS = re.compile(r"[ \t\u3000\u00a0]+")


@dataclass(frozen=True)
class Article:
    """`number` as 第二十一条, `text` without it, paragraphs parted by a line break, `chapter` "" before the first."""

    number: str
    text: str
    chapter: str


@dataclass(frozen=True)
class Law:
    """`doc` is the file's stem. Dates as 2024-12-31, "" where the text gives none."""

    doc: str
    title: str
    passed: str
    in_force: str
    articles: tuple[Article, ...]


@dataclass
class _Reading:
    title: str = ""
    preface: list[str] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)
    articles: list[Article] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    number: str = ""
    paragraphs: list[str] = field(default_factory=list)

    def chapter(self) -> str:
        return " ".join(self.parts[kind] for kind in "编章节" if kind in self.parts)

    def close(self) -> None:
        """The article being read ends here."""
        if self.number:
            self.articles.append(Article(self.number, "\n".join(self.paragraphs), self.chapter()))
        self.number, self.paragraphs = "", []


def read_law(doc: str, raw: bytes) -> Law:
    """The law in a file's bytes. Raises LawError: `doc.md:line: what is wrong`."""
    if len(raw) > MAX_BYTES:
        raise LawError(f"{doc}.md: {len(raw):,} bytes; at most {MAX_BYTES:,} are read")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise LawError(f"{doc}.md:{line}: not UTF-8; save the file as UTF-8 and import it again") from None
    reading = _Reading()
    for number, content in enumerate(_lines(text), start=1):
        _take(doc, reading, number, content)
    reading.close()
    return _checked(doc, reading)


def torn_lines(raw: bytes) -> tuple[int, ...]:
    """Lines, from 1, that end in the middle of a sentence which the next one goes on with: how a PDF's lines break.

    What stands there is kept, but words that are torn apart are not found.
    """
    found, before, started = [], 0, False
    for number, line in enumerate(_lines(raw.decode("utf-8-sig", "replace")), start=1):
        begins = ordinal(line.lstrip("#* "))
        if not line or line.startswith("#") or begins is not None or _ITEM.match(line):
            started = started or (begins is not None and begins[0] == "条")
        elif started and before:
            found.append(before)
        whole = not line or line.startswith("#") or _WHOLE.search(line) is not None
        before = 0 if whole or not started else number
    return tuple(found)


def citations(law: Law) -> dict[int, list[int]]:
    """Which articles name which: place in the law → places of those that name it (本法第十条 and 第十条第二款)."""
    places = {article.number: place for place, article in enumerate(law.articles)}
    found: dict[int, list[int]] = {}
    for place, article in enumerate(law.articles):
        foreign = _OTHERS.sub("", article.text)
        for cited in sorted({places[n] for n in _CITED.findall(foreign) if n in places} - {place}):
            found.setdefault(cited, []).append(place)
    return found


def _lines(text: str) -> Iterator[str]:
    without = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    for line in without.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        yield _BLANKS.sub(" ", unicodedata.normalize("NFC", line)).strip()


def _take(doc: str, reading: _Reading, number: int, line: str) -> None:
    if not line:
        return
    if any(unicodedata.category(c) == "Cc" for c in line):
        raise LawError(f"{doc}.md:{number}: control characters; this is no text file")
    found = ordinal(line.lstrip("#* "))
    if line.startswith("#") and not (found and found[0] == "条"):
        _heading(reading, line.lstrip("#").strip())
        return
    if found is not None and found[0] in "编章节" and len(line) <= 40:
        _heading(reading, line)
    elif found is not None and found[0] == "条" and _begins(found[2]):
        reading.close()
        _begin(doc, reading, number, found[1], found[2].strip())
    elif reading.number:
        reading.paragraphs.append(line)
        if sum(map(len, reading.paragraphs)) > MAX_ARTICLE:
            raise LawError(f"{doc}.md:{number}: {reading.number} is longer than {MAX_ARTICLE:,} characters")
    else:
        reading.preface.append(line)


def _begins(rest: str) -> bool:
    """第九条 opens an article; a line that goes on as 第九条第一款规定… is a paragraph of another one."""
    return not rest or rest[0] in " *：:" or not re.match(r"(第[一二三四五六七八九十]|[、，和或至的]|规定)", rest)


def _begin(doc: str, reading: _Reading, number: int, name: str, text: str) -> None:
    if name in reading.lines:
        raise LawError(f"{doc}.md:{number}: {name} a second time; the first is in line {reading.lines[name]}")
    if len(reading.lines) >= MAX_ARTICLES:
        raise LawError(f"{doc}.md:{number}: more than {MAX_ARTICLES:,} articles")
    reading.lines[name] = number
    reading.number = name
    reading.paragraphs = [text.lstrip("*：: ")] if text else []


def _heading(reading: _Reading, text: str) -> None:
    reading.close()
    found = ordinal(text)
    if found is None or found[0] == "条":
        if not reading.title:
            reading.title = text
        elif text:  # 附则 without a number, and the like
            reading.parts = {"章": text}
        return
    kind = found[0]
    for lower in "编章节"["编章节".index(kind) :]:
        reading.parts.pop(lower, None)
    reading.parts[kind] = f"{found[1]} {found[2].replace(' ', '').strip()}".strip()


def _checked(doc: str, reading: _Reading) -> Law:
    if not reading.articles:
        raise LawError(f"{doc}.md: no article found; an article is a line that begins with 第…条")
    empty = next((a.number for a in reading.articles if not a.text), None)
    if empty:
        raise LawError(f"{doc}.md:{reading.lines[empty]}: {empty} has no words")
    title = reading.title or next(iter(reading.preface), doc)
    passed = _date(_DATE.search(" ".join(reading.preface)))
    in_force = [_date(m) for a in reading.articles for m in _IN_FORCE.finditer(a.text)]
    return Law(doc, title, passed, in_force[-1] if in_force else "", tuple(reading.articles))


def _date(found: re.Match[str] | None) -> str:
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}" if found else ""
