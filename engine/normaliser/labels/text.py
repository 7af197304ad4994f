"""Labels folded so that spellings of one word look alike, and cut into words and numbers."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from engine.normaliser.labels import words

_SAME = str.maketrans(
    {"ς": "σ", "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "’": "'", "–": "-", "—": "-", "−": "-", "‑": "-"}
)
_ACCENTED = (("Ͱ", "Ͽ"), ("Ѐ", "ӿ"), ("؀", "ۿ"), ("ἀ", "῿"))
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:'[^\W\d_]+)*|\S")


class Word(NamedTuple):
    """A word, number or mark of a folded label."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Label:
    """A label and its folded form; `places` says which original character each folded one came from."""

    original: str
    folded: str
    places: tuple[int, ...]

    def between(self, start: int, end: int) -> str:
        """The original words of a part of the folded text."""
        return self.original[self.places[start] : self.places[end - 1] + 1].strip()


def label(text: str) -> Label:
    """The label, folded."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in _folded(character):
            letters.append(letter)
            places.append(place)
    return Label(text, "".join(letters), tuple(places))


@cache
def _folded(character: str) -> str:
    """Lower case, plain digits, no accents outside the Latin alphabet, one kind of space and dash."""
    if character == "½":
        return "½"
    if unicodedata.decimal(character, None) is not None:
        return str(unicodedata.decimal(character))
    if character.isspace():
        return " "
    parts = unicodedata.normalize("NFKC", character).lower()
    accented = any(low <= parts[:1] <= high for low, high in _ACCENTED)
    if accented or character == "İ":
        parts = unicodedata.normalize("NFD", parts)
    kept = (c for c in parts if unicodedata.category(c) not in ("Mn", "Cf") and c != "ـ")
    return "".join(kept).translate(_SAME)


def folded(text: str) -> str:
    """The folded form alone."""
    return label(unicodedata.normalize("NFC", text)).folded


def split(text: str) -> list[Word]:
    """The words, numbers and marks of a folded text."""
    return [Word(found[0], found.start(), found.end()) for found in _TOKEN.finditer(text)]


@cache
def units() -> dict[str, str]:
    """Each word for a unit with the unit."""
    return {word: unit for unit, text in words.UNITS.items() for word in folded(text).split()}


@cache
def numbers() -> dict[str, float]:
    """Each number word with its number."""
    return {word: number for number, text in words.NUMBERS.items() for word in folded(text).split()}


@cache
def weekdays() -> dict[str, int]:
    """Each name of a weekday with its number, Monday being 1."""
    return {word: day for day, text in words.WEEKDAYS.items() for word in folded(text).split()}


@cache
def periods() -> dict[str, str]:
    """Each word for what comes again with its cycle."""
    return {word: cycle for cycle, text in words.PERIODS.items() for word in folded(text).split()}


@cache
def pairs() -> dict[str, tuple[float, str]]:
    """Each word that is number and unit in one."""
    return {folded(word): pair for word, pair in words.PAIRS.items()}


@cache
def only_before() -> dict[str, frozenset[str]]:
    """Number words that are one only before these units."""
    return {word: frozenset(folded(text).split()) for word, text in words.ONLY_BEFORE.items()}


@cache
def group(name: str) -> frozenset[str]:
    """A group of words by its name in `words`, folded."""
    return frozenset(folded(word) for word in getattr(words, name))
