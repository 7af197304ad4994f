"""Reads what a label says of time, or nothing where it could be something else."""

from dataclasses import replace

from engine.normaliser.labels import text
from engine.normaliser.labels.amounts import Amount, amounts
from engine.normaliser.labels.chinese import chinese
from engine.normaliser.labels.moments import calendar_date, clock_in, day_of_month, iso_itself
from engine.normaliser.labels.text import Label, Word
from engine.normaliser.labels.timing import Timing

MAX_LABEL = 500
_MORE = "the label says more than this time"
_LATER = {
    "plus tard": "later",
    "más tarde": "later",
    "mais tarde": "later",
    "più tardi": "later",
    "plus de": "before",
    "il y a": "before",
    "at least": "before",
    "al menos": "before",
}


def duration_in(label_text: str) -> Timing | None:
    """The length, cycle or date that the label names in one of the languages known; None where it names none.

    A number needs a unit of time, and several times in one label are none.
    """
    if not label_text.strip() or len(label_text) > MAX_LABEL:
        return None
    label = text.label(" ".join(label_text.split()))
    return (
        iso_itself(label) or calendar_date(label) or day_of_month(label) or chinese(label) or _in_words(label)
    )


def _in_words(label: Label) -> Timing | None:
    phrase = label.folded
    for words, meaning in _LATER.items():
        phrase = phrase.replace(words, meaning.ljust(len(words)))
    clock = clock_in(phrase)
    tokens = text.split(phrase)
    if any(token.text in text.group("AWAY") or token.text in "<>≤≥" for token in tokens):
        return None
    timing = _cycle(label, tokens, clock)
    if timing is not None or clock is not None:
        return timing
    return _length(label, tokens)


# ---- lengths


def _length(label: Label, tokens: list[Word]) -> Timing | None:
    found = [amount for amount in amounts(tokens) if _believable(amount, tokens)]
    if len(found) != 1:
        return None
    amount = found[0]
    iso = amount.iso()
    if iso is None:
        return None
    again = _every_before(tokens, amount.start)
    rest = _rest(tokens, amount.start, amount.end)
    if amount.short and rest:
        return None
    if rest and tokens[amount.end - 1].text == "second":
        return None  # “one second opinion”
    notes = [_MORE] if rest else []
    if amount.upper:
        notes.append("the longer of two times is taken")
    if amount.working:
        notes.append("working days are meant")
    words = label.between(tokens[amount.start].start, tokens[amount.end - 1].end)
    exact = not rest and not amount.upper
    kind = "cycle" if again else "duration"
    text_ = f"R/{iso}" if again else iso
    return Timing(
        text_, "cycle" if kind == "cycle" else "duration", words, exact, "; ".join(notes), amount.working
    )


def _believable(amount: Amount, tokens: list[Word]) -> bool:
    """“A day” counts only beside a word such as “after” or “later”."""
    if not amount.article:
        return True
    beside = tokens[max(0, amount.start - 1) : amount.start] + tokens[amount.end : amount.end + 1]
    return any(token.text in text.group("AFTER") for token in beside)


def _rest(tokens: list[Word], start: int, end: int) -> list[str]:
    """Words beside the time that are not the usual ones around a time."""
    others = [token.text for token in tokens[:start] + tokens[end:]]
    known = text.group("AROUND") | text.group("AFTER") | text.group("EVERY")
    return [word for word in others if word not in known and word[0].isalnum()]


def _every_before(tokens: list[Word], start: int) -> bool:
    before = [token.text for token in tokens[max(0, start - 2) : start]]
    every = text.group("EVERY")
    if not before:
        return False
    return before[-1] in every or (
        len(before) == 2 and before[0] in every and before[1] in text.group("AROUND")
    )


# ---- cycles


def _cycle(label: Label, tokens: list[Word], clock: tuple[str, int, int] | None) -> Timing | None:
    """What comes again, or the hour of the day alone."""
    inside = tokens
    if clock is not None:
        inside = [token for token in tokens if not clock[1] <= token.start < clock[2]]
    found = _weekly(label, inside) or _period(label, inside) or _every_unit(label, inside)
    if clock is None:
        return found[0] if found else None
    hour, start, end = clock
    if found is None:
        if amounts(inside) or _rest(inside, 0, 0):
            return None
        note = "the hour of the day is not part of the cycle"
        return Timing("R/P1D", "cycle", label.between(start, end), False, note, clock=hour)
    timing = found[0]
    note = "; ".join(filter(None, [timing.note, "the hour of the day is not part of the cycle"]))
    return replace(timing, clock=hour, exact=False, note=note)


def _weekly(label: Label, tokens: list[Word]) -> tuple[Timing, int] | None:
    for place, token in enumerate(tokens):
        day = text.weekdays().get(token.text)
        plural = token.text.endswith("s") and text.weekdays().get(token.text[:-1]) == day
        if day is not None and (plural or _every_before(tokens, place) or _weekly_before(tokens, place)):
            start = max(0, place - (0 if plural else 1))
            words = label.between(tokens[start].start, token.end)
            note = "the cycle does not hold the day of the week"
            return Timing("R/P7D", "cycle", words, False, note, weekday=day), place
    return None


def _weekly_before(tokens: list[Word], place: int) -> bool:
    return any(text.periods().get(token.text) == "R/P7D" for token in tokens[:place])


def _period(label: Label, tokens: list[Word]) -> tuple[Timing, int] | None:
    found = [(place, token) for place, token in enumerate(tokens) if token.text in text.periods()]
    if len(found) != 1:
        return None
    place, token = found[0]
    rest = [word for word in _rest(tokens, place, place + 1) if not word.isdecimal()]
    note = _MORE if rest else ""
    iso = text.periods()[token.text]
    return Timing(iso, "cycle", label.between(token.start, token.end), not note, note), place


def _every_unit(label: Label, tokens: list[Word]) -> tuple[Timing, int] | None:
    """`every day`, `jede Woche`, `every working day`."""
    for place, token in enumerate(tokens):
        unit = text.units().get(token.text)
        first = place
        while first > 0 and tokens[first - 1].text in text.group("WORKING"):
            first -= 1
        if unit is None or not _every_before(tokens, first):
            continue
        working = unit == "B" or first < place
        iso = {
            "S": "PT1S",
            "m": "PT1M",
            "H": "PT1H",
            "D": "P1D",
            "B": "P1D",
            "W": "P7D",
            "F": "P14D",
            "M": "P1M",
            "Q": "P3M",
        }
        rest = [word for word in _rest(tokens, first, place + 1) if not word.isdecimal()]
        notes = [_MORE] if rest else []
        if working:
            notes.append("working days are meant")
        words = label.between(tokens[first - 1].start, token.end)
        cycle = f"R/{iso.get(unit, 'P1Y')}"
        return Timing(cycle, "cycle", words, not rest, "; ".join(notes), working), place
    return None
