"""Numbers with a unit of time: `14 days`, `zwei Wochen`, `3-4 working days`, `1 h 30 min`."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from engine.normaliser.labels import text, words
from engine.normaliser.labels.text import Word

MAX_COUNT = 10_000
_RANGE = frozenset(
    ("-", "to", "bis", "à", "a", "al", "tot", "do", "εωσ", "до", "ile", "الی", "تا", "or", "oder")
)
_AND = frozenset(("and", "und", "et", "e", "y", "en", "i", "και", "и", "ve", "و", ","))
_ORDER = "YQMFWDBHmS"
_PARTS = {"Y": "{}Y", "M": "{}M", "D": "{}D", "B": "{}D", "H": "{}H", "m": "{}M", "S": "{}S"}
_WHOLE = {"Q": ("M", 3), "F": ("D", 14), "W": ("D", 7)}
_SPLIT = {"Y": ("M", 12), "D": ("H", 24), "H": ("m", 60), "m": ("S", 60)}


@dataclass(frozen=True, slots=True)
class Amount:
    """A count of units, and the words `[start, end)` that it was read from."""

    counts: tuple[tuple[Decimal, str], ...]
    start: int
    end: int
    upper: bool = False  #: the upper end of a range
    working: bool = False
    article: bool = False  #: “a day”
    short: bool = False  #: a unit of one letter

    def iso(self) -> str | None:
        """The length as ISO 8601, None where it cannot be written in whole units."""
        totals: dict[str, Decimal] = {}
        for count, unit in self.counts:
            unit, times = _WHOLE.get(unit, (unit, 1))
            count *= times
            while count:
                whole = count.to_integral_value(ROUND_FLOOR)
                totals[unit] = totals.get(unit, Decimal(0)) + whole
                count -= whole
                if count and unit not in _SPLIT:
                    return None
                unit, times = _SPLIT.get(unit, (unit, 1))
                count *= times
        days = totals.pop("B", Decimal(0)) + totals.pop("D", Decimal(0))
        if days:
            totals["D"] = days
        dates = "".join(_PARTS[u].format(int(totals[u])) for u in "YMD" if totals.get(u))
        times_ = "".join(_PARTS[u].format(int(totals[u])) for u in "HmS" if totals.get(u))
        return f"P{dates}{'T' + times_ if times_ else ''}" if dates or times_ else None


def amounts(tokens: list[Word]) -> list[Amount]:
    """The amounts in the words, those that follow each other in falling units joined into one."""
    found: list[Amount] = []
    at = 0
    while at < len(tokens):
        amount = _amount(tokens, at)
        if amount is None:
            at += 1
            continue
        if found and _continues(found[-1], amount, tokens):
            last = found.pop()
            amount = Amount(last.counts + amount.counts, last.start, amount.end, last.upper or amount.upper)
        found.append(amount)
        at = amount.end
    return found


def _continues(last: Amount, amount: Amount, tokens: list[Word]) -> bool:
    between = [token.text for token in tokens[last.end : amount.start]]
    falling = _ORDER.index(last.counts[-1][1]) < _ORDER.index(amount.counts[0][1])
    return falling and not last.working and (not between or (len(between) == 1 and between[0] in _AND))


def _amount(tokens: list[Word], at: int) -> Amount | None:
    """The amount that begins at the word, None where none does."""
    word = tokens[at].text
    if (pair := text.pairs().get(word)) is not None:
        return Amount(((Decimal(str(pair[0])), pair[1]),), at, at + 1)
    article = word in text.group("ARTICLES")
    count = Decimal(1) if article else _count(word)
    if count is None or _is_name(tokens, at):
        return None
    place, upper = at + 1, False
    if place + 1 < len(tokens) and tokens[place].text in _RANGE:
        other = _count(tokens[place + 1].text)
        if other is not None and other > count:
            count, place, upper = other, place + 2, True
    place, count = _halves(tokens, place, count)
    return _with_unit(tokens, at, place, count, upper, article)


def _halves(tokens: list[Word], place: int, count: Decimal) -> tuple[int, Decimal]:
    """Past `eine halbe`, `half an` and `2½`."""
    if place < len(tokens):
        word = tokens[place].text
        if count == 1 and _count(word) == Decimal("0.5") and word != "½":
            return place + 1, Decimal("0.5")
        if word == "½" and count == count.to_integral_value():
            return place + 1, count + Decimal("0.5")
        if count == Decimal("0.5") and word in ("a", "an"):
            return place + 1, count
    return place, count


def _with_unit(
    tokens: list[Word], at: int, place: int, count: Decimal, upper: bool, article: bool
) -> Amount | None:
    if place < len(tokens) and tokens[place].text == "-":
        place += 1  # a 14-day period
    working = False
    while place < len(tokens) and tokens[place].text in text.group("WORKING"):
        place, working = place + 1, True
    if place >= len(tokens):
        return None
    word = tokens[place].text
    short = words.SHORT_UNITS.get(word)
    unit = text.units().get(word) or short
    allowed = text.only_before().get(tokens[at].text)
    if unit is None or (allowed is not None and word not in allowed):
        return None
    place += 1
    if place < len(tokens) and tokens[place].text in text.group("WORKING"):
        place, working = place + 1, True
    working = working or unit == "B"
    if working and unit not in "DB":
        working = False
    if count > MAX_COUNT or count <= 0 or (unit == "Y" and count > 100):
        return None
    return Amount(((count, unit),), at, place, upper, working, article, short is not None)


def _count(word: str) -> Decimal | None:
    if word[0].isdigit():
        return Decimal(word.replace(",", ".")) if len(word) <= 12 else None
    if word == "½":
        return Decimal("0.5")
    number = text.numbers().get(word)
    return None if number is None else Decimal(str(number))


def _is_name(tokens: list[Word], at: int) -> bool:
    """Whether the number belongs to what stands before it: `Phase 2`, `§ 5`, `A-12`, `$30`, `24/7`."""
    if at == 0:
        return False
    before = tokens[at - 1]
    if before.text in text.group("LABELLING") or before.text in ("§", "#", "$", "€", "£"):
        return True
    attached = before.end == tokens[at].start and tokens[at].text[0].isdigit()
    return attached and before.text not in ("(", "[", "~", "≈", "≤", ",", ";", '"', "'")
