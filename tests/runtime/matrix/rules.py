"""A rule of the specification, and the small diagram that shows it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.runtime.cases import Case
from tests.runtime.drawing import diagram, end, flows, node, start, user


@dataclass(frozen=True)
class Rule:
    """What BPMN says of an element, with its clause; it runs so, or it is refused."""

    element: str
    clause: str
    says: str
    case: Case
    refused: bool = False

    @property
    def name(self) -> str:
        return f"{self.element}: {self.says}"


@dataclass(frozen=True)
class About:
    """Writes rules of one element."""

    element: str
    clause: str

    def rule(
        self,
        says: str,
        drawn: bytes,
        steps: str | Sequence[str] = "",
        opened: str = "",
        *,
        status: str = "",
        trace: str | None = None,
        ended: str | None = None,
        given: Mapping[str, object] | None = None,
        result: Mapping[str, object] | None = None,
        decisions: bytes | None = None,
        clause: str = "",
    ) -> Rule:
        """It runs: after the steps this is open, this has been done, these are the variables."""
        case = Case(
            says, drawn, steps, opened, status, trace, ended, given or {}, result or {}, decisions=decisions
        )
        return Rule(self.element, clause or self.clause, says, case)

    def refused(self, says: str, drawn: bytes, *, clause: str = "") -> Rule:
        """It is refused, as the specification asks."""
        return Rule(self.element, clause or self.clause, says, Case(says, drawn), refused=True)


def distinct(*tables: Iterable[Rule]) -> tuple[Rule, ...]:
    """All rules of several tables; no two have one name."""
    rules = tuple(rule for table in tables for rule in table)
    assert len({rule.name for rule in rules}) == len(rules), "two rules have one name"
    return rules


def one(drawn: str, beside: str = "") -> bytes:
    """s, x, then a."""
    return diagram(start() + drawn + user("a") + end() + flows("s x a e"), beside=beside)


def discriminator(needed: int) -> str:
    """A complex gateway j that goes on when so many tokens have come."""
    return node(
        "complexGateway", "j", f"<activationCondition>activationCount &gt;= {needed}</activationCondition>"
    )
