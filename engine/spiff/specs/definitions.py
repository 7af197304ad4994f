"""Event definitions. SpiffWorkflow's are used where it has one; it has none for links and compensation."""

from SpiffWorkflow.bpmn.specs.event_definitions import (
    CancelEventDefinition,
    ConditionalEventDefinition,
    CycleTimerEventDefinition,
    DurationTimerEventDefinition,
    ErrorEventDefinition,
    EscalationEventDefinition,
    MessageEventDefinition,
    MultipleEventDefinition,
    NoneEventDefinition,
    SignalEventDefinition,
    TerminateEventDefinition,
    TimeDateEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import CodeEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition

__all__ = [
    "MESSAGE",
    "SIGNAL",
    "CancelEventDefinition",
    "CodeEventDefinition",
    "CompensateEventDefinition",
    "ConditionalEventDefinition",
    "CycleTimerEventDefinition",
    "DurationTimerEventDefinition",
    "ErrorEventDefinition",
    "EscalationEventDefinition",
    "EventDefinition",
    "LinkEventDefinition",
    "MessageEventDefinition",
    "MultipleEventDefinition",
    "NoneEventDefinition",
    "SignalEventDefinition",
    "TerminateEventDefinition",
    "TimeDateEventDefinition",
    "TimerEventDefinition",
    "best_match",
    "named",
    "parts",
    "waited_for",
]


MESSAGE, SIGNAL = "message", "signal"


class LinkEventDefinition(EventDefinition):
    """A jump to the catching link event of the same name in the same scope."""


class CompensateEventDefinition(EventDefinition):
    """Asks for the undoing of one activity, or of all in the scope; on a boundary it names who can undo."""

    def __init__(self, activity: str | None = None, *, waits: bool = True) -> None:
        super().__init__("compensate")
        self.activity = activity
        self.waits = waits  #: whether the throwing event goes on only when all is undone


#: These are waited for; errors, escalations, compensation and cancellation are thrown at their catcher.
WAITED_FOR = (
    MessageEventDefinition,
    SignalEventDefinition,
    TimerEventDefinition,
    ConditionalEventDefinition,
)


def parts(definition: EventDefinition) -> tuple[EventDefinition, ...]:
    """The single definitions of an event: none, one, or those of a multiple event, in document order."""
    if isinstance(definition, NoneEventDefinition):
        return ()
    if isinstance(definition, MultipleEventDefinition):
        return tuple(definition.event_definitions)
    return (definition,)


def waited_for(definitions: tuple[EventDefinition, ...]) -> bool:
    """Whether anything among them has to be waited for."""
    return any(isinstance(definition, WAITED_FOR) for definition in definitions)


def named(definition: EventDefinition) -> tuple[str, str] | None:
    """Kind and name of what an event waits for, if it has a name."""
    if isinstance(definition, MessageEventDefinition):
        return MESSAGE, definition.name
    if isinstance(definition, SignalEventDefinition):
        return SIGNAL, definition.name
    return None


def best_match(caught: tuple[EventDefinition, ...], thrown: EventDefinition) -> int | None:
    """How well a catcher fits what was thrown: 0 its exact code, 1 any code, None not at all."""
    fits = [
        int(getattr(candidate, "code", "") is None)
        for candidate in caught
        if type(candidate) is type(thrown) and candidate == thrown
    ]
    return min(fits, default=None)
