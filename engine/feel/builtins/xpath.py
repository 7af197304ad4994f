"""XPath's regular expressions and replacement templates turned into those of the `regex` package."""

import re
from typing import Final

from engine.feel.errors import Undefined

_START: Final = r"\p{L}_:"
_PART: Final = r"\p{L}\p{N}\p{M}_:.\-\xb7"
_CATEGORY: Final = re.compile(r"\{([A-Za-z0-9\-]+)\}")
_COUNTED: Final = re.compile(r"\{[0-9]{1,5}(?:,[0-9]{0,5})?\}(?!\+)")
_ESCAPED: Final = frozenset("nrt\\|.-^?*+{}()[]$sSdDwW123456789")
_DOUBLED: Final = ("&&", "||", "~~")
_REFERENCE: Final = re.compile(r"\$([0-9]+)")


def translated(pattern: str, flags: str) -> str:
    """The pattern in the syntax of `regex`, version 1.

    Raises:
        Undefined: an escape has no meaning there.
    """
    if "x" in flags:
        pattern = _without_space(pattern)
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
    if character in "({}":
        return _opening(pattern, place), 1, 0
    if character in "+*?}" and pattern[place + 1 : place + 2] == "+":
        raise Undefined("a '+' stands behind a character or group, not behind another quantifier")
    if character == "$" and "m" not in flags:
        return r"\Z", 1, 0
    if character == "." and "s" not in flags:
        return r"[^\n\r]", 1, 0
    return character, 1, 0


def _opening(pattern: str, place: int) -> str:
    """The bracket, where it begins what XPath knows: `regex` reads much more into brackets."""
    character = pattern[place]
    if character == "(" and pattern[place + 1 : place + 2] == "?" and pattern[place + 2 : place + 3] != ":":
        raise Undefined("of the groups that begin with '(?' there is only '(?:'")
    if character != "(" and not _COUNTED.match(pattern, pattern.rfind("{", 0, place + 1)):
        raise Undefined("braces hold how often something is repeated")
    return character


def _without_space(pattern: str) -> str:
    """The pattern without white space outside of character classes: what the flag `x` asks for."""
    kept: list[str] = []
    depth = 0
    escaped = False
    for character in pattern:
        if not depth and character in " \t\r\n":
            continue
        kept.append(character)
        if not escaped:
            depth += (character == "[") - (character == "]" and depth > 0)
        escaped = character == "\\" and not escaped
    return "".join(kept)


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
    if letter in "pP":
        return _category(pattern, place, letter)
    if letter == "0" or (depth and letter.isdigit()):
        raise Undefined("a reference to a group stands outside of brackets and begins with 1 to 9")
    if letter not in _ESCAPED:
        raise Undefined(f"there is no escape \\{letter}")
    return pattern[place : place + 2], 2


def _category(pattern: str, place: int, letter: str) -> tuple[str, int]:
    found = _CATEGORY.match(pattern, place + 2)
    if found is None:
        raise Undefined(f"\\{letter} stands before the name of a category in braces")
    name = f"In{found[1][2:]}" if found[1].startswith("Is") else found[1]
    return f"\\{letter}{{{name}}}", found.end() - place


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
