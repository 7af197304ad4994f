"""The lives that are timed: which tasks are completed, by whom, with which answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from tests.whole.life import ANSWERS, COMPLAINT

Values = Mapping[str, object]
FOLDER = Path(__file__).parent / "large"


@dataclass(frozen=True)
class Act:
    """One user task completed; without a login, one message of the complainant."""

    element: str
    login: str
    values: Values
    decided: Values = field(default_factory=dict)
    """What the decisions behind the task answer, for baselines that ask no decision."""


@dataclass(frozen=True)
class Workload:
    """A package, and the way of a case through it."""

    key: str  #: of the package
    process: str  #: id in the main diagram
    package: Path
    begin: tuple[Act, ...]
    rework: tuple[Act, ...]
    end: tuple[Act, ...]
    decided: Values = field(default_factory=dict)  #: before the first task

    @property
    def diagrams(self) -> list[Path]:
        """All its diagrams."""
        return sorted(self.package.glob("*.bpmn"))

    def acts(self, rounds: int) -> Iterator[Act]:
        """A whole life with so many rounds of rework."""
        yield from self.begin
        for _ in range(rounds):
            yield from self.rework
        yield from self.end


_LIMITS: Values = {
    "assessment": 2,
    "assessment_hours": None,
    "early": 3,
    "investigation": 15,
    "reply": 10,
    "decision": 3,
    "total": 20,
    "reaction": 20,
    "review": 20,
    "referral": 5,
    "external": 120,
    "remedy": 10,
    "closing": 5,
    "answer": 10,
}
_TRIAGE: Values = {"priority": "low", "rank": 30, "route": "investigate", "limits": _LIMITS}
_AUTHORITY: Values = {"authority": {"fitting": "an apology", "approver": "reviewer"}}
_RETURNED: Values = {"review_result": "returned", "review_comment": "Say why."}


def _usual(element: str, values: Values | None = None, decided: Values | None = None) -> Act:
    login, usual = ANSWERS[element]
    return Act(element, login, usual if values is None else values, decided or {})


_PROPOSE = _usual("propose", decided=_AUTHORITY)

SHIPPED = Workload(
    "complaint",
    "complaint",
    COMPLAINT,
    begin=(_usual("assess", decided={"triage": _TRIAGE, **_TRIAGE}), _usual("investigate")),
    rework=(_PROPOSE, _usual("review", _RETURNED)),
    end=(
        _PROPOSE,
        _usual("review"),
        Act("reaction", "", {"reaction": "accepted"}),
        _usual("remedy"),
        _usual("record-cause"),
        _usual("close"),
    ),
    decided={"limits": _LIMITS},
)


_NOTE: Values = {"note": "It was open."}


def _task(element: str, login: str = "handler", **values: object) -> Act:
    return Act(element, login, {**_NOTE, **values})


_DECIDE = (
    _task("ask-department"),
    _task("inspect-product"),
    _task("hear-complainant"),
    _task("summarise", open_questions=False),
    _task("propose", proposed_outcome="upheld", dear=False),
)

LARGE = Workload(
    "complaint-large",
    "large",
    FOLDER,
    begin=(
        _task("register"),
        _task("acknowledge"),
        _task("classify"),
        _task("judge", severe=True),
        _task("second-opinion", "reviewer"),
    ),
    rework=(*_DECIDE, _task("review", "reviewer", review_result="returned")),
    end=(
        *_DECIDE,
        _task("review", "reviewer", review_result="approved"),
        _task("carry-out", done=True),
        _task("close"),
    ),
)
"""68 nodes in four processes: three are called, investigation is parallel, every task reminds."""


def plain(values: Values) -> dict[str, object]:
    """The values as JSON has them."""
    return {key: int(value) if isinstance(value, Decimal) else value for key, value in values.items()}
