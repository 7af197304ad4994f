"""Gateways: where tokens part, meet and choose."""

from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.mixins import BpmnSpecMixin
from SpiffWorkflow.util.task import TaskState

from engine.spiff.specs.flow import Flow
from engine.spiff.specs.node import Node

if TYPE_CHECKING:
    from engine.spiff.run.instance import AnyScope
    from engine.spiff.run.token import Token


class ExclusiveGateway(Node, defaults.ExclusiveGateway):
    """Takes the first flow whose condition is true. Source: BPMN 2.0.2, 13.4.2."""

    def _run_hook(self, token: "Token") -> bool:
        return True

    def choose(self, token: "Token") -> list[Flow]:
        if not self.flows:
            return []
        if len(self.flows) == 1 and self.flows[0].condition is None:
            return self.flows
        for flow in self.flows:
            if flow.condition and flow.id != self.default and token.holds(flow.condition):
                return [flow]
        return self.otherwise()


class Join(Node):
    """A gateway that waits for tokens of several flows."""

    waits_even_alone = False  #: whether a single incoming flow has to be looked at

    def arrive(self, token: "Token") -> None:
        if len(self.incoming) < 2 and not self.waits_even_alone:
            token.instance.tokens.queue(token)
        else:
            token._state = TaskState.WAITING
            token.instance.joins.arrived(token)

    def begin(self, token: "Token") -> None:
        token._state = TaskState.WAITING
        token.instance.joins.arrived(token)

    def _run_hook(self, token: "Token") -> bool:
        return True

    def try_to_fire(self, scope: "AnyScope") -> bool:
        """Whether the join has moved anything."""
        raise AssertionError("every join says when it fires")

    def held_up(self, scope: "AnyScope", empty: set[str], filled: set[str]) -> bool:
        """Whether a token elsewhere can come by an empty flow and by no filled one.

        Source: BPMN 2.0.2, 13.4.3.
        """
        for token in scope.live_tokens():
            if token.task_spec is self or token.aside or not (token.body is None and token.undoes is None):
                continue
            ways = scope.spec.reach(self, token.task_spec)
            if ways & empty and not ways & filled:
                return True
        return False


class ParallelGateway(Join, defaults.ParallelGateway):
    """One token of each incoming flow makes one on each outgoing. Source: BPMN 2.0.2, 13.4.1."""

    def try_to_fire(self, scope: "AnyScope") -> bool:
        tokens = scope.oldest_at(self)
        if len(tokens) < len(self.incoming):
            return False
        scope.instance.joins.merge(tokens.values())
        return True

    def choose(self, token: "Token") -> list[Flow]:
        return self.flows


class InclusiveGateway(Join, defaults.InclusiveGateway):
    """Waits for every token that can still come, and takes every flow whose condition is true."""

    def try_to_fire(self, scope: "AnyScope") -> bool:
        tokens = scope.oldest_at(self)
        if not tokens or self.held_up(scope, set(self.incoming) - set(tokens), set(tokens)):
            return False
        scope.instance.joins.merge(tokens.values())
        return True

    def choose(self, token: "Token") -> list[Flow]:
        if not self.flows:
            return []
        true = [
            flow
            for flow in self.flows
            if flow.id != self.default and (flow.condition is None or token.holds(flow.condition))
        ]
        return true or self.otherwise()


class ComplexGateway(InclusiveGateway):
    """Fires by its activation condition, then swallows what is late until nothing more can come.

    BPMN reads in two ways whether the reset sends out tokens once more; here it does not.
    Source: BPMN 2.0.2, 13.4.5.
    """

    activation: str | None = None  #: FEEL, sees activationCount

    @property
    def waits_even_alone(self) -> bool:  # type: ignore[override]
        return self.activation is not None

    def try_to_fire(self, scope: "AnyScope") -> bool:
        tokens = scope.oldest_at(self)
        mark = scope.marks.get(self.bpmn_id)
        if mark is not None:
            return self._swallow(scope, mark, tokens)
        if not tokens or not self._enabled(scope, tokens):
            return False
        late = [flow for flow in self.incoming if flow not in tokens]
        if late:
            scope.instance.joins.await_late(scope, self, late)
        scope.instance.joins.merge(tokens.values())
        return True

    def _enabled(self, scope: "AnyScope", tokens: "dict[str, Token]") -> bool:
        if self.activation is None:
            return not self.held_up(scope, set(self.incoming) - set(tokens), set(tokens))
        some = next(iter(tokens.values()))
        return some.holds(self.activation, {"activationCount": len(tokens)})

    def _swallow(self, scope: "AnyScope", mark: "Token", tokens: "dict[str, Token]") -> bool:
        late = [flow for flow in mark.awaited or [] if flow in tokens]
        scope.instance.tokens.drop_all(tokens[flow] for flow in late)
        mark.awaited = [flow for flow in mark.awaited or [] if flow not in late]
        if not mark.awaited or not self.held_up(scope, set(mark.awaited), set()):
            scope.instance.tokens.drop(mark)
            return True
        return bool(late)


class EventBasedGateway(Node, defaults.EventBasedGateway):
    """Waits for the first of the events behind its flows. Source: BPMN 2.0.2, 13.4.4."""

    def connect(self, node: Node) -> None:
        """Connect, and leave the events with the nodes behind; SpiffWorkflow moves them here."""
        BpmnSpecMixin.connect(self, node)

    all_needed: bool = False  #: a process that it starts goes on until all its events have come

    def arrive(self, token: "Token") -> None:
        if self.all_needed:
            token.instance.tokens.queue(token)
            return
        token._state = TaskState.STARTED
        for flow in self.flows:
            if token.is_listed:
                token.instance.tokens.enter(token.workflow, flow.target, flow.id, gate=token.id)

    begin = arrive

    def _run_hook(self, token: "Token") -> bool:
        return True

    def choose(self, token: "Token") -> list[Flow]:
        """The flow to the event that came first."""
        if self.all_needed:
            return self.flows
        return [flow for flow in self.flows if flow.id == token.flow]

    def onward(self, flows: list[Flow]) -> list[tuple[Node, str | None]]:
        """Nowhere: the token is at the event already."""
        return super().onward(flows) if self.all_needed else []
