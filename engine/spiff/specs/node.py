"""What all nodes have in common: tokens come, work is done, tokens go on.

SpiffWorkflow lets every spec predict, update and complete by hooks. `Node` stands first among the bases of
every spec here: prediction and updating do nothing (a task exists where a token is, and nowhere else), and
completion goes to one routine, `Leaving.completed`.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from engine.spiff.failure import Failure
from engine.spiff.specs.definitions import ConditionalEventDefinition, named
from engine.spiff.specs.extras import NOTHING, Assignment, Extras
from engine.spiff.specs.flow import Flow

if TYPE_CHECKING:
    from engine.spiff.run.token import Token
    from engine.spiff.specs.definitions import EventDefinition
    from engine.spiff.specs.loop import Loop
    from engine.spiff.specs.process import Process


class Node:
    """A node that tokens pass. Written by the parser once, never by a run."""

    kind: str = ""  #: BPMN element type, e.g. userTask
    label: str = ""
    line: int | None = None  #: in its file
    bpmn_id: str
    manual: bool  #: whether a person does it
    flows: list[Flow]  #: outgoing, in document order
    incoming: list[str]  #: ids of the incoming flows
    default: str | None = None  #: id of the default flow
    extras: Extras = NOTHING
    start_quantity: int = 1
    completion_quantity: int = 1
    loop: "Loop | None" = None
    for_compensation: bool = False
    instantiate: bool = False
    data_inputs: tuple[Assignment, ...] = ()  #: data associations, before its work
    data_outputs: tuple[Assignment, ...] = ()  #: after its work
    own_inputs: frozenset[str] = frozenset()  #: variables of its data inputs, which nobody else sees
    process: "Process"  #: the scope it is drawn in
    is_activity: ClassVar[bool] = False
    throws: ClassVar[bool] = False  #: whether its events happen when it runs
    shares_variables: ClassVar[bool] = True  #: of a subprocess: with the scope around it
    triggers: "tuple[EventDefinition, ...]" = ()  #: its event definitions, in document order
    all_triggers_needed: bool = False

    @property
    def size(self) -> int:
        """How many nodes run where it runs once, those inside it counted once."""
        return 1

    @cached_property
    def awaited_names(self) -> tuple[tuple[int, tuple[str, str]], ...]:
        """Kind and name of what its triggers wait for, of those that have a name, by position."""
        found = ((position, named(trigger)) for position, trigger in enumerate(self.triggers))
        return tuple((position, name) for position, name in found if name is not None)

    @cached_property
    def conditions(self) -> tuple[int, ...]:
        """Positions of its conditional triggers."""
        return tuple(n for n, t in enumerate(self.triggers) if isinstance(t, ConditionalEventDefinition))

    # ---- SpiffWorkflow's hooks

    def test(self) -> None:
        """The checker judges diagrams; SpiffWorkflow's own test expects its hidden specs."""

    def connect(self, node: "Node") -> None:
        """Lead a sequence flow to another node."""
        super().connect(node)  # type: ignore[misc]

    def _predict(self, *_args: Any, **_kwargs: Any) -> None:
        """Nothing: there are no predicted tasks."""

    def _update(self, token: "Token") -> None:
        """Nothing: tasks are moved by tokens, not by looking around."""

    def _run_hook(self, token: "Token") -> bool | None:
        """Do the node's own work: True it is done, None it goes on elsewhere."""
        return True

    def _on_ready(self, token: "Token") -> None:
        """Nothing: a token becomes ready where it is put into the queue."""

    def _on_complete(self, token: "Token") -> None:
        token.instance.leaving.completed(token)

    def _on_cancel(self, token: "Token") -> None:
        """Nothing: `Tokens.cancel` has told and dropped what hung on the token."""

    # ---- tokens

    def arrive(self, token: "Token") -> None:
        """A token has come."""
        token.instance.tokens.queue(token)

    def begin(self, token: "Token") -> None:
        """The node starts its work (again, when it is tried anew after an incident)."""
        token.instance.tokens.queue(token)

    def choose(self, token: "Token") -> list[Flow]:
        """The flows by which a token leaves: all without condition, and those whose condition is true.

        Source: BPMN 2.0.2, 13.3.1; the default flow is taken when no condition holds.
        """
        if not any(flow.condition for flow in self.flows):
            return self.flows
        true = [f for f in self.flows if f.condition and f.id != self.default and token.holds(f.condition)]
        taken = true or [f for f in self.flows if f.id == self.default]
        chosen = [f for f in self.flows if f in taken or (f.condition is None and f.id != self.default)]
        return chosen or self.otherwise()

    def jumps(self) -> "list[Node]":
        """Nodes that a token reaches from here without a sequence flow."""
        return []

    def onward(self, flows: list[Flow]) -> "list[tuple[Node, str | None]]":
        """Where the tokens go that leave by these flows: each node with the flow by which it is reached."""
        return [(flow.target, flow.id) for flow in flows for _ in range(self.completion_quantity)]

    def otherwise(self) -> list[Flow]:
        """The default flow, where no other can be taken.

        Raises:
            Failure: there is none.
        """
        default = [flow for flow in self.flows if flow.id == self.default]
        if not default:
            raise Failure("no outgoing flow can be taken: no condition is true and there is no default flow")
        return default
