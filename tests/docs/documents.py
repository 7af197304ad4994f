"""The documents as tests read them: links, anchors and lines of the shell."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.support.requires import REPOSITORY

_FENCE = re.compile(r"^(```|~~~)")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?: \"[^\"]*\")?\)")
_HEADING = re.compile(r"^#{1,6} +(.*?) *$")


@dataclass(frozen=True)
class Line:
    """A line of a document, and the language of the code block that it stands in, if any."""

    file: Path
    number: int
    text: str
    code: str | None

    def __str__(self) -> str:
        return f"{self.file.relative_to(REPOSITORY)}:{self.number}: {self.text.strip()[:100]}"


@cache
def documents() -> tuple[Path, ...]:
    """README, CHANGELOG and everything below docs."""
    return (
        REPOSITORY / "README.md",
        REPOSITORY / "CHANGELOG.md",
        *sorted((REPOSITORY / "docs").rglob("*.md")),
    )


@cache
def lines(file: Path) -> tuple[Line, ...]:
    found, code = [], None
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if _FENCE.match(text):
            code = (text.strip("`~ ") or "text") if code is None else None
        else:
            found.append(Line(file, number, text, code))
    return tuple(found)


def links() -> Iterator[tuple[Line, str]]:
    """Every link to another document or place of this repository."""
    for file in documents():
        for line in lines(file):
            if line.code is None:
                for target in _LINK.findall(re.sub(r"`[^`]*`", "", line.text)):
                    if not re.match(r"[a-z]+:", target):
                        yield line, target


def anchors(file: Path) -> frozenset[str]:
    """Names that a link may point to, as common viewers of Markdown make them from headings."""
    headings = (_HEADING.match(line.text) for line in lines(file) if line.code is None)
    plain = (re.sub(r"[`*]", "", found[1]).lower() for found in headings if found)
    return frozenset(re.sub(r"[^\w -]", "", text).strip().replace(" ", "-") for text in plain)


def shell_words() -> Iterator[tuple[Line, list[str]]]:
    """Every `querela …` of a code block, as the shell splits it: what stands behind `|`, too."""
    for file in documents():
        for line in lines(file):
            if line.code in ("sh", "shell", "console"):
                for command in re.split(r"\||&&|;", line.text.removeprefix("$ ")):
                    words = shlex.split(command, comments=True)
                    if words and Path(words[0]).name == "querela":
                        yield line, words[1:]
