"""Texts of a form that depend on the case: `=expression`, or `{{expression}}` within a sentence."""

import re
from collections.abc import Iterator

from engine.forms.expressions import evaluate, text_of
from engine.forms.setting import Setting

_HOLE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_BLOCK = re.compile(r"[#/&>!^]")


def fill_in(text: str, setting: Setting) -> str:
    """The text with its expressions replaced by what they yield; null leaves a gap."""
    if text.startswith("="):
        return text_of(evaluate(text, setting))
    return _HOLE.sub(lambda hole: text_of(evaluate(hole[1], setting)), text)


def expressions_in(text: str) -> Iterator[str]:
    """The expressions of a text."""
    if text.startswith("="):
        yield text
    else:
        yield from (hole.strip() for hole in _HOLE.findall(text) if not _BLOCK.match(hole.strip()))


def has_blocks(text: str) -> bool:
    """Whether the text has loops or conditions of a templating language (`{{#if …}}`)."""
    return not text.startswith("=") and any(_BLOCK.match(hole.strip()) for hole in _HOLE.findall(text))
