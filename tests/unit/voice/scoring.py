"""Reads sentences.txt and says which spans a system reads right. Our own set: written before the rules were tuned."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

SENTENCES = Path(__file__).parent / "sentences.txt"
_SYLLABLES = {
    "零": "ling2", "幺": "yao1", "一": "yi1", "二": "er4", "两": "liang3", "三": "san1", "四": "si4",
    "五": "wu3", "六": "liu4", "七": "qi1", "八": "ba1", "九": "jiu3", "十": "shi2", "百": "bai3",
    "千": "qian1", "万": "wan4", "点": "dian3", "半": "ban4", "年": "nian2", "月": "yue4", "日": "ri4",
    "号": "hao4", "分": "fen1", "秒": "miao3", "钟": "zhong1", "小": "xiao3", "时": "shi2", "元": "yuan2",
    "角": "jiao3", "块": "kuai4", "个": "ge4", "位": "wei4", "名": "ming2", "人": "ren2", "片": "pian4",
    "粒": "li4", "次": "ci4", "种": "zhong3", "辆": "liang4", "张": "zhang1", "步": "bu4", "项": "xiang4",
    "第": "di4", "岁": "sui4", "以": "yi3", "上": "shang4", "至": "zhi4", "到": "dao4", "多": "duo1",
    "天": "tian1", "底": "di3", "代": "dai4", "楼": "lou2", "层": "ceng2", "室": "shi4", "弄": "long4",
    "路": "lu4", "线": "xian4", "排": "pai2", "座": "zuo4", "折": "zhe2", "克": "ke4", "毫": "hao2",
    "升": "sheng1", "米": "mi3", "厘": "li2", "公": "gong1", "斤": "jin1", "里": "li3", "每": "mei3",
    "平": "ping2", "方": "fang1", "摄": "she4", "氏": "shi4", "度": "du4", "下": "xia4", "之": "zhi1",
    "比": "bi3", "加": "jia1", "等": "deng3", "于": "yu2", "大": "da4", "正": "zheng4", "负": "fu4",
    "学": "xue2", "挂": "gua4", "摩": "mo2", "尔": "er3", "星": "xing1", "键": "jian4", "口": "kou3",
    "开": "kai1", "食": "shi2", "圆": "yuan2",
}  # fmt: skip


@dataclass(frozen=True)
class Span:
    chars: str
    readings: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Sentence:
    kind: str
    text: str
    spans: tuple[Span, ...]


def sentences() -> Iterator[Sentence]:
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, text, spans = (part.strip() for part in line.split("|", 2))
            yield Sentence(kind, text, tuple(_span(s) for s in spans.split(";")))


def _span(text: str) -> Span:
    chars, given, readings = text.partition("=")
    alternatives = readings.split("/") if given else text.split("/")
    chars = chars.split("/")[0].strip()
    return Span(chars, tuple(_reading(a.strip()) for a in alternatives))


def _reading(text: str) -> tuple[str, ...]:
    if re.fullmatch(r"[a-z0-9: ]+", text):
        return tuple(text.split())
    return tuple(_SYLLABLES[c] for c in text)


def right(span: Span, pinyin: list[str]) -> bool:
    """The span's syllables occur in a row; 一 and 不 may carry any of their tones, 幺 may be said 一."""
    return any(_occurs([_allowed(s, span.chars) for s in reading], pinyin) for reading in span.readings)


def _allowed(syllable: str, chars: str) -> set[str]:
    if syllable == "yi1" and "一" in chars:
        return {"yi1", "yi2", "yi4", "yi5"}
    if syllable == "bu4" and "不" in chars:
        return {"bu4", "bu2", "bu5"}
    if syllable == "yao1" and "幺" in chars:
        return {"yao1", "yi1"}
    return {syllable if syllable[-1].isdigit() else syllable + "5"}


def _occurs(wanted: list[set[str]], pinyin: list[str]) -> bool:
    size = len(wanted)
    return any(all(pinyin[i + j] in wanted[j] for j in range(size)) for i in range(len(pinyin) - size + 1))


def score(system: Callable[[str], str]) -> tuple[int, int, list[str]]:
    """Spans right, spans in all, and a line for each that is wrong."""
    good, total, wrong = 0, 0, []
    for sentence in sentences():
        said = system(sentence.text).split()
        for span in sentence.spans:
            total += 1
            if right(span, said):
                good += 1
            else:
                wrong.append(f"{sentence.kind}: {sentence.text} [{span.chars}] {' '.join(said)}")
    return good, total, wrong
