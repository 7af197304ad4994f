"""What a translation answers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Translated:
    """A FEEL text that means the same as the original, or the reason why there is none.

    `exact` holds for values of the kinds that the original's operators ask for: numbers where it calculates,
    true or false where it decides.
    """

    feel: str | None
    reason: str  #: plain words: why it could not be translated, or what may differ; empty when all is well
    exact: bool
    names: tuple[str, ...]  #: variables that it reads, in the order of their first use


class Untranslatable(Exception):
    """The text has no sure counterpart in FEEL; the message says why, as a full sentence."""


def refused(reason: str) -> Translated:
    """The answer for a text that is not translated."""
    return Translated(None, reason, False, ())
