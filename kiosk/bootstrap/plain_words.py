"""Words a primary-school reader knows (elder-ui U19), in Chinese: short sentences, no Latin, no office or IT word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kiosk.content import plain
from kiosk.content.package.means import hard as hard
from kiosk.text import Translator

_PLACEHOLDER = re.compile(r"\{[^}]*\}")


def faults(text: str) -> Iterator[str]:
    """What is wrong with a Chinese text, in figures."""
    return plain.faults(text, hard())


def catalogue_faults(templates: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(key, fault) over a whole catalogue; what a placeholder will hold is checked where it is shown."""
    for key, template in templates.items():
        for fault in faults(_PLACEHOLDER.sub("", template)):
            yield key, fault


def chinese_templates() -> dict[str, str]:
    """The residents' catalogue: key to text with placeholders."""
    return {key: text for key, text in Translator("zh_CN").templates().items() if key}
