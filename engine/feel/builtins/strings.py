"""String functions.

Source: DMN 1.5, 10.3.4.3 (table 74).
"""

from decimal import Decimal
from typing import TYPE_CHECKING

from engine.feel.builtins.patterns import matching, replaced, splitted
from engine.feel.builtins.registry import builtin
from engine.feel.errors import Undefined

if TYPE_CHECKING:
    from engine.feel.runtime import Run

Value = object


def _built(run: "Run", text: str) -> str:
    run.meter.build(len(text))
    return text


@builtin("substring(string: string, start position: number, length?: number|null)")
def substring(run: "Run", string_: str, start_position: Decimal, length: Decimal | None = None) -> Value:
    """So many characters from a position counted from 1, or from the end if negative."""
    start = int(start_position)
    if start == 0 or abs(start) > len(string_):
        raise Undefined("the text has no such position")
    first = start - 1 if start > 0 else len(string_) + start
    if length is None:
        return _built(run, string_[first:])
    size = int(length)
    if size < 1:
        raise Undefined("'length' is at least 1")
    return _built(run, string_[first : first + size])


@builtin("string length(string: string)")
def string_length(run: "Run", string_: str) -> Value:
    """How many characters the text has."""
    return Decimal(len(string_))


@builtin("upper case(string: string)")
def upper_case(run: "Run", string_: str) -> Value:
    """The text in capitals."""
    return _built(run, string_.upper())


@builtin("lower case(string: string)")
def lower_case(run: "Run", string_: str) -> Value:
    """The text in small letters."""
    return _built(run, string_.lower())


@builtin("substring before(string: string, match: string)")
def substring_before(run: "Run", string_: str, match_: str) -> Value:
    """What stands before the first match; nothing where there is none."""
    before, found, _ = string_.partition(match_) if match_ else ("", "", "")
    return _built(run, before) if found else ""


@builtin("substring after(string: string, match: string)")
def substring_after(run: "Run", string_: str, match_: str) -> Value:
    """What stands after the first match; nothing where there is none."""
    if not match_:
        return string_
    return _built(run, string_.partition(match_)[2])


@builtin("contains(string: string, match: string)")
def contains(run: "Run", string_: str, match_: str) -> Value:
    """Whether the text holds the match."""
    run.meter.step(1 + len(string_) // 1000)
    return match_ in string_


@builtin("starts with(string: string, match: string)")
def starts_with(run: "Run", string_: str, match_: str) -> Value:
    """Whether the text begins with the match."""
    return string_.startswith(match_)


@builtin("ends with(string: string, match: string)")
def ends_with(run: "Run", string_: str, match_: str) -> Value:
    """Whether the text ends with the match."""
    return string_.endswith(match_)


@builtin("matches(input: string, pattern: string, flags?: string|null)")
def matches(run: "Run", input: str, pattern: str, flags: str | None = None) -> Value:
    """Whether the pattern is found in the text."""
    return matching(run.meter, input, pattern, flags or "")


@builtin("replace(input: string, pattern: string, replacement: string, flags?: string|null)")
def replace(run: "Run", input: str, pattern: str, replacement: str, flags: str | None = None) -> Value:
    """The text with every match replaced; `$1` stands for the first group."""
    return _built(run, replaced(run.meter, input, pattern, replacement, flags or ""))


@builtin("split(string: string, delimiter: string)")
def split(run: "Run", string_: str, delimiter: str) -> Value:
    """The parts of the text between the matches of a pattern."""
    parts = splitted(run.meter, string_, delimiter)
    run.meter.build(len(string_) + len(parts))
    return parts


@builtin("string join(list: list, delimiter?: string|null)")
def string_join(run: "Run", list_: list[Value], delimiter: str | None = None) -> Value:
    """The texts of a list joined, nulls left out."""
    return string_join_framed(run, list_, delimiter, "", "")


@builtin("string join(list: list, delimiter: string|null, prefix: string|null, suffix: string|null)")
def string_join_framed(
    run: "Run", list_: list[Value], delimiter: str | None, prefix: str | None, suffix: str | None
) -> Value:
    """The texts of a list joined, with a prefix and a suffix."""
    texts: list[str] = []
    for item in list_:
        if item is None:
            continue
        if not isinstance(item, str):
            raise Undefined("only texts can be joined")
        texts.append(item)
    mark = delimiter or ""
    run.meter.build(sum(map(len, texts)) + len(mark) * len(texts))
    return f"{prefix or ''}{mark.join(texts)}{suffix or ''}"
