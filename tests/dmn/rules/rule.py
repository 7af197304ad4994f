"""One rule of DMN 1.5: a small model, what is asked of it, and what it answers."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

Kind = Literal["decision", "service", "bkm"]
REFUSED = "refused"


class Rule(NamedTuple):
    """`given` and `expected` are FEEL; `REFUSED` stands for an error."""

    clause: str
    title: str
    elements: Sequence[str]
    asked: str
    expected: str
    given: Mapping[str, str] = {}
    kind: Kind = "decision"
