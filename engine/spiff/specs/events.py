"""Events: those that wait for something, and those that let something happen."""

from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs import defaults

from engine.spiff.specs.definitions import (
    EventDefinition,
    LinkEventDefinition,
    waited_for,
)
from engine.spiff.specs.flow import Flow
from engine.spiff.specs.node import Node

if TYPE_CHECKING:
    from engine.spiff.run.token import Token


class Event(Node):
    """A node with event definitions."""

    event_definition: EventDefinition

    @property
    def waits(self) -> bool:
        """Whether it has to be armed; what is thrown finds its catcher by itself."""
        return waited_for(self.triggers)


class Catching(Event):
    """Waits for its event; without one it passes."""

    def arrive(self, token: "Token") -> None:
        if self.triggers:
            token.instance.waits.begin(token)
        else:
            token.instance.tokens.queue(token)

    begin = arrive

    def _run_hook(self, token: "Token") -> bool:
        return True


class StartEvent(Catching, defaults.StartEvent):
    """Where a scope begins."""

    interrupting: bool = True  #: of an event subprocess: whether it ends what else runs in the scope


class CatchEvent(Catching, defaults.IntermediateCatchEvent):
    """A wait in the flow; a catching link event is jumped to and does not wait."""

    def arrive(self, token: "Token") -> None:
        if any(isinstance(trigger, LinkEventDefinition) for trigger in self.triggers):
            token.instance.tokens.queue(token)
        else:
            super().arrive(token)

    begin = arrive


class BoundaryEvent(Catching, defaults.BoundaryEvent):
    """Watches over an activity."""

    host: str  #: id of the activity
    cancel_activity: bool


class Throwing(Event):
    """Lets its events happen when it runs; some of them take time."""

    throws = True

    def _run_hook(self, token: "Token") -> bool | None:
        return token.instance.undoing.begin(token, self.triggers)


class ThrowEvent(Throwing, defaults.IntermediateThrowEvent):
    """Lets something happen in the middle of the flow."""

    def onward(self, flows: list[Flow]) -> list[tuple[Node, str | None]]:
        return [(node, None) for node in self.jumps()] or super().onward(flows)

    def jumps(self) -> list[Node]:
        names = [t.name for t in self.triggers if isinstance(t, LinkEventDefinition)]
        return [self.process.links[name] for name in names if name in self.process.links]


class EndEvent(Throwing, defaults.EndEvent):
    """Takes the token away, after its event has happened."""
