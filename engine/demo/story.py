"""The sample cases as data: what was complained of, what was found, and the way that each case takes."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

TALES = Path(__file__).parent / "tales"
_STEP = re.compile(r"(?P<verb>[a-z0-9-]+)(?P<words>(?: [^+ ]\S*)*)(?: \+(?P<length>[\d.]+)(?P<unit>[dh]))?")


@dataclass(frozen=True)
class Step:
    """One thing that somebody does. `hours`: working hours after the step before; None: as usual."""

    verb: str
    words: tuple[str, ...] = ()
    hours: Decimal | None = None


@dataclass(frozen=True)
class Tale:
    """One sample case. What it leaves open is filled in with sentences that fit any case."""

    key: str
    ago: float  #: days before the present
    way: str  #: steps and names of ways, separated by commas: `usual, survey 5 4 5`
    text: str
    at: str = "10:00"  #: time of day on the wall; not for cases of the last day
    subject: str = ""
    kind: str = "complaint"
    channel: str = "web"
    language: str = "en"
    product: str = ""
    category: str = ""
    wanted: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    anonymous: bool = False
    occurred: int | None = None  #: days before it was received
    recorded: float = 0  #: working hours from receipt to recording
    photo: str = ""  #: name of a picture that comes with it
    nature: str = "complaint"
    severity: int = 2
    simple: bool = False
    safety: bool = False
    legal: bool = False
    vulnerable: bool = False
    claim: float | None = None
    at_once: str = ""  #: what was done immediately
    outcome: str = "upheld"
    question: str = ""
    reply: str = ""
    findings: str = ""
    evidence: str = ""
    statements: str = ""
    loss: bool = False
    reasons: str = ""
    remedies: tuple[str, ...] = ()
    value: float | None = None
    promise: str = ""
    returned: str = ""  #: why the reviewer sends the proposal back
    refused: str = ""  #: why the manager does not grant the remedy
    comment: str = ""  #: of the complainant on the decision
    second: str = ""  #: reasons of the internal review
    body: str = ""  #: external body
    done: str = ""
    cause: str = "process"
    why: str = ""  #: how it came about
    action: str = ""  #: corrective action, where the cause may affect others
    lesson: str = ""
    opinion: str = ""  #: in the survey
    note: str = ""  #: text of a message, reason of a pause, an extension, a withdrawal
    into: str = ""  #: key of the case that this one is a duplicate of

    def steps(self) -> tuple[Step, ...]:
        """Every step of its way, named ways unfolded."""
        return tuple(_steps(self.way, ways()))


@lru_cache(maxsize=1)
def ways() -> Mapping[str, str]:
    """Ways that many cases share, by name."""
    found: Mapping[str, str] = tomllib.loads((TALES / "ways.toml").read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def read_tales() -> tuple[Tale, ...]:
    """All sample cases, the oldest first."""
    found = []
    for file in sorted(TALES.glob("*.toml")):
        for table in tomllib.loads(file.read_text(encoding="utf-8")).get("tale", ()):
            listed = {name: tuple(value) for name, value in table.items() if isinstance(value, list)}
            found.append(Tale(**{**table, **listed}))
    return tuple(sorted(found, key=lambda tale: (-tale.ago, tale.at, tale.key)))


def _steps(way: str, named: Mapping[str, str]) -> Iterator[Step]:
    for part in (part.strip() for part in way.split(",")):
        if part in named:
            yield from _steps(named[part], named)
        elif part:
            yield _step(part)


def _step(text: str) -> Step:
    found = _STEP.fullmatch(text)
    if found is None:
        raise ValueError(f"“{text}” is no step of a case.")
    hours = None
    if found["length"]:
        hours = Decimal(found["length"]) * (8 if found["unit"] == "d" else 1)
    return Step(found["verb"], tuple(found["words"].split()), hours)
