"""A scope as drawn: a process, or the inside of a subprocess."""

from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from engine.spiff.specs.node import Node

if TYPE_CHECKING:
    from engine.spiff.specs.activities import EventSubprocess
    from engine.spiff.specs.events import BoundaryEvent, CatchEvent, StartEvent
    from engine.spiff.specs.gateways import Join


class Process(BpmnProcessSpec):
    """SpiffWorkflow's process spec, with what hangs on its nodes."""

    def __init__(self, name: str, description: str, filename: str | None) -> None:
        super().__init__(name=name, description=description, filename=filename)
        self._make_room_for_ids()
        self.kind = "process"  #: process, subProcess, transaction, adHocSubProcess, eventSubProcess
        self.around: Process | None = None  #: the scope that a subprocess is drawn in
        self.executable = False
        self.boundaries: dict[str, list[BoundaryEvent]] = {}  #: by the id of their activity
        self.handlers: list[EventSubprocess] = []
        self.compensators: dict[str, Node] = {}  #: by the id of the activity that they undo
        self.links: dict[str, CatchEvent] = {}  #: catching link events by name
        self.refused: set[str] = set()  #: ids of nodes that cannot run, each with a finding of its own
        self.sequential = False  #: of an ad-hoc subprocess
        self.completion: str | None = None
        self.cancel_remaining = True
        self._reach: dict[tuple[str, str], frozenset[str]] = {}

    def _make_room_for_ids(self) -> None:
        """SpiffWorkflow names three specs of its own with words that a diagram may use as ids."""
        for name in list(self.task_specs):
            spec = self.task_specs.pop(name)
            spec.name, spec._inputs, spec._outputs = f" {name}", [], []
            self.task_specs[spec.name] = spec

    @property
    def nodes(self) -> list[Node]:
        """Nodes of the diagram, in document order."""
        return [spec for spec in self.task_specs.values() if isinstance(spec, Node)]

    @property
    def can_be_called(self) -> bool:
        """Whether a call activity can start it: not if it only starts by events. Source: 10.3.6, 13.3.4."""
        starts = [n for n in self.nodes if n.kind == "startEvent"]
        return not starts or any(not start.triggers for start in starts)

    def starts(self, message: str | None = None) -> tuple[list[Node], bool]:
        """Where tokens begin, and whether only one of them will go on.

        None start events, else all typed ones (the first that is triggered excludes the others), else every
        node that nothing leads to. With a message, the nodes that it can start. Source: BPMN 2.0.2, 13.2.
        """
        events: list[StartEvent] = [n for n in self.nodes if n.kind == "startEvent"]  # type: ignore[misc]
        none = [event for event in events if not event.triggers]
        first = [node for node in self.nodes if self._unled(node) and node not in events]
        seeds: list[Node] = [node for node in first if node.instantiate]
        if message is not None:
            return [event for event in events if event.triggers] + seeds, True
        if self.kind == "adHocSubProcess":
            return [n for n in self.nodes if n in none or n in first], False
        if none:
            return list(none), False
        if events:
            return list(events), True
        return [node for node in first if not node.instantiate] or seeds, False

    def _unled(self, node: Node) -> bool:
        return (
            not node.incoming
            and not node.for_compensation
            and node.kind != "boundaryEvent"
            and node not in self.handlers
            and node not in self.links.values()
        )

    def reach(self, join: "Join", node: Node) -> frozenset[str]:
        """Ids of the flows into `join` by which a token at `node` can come, without passing the join."""
        key = join.bpmn_id, node.bpmn_id
        if key not in self._reach:
            self._reach[key] = frozenset(self._search(join, node))
        return self._reach[key]

    def _search(self, join: "Join", node: Node) -> set[str]:
        seen: set[str] = set()
        found: set[str] = set()
        todo = [node]
        while todo:
            here = todo.pop()
            if here is join or here.bpmn_id in seen:
                continue
            seen.add(here.bpmn_id)
            found.update(flow.id for flow in here.flows if flow.target is join)
            todo += [flow.target for flow in here.flows if flow.target is not join]
            todo += self.boundaries.get(here.bpmn_id, [])
            todo += here.jumps()
        return found
