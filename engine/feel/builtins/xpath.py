"""XPath's regular expressions and replacement templates turned into those of the `regex` package."""

import re
from typing import Final

from engine.feel.errors import Undefined

_START: Final = r"\p{L}_:"
_PART: Final = r"\p{L}\p{N}\p{M}_:.\-\xb7"
_BLOCK: Final = re.compile(r"[pP]\{Is([A-Za-z0-9\-]+)\}")
_DOUBLED: Final = ("&&", "||", "~~")
_REFERENCE: Final = re.compile(r"\$([0-9]+)")


def translated(pattern: str, flags: str) -> str:
    """The pattern in the syntax of `regex`, version 1."""
    out: list[str] = []
    depth = place = 0
    while place < len(pattern):
        piece, taken, change = _piece(pattern, place, depth, flags)
        out.append(piece)
        place += taken
        depth += change
    return "".join(out)


def _piece(pattern: str, place: int, depth: int, flags: str) -> tuple[str, int, int]:
    """What stands at the place, how many characters it took, and how the depth of classes changes."""
    character = pattern[place]
    if character == "\\":
        return (*_escape(pattern, place, depth), 0)
    if depth:
        return _in_class(pattern, place)
    if character == "[":
        return "[", 1, 1
    if character == "$" and "m" not in flags:
        return r"\Z", 1, 0
    if "x" in flags and character in " \t\r\n":
        return "", 1, 0
    return (r"\#" if character == "#" else character), 1, 0


def _in_class(pattern: str, place: int) -> tuple[str, int, int]:
    if pattern.startswith("-[", place):
        return "--[", 2, 1
    if pattern[place : place + 2] in _DOUBLED:
        return f"\\{pattern[place]}\\{pattern[place]}", 2, 0
    if pattern[place] == "[":
        return r"\[", 1, 0
    return pattern[place], 1, -1 if pattern[place] == "]" else 0


def _escape(pattern: str, place: int, depth: int) -> tuple[str, int]:
    if place + 1 == len(pattern):
        raise Undefined("a pattern cannot end with a single backslash")
    letter = pattern[place + 1]
    if letter in "iIcC":
        members = _START if letter in "iI" else _PART
        if letter in "IC":
            return f"[^{members}]", 2
        return (members if depth else f"[{members}]"), 2
    block = _BLOCK.match(pattern, place + 1)
    if block:
        return f"\\{letter}{{In{block[1]}}}", block.end() - place
    return pattern[place : place + 2], 2


def template(replacement: str, groups: int) -> list[str | int]:
    """The parts of a replacement: texts, and the numbers of groups.

    Raises:
        Undefined: a `$` stands before no digit, or a backslash before neither `$` nor a backslash.
    """
    parts: list[str | int] = []
    place = 0
    while place < len(replacement):
        character = replacement[place]
        if character == "\\":
            if replacement[place + 1 : place + 2] not in ("\\", "$"):
                raise Undefined("a backslash in a replacement stands before $ or another backslash")
            parts.append(replacement[place + 1])
            place += 2
        elif character == "$":
            number, length = _reference(replacement, place, groups)
            parts.append(number if number <= groups else "")
            place += length
        else:
            parts.append(character)
            place += 1
    return parts


def _reference(replacement: str, place: int, groups: int) -> tuple[int, int]:
    """The group referred to, by as many digits as there are groups for, and the length of the reference."""
    found = _REFERENCE.match(replacement, place)
    if found is None:
        raise Undefined("a $ in a replacement stands before a digit")
    digits = found[1][:6]
    while len(digits) > 1 and int(digits) > groups:
        digits = digits[:-1]
    return int(digits), 1 + len(digits)
