"""`kiosk speech`: hear how the kiosk would read a text, without starting the kiosk."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

LONGEST_LINE = 20_000
"""Bytes in one line of input."""


@click.group()
def speech() -> None:
    """Read text as the kiosk would say it, or save it as sound."""


@speech.command()
@click.option("--json", "as_json", is_flag=True, help='One object a line: {"text", "reading", "pinyin"}.')
def read(as_json: bool) -> None:
    """Lines of text on standard input → the reading in characters and the pinyin, tone-numbered."""
    from kiosk.voice.pinyin import to_pinyin
    from kiosk.voice.reading import read as reading_of

    for text in _lines():
        reading = reading_of(text)
        pinyin = to_pinyin(reading)
        if as_json:
            _say(json.dumps({"text": text, "reading": reading, "pinyin": pinyin}, ensure_ascii=False))
        else:
            _say(f"{reading}\n    {pinyin}" if pinyin else reading)


@speech.command()
@click.argument("text")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The WAV file to write.")
@click.option("--rate", type=click.IntRange(90, 240), default=170, show_default=True, help="Characters a minute.")
@click.option("--language", type=click.Choice(["zh_CN", "en"]), default="zh_CN", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print path and seconds as JSON.")
def save(text: str, out: Path, rate: int, language: str, as_json: bool) -> None:
    """Write TEXT as spoken sound to a WAV file."""
    from kiosk.errors import VoiceError
    from kiosk.voice.engine import Engine

    _refuse_broken(text)
    try:
        seconds = Engine().save(text, out, rate=rate, language=language)
    except VoiceError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        _say(json.dumps({"path": str(out), "seconds": round(seconds, 2)}, ensure_ascii=False))
    else:
        _say(f"{out}: {seconds:.1f} s")


def _lines() -> Iterator[str]:
    """Each line of standard input; raises ClickException with the line's number."""
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if len(line) > LONGEST_LINE:
            raise click.ClickException(f"line {number} is longer than {LONGEST_LINE} bytes")
        try:
            yield line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise click.ClickException(f"line {number} is not UTF-8 (byte {error.start + 1})") from error


def _refuse_broken(text: str) -> None:
    """Bytes of the command line that are no text arrive as lone surrogates."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise click.ClickException("TEXT is not UTF-8") from error


def _say(text: str) -> None:
    click.echo(text)
