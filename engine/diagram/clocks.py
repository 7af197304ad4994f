"""Checks the deadlines of a package: `[[clocks]]` in package.toml."""

from collections.abc import Iterator

from engine.diagram.expressions import HOST_NAMES
from engine.diagram.rule import Setting
from engine.feel import FeelSyntaxError, parse
from engine.model.complaint import MILESTONES, OTHER_MILESTONES
from engine.model.findings import Finding, Severity
from engine.model.package import ClockRule
from engine.model.people import ROLES

_FILE = "package.toml"


def clock_findings(setting: Setting) -> Iterator[Finding]:
    """Milestones that do not exist or are never reached, limits that are not FEEL, roles that are none."""
    reached = {node.own("milestone") for diagram in setting.diagrams.values() for node in diagram.nodes}
    seen: set[str] = set()
    for clock in setting.package.clocks:
        if clock.name in seen:
            yield _error(f"Two clocks are named “{clock.name}”.", "Give each a name of its own.")
        seen.add(clock.name)
        yield from _milestones(clock, reached)
        try:
            parse(clock.limit, names=HOST_NAMES)
        except FeelSyntaxError as wrong:
            message = f"The limit of the clock “{clock.name}” cannot be read as FEEL: {wrong}."
            yield _error(message, "Write a number, or FEEL that gives one.")
        if clock.escalate_to and clock.escalate_to not in ROLES:
            message = f"The clock “{clock.name}” escalates to “{clock.escalate_to}”, which is no role."
            yield _warning(message, f"Roles are {', '.join(ROLES)}.")


def _milestones(clock: ClockRule, reached: set[str | None]) -> Iterator[Finding]:
    for word, milestone in (("starts", clock.start), ("stops", clock.stop)):
        if milestone not in (*MILESTONES, *OTHER_MILESTONES):
            message = f"The clock “{clock.name}” {word} at “{milestone}”, which is no milestone."
            yield _error(message, f"Choose one of {', '.join((*MILESTONES, *OTHER_MILESTONES))}.")
        elif milestone not in reached and milestone != "received":
            message = (
                f"The clock “{clock.name}” {word} at “{milestone}”, which no element of the diagrams reaches."
            )
            yield _warning(message, "Mark the element with querela:milestone.")


def _error(message: str, hint: str) -> Finding:
    return Finding("clocks", Severity.ERROR, message, hint, _FILE)


def _warning(message: str, hint: str) -> Finding:
    return Finding("clocks", Severity.WARNING, message, hint, _FILE)
