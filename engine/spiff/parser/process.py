"""A scope parsed flat: every child once, then the flows between them."""

from dataclasses import replace
from functools import cached_property, partial

from lxml.etree import _Element
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser

from engine.spiff.parser.data import associations, own_inputs, variable_of
from engine.spiff.parser.extras import extras_of
from engine.spiff.parser.loops import loop_of
from engine.spiff.parser.names import BPMN, elements, is_true, local, text
from engine.spiff.parser.performers import Performers
from engine.spiff.parser.trouble import Troubles, Unsupported
from engine.spiff.specs.activities import EventSubprocess
from engine.spiff.specs.definitions import LinkEventDefinition, MultipleEventDefinition, parts
from engine.spiff.specs.events import BoundaryEvent, CatchEvent, StartEvent
from engine.spiff.specs.flow import Flow
from engine.spiff.specs.gateways import ComplexGateway
from engine.spiff.specs.node import Node
from engine.spiff.specs.process import Process

MOST_TOKENS = 1_000  #: that one activity may wait for, or send out
_FLOW_NODES = ("Task", "task", "Gateway", "Event", "Process", "transaction", "Activity")


class ScopeParser(ProcessParser):
    """SpiffWorkflow's process parser, without its walk along the flows and its hidden specs."""

    spec: Process
    node: _Element

    @property
    def troubles(self) -> Troubles:
        """Where findings of this file go."""
        troubles: Troubles = self.parser.troubles
        return troubles

    def _index_process_nodes(self) -> None:
        """Nothing: every child is parsed once, and none is looked up."""

    def create_spec(self) -> Process:
        """The empty scope."""
        process = Process(name=self.bpmn_id, description=self.get_name(), filename=self.filename)
        handler = is_true(self.node, "triggeredByEvent")
        process.kind = "eventSubProcess" if handler else local(self.node)
        process.executable = is_true(self.node, "isExecutable")
        process.sequential = self.node.get("ordering") == "Sequential"
        process.completion = text(self.node, "completionCondition")
        process.cancel_remaining = is_true(self.node, "cancelRemainingInstances", default=True)
        return process

    def _parse(self) -> None:
        self.spec = self.create_spec()
        self.add_tasks()

    def add_tasks(self) -> None:
        """Parse the nodes, connect them by their flows, and hang on what hangs on them."""
        self._add_nodes()
        for node in elements(self.node):
            if local(node) == "sequenceFlow":
                self.troubles.catch(node, partial(self._connect, node))
        self._associate()
        self._order_flows()
        for spec in self.spec.nodes:
            if isinstance(spec, CatchEvent):
                names = [t.name for t in spec.triggers if isinstance(t, LinkEventDefinition)]
                self.spec.links.update(dict.fromkeys(names, spec))

    def _add_nodes(self) -> None:
        for node in elements(self.node):
            parser_class, spec_class = self.parser._get_parser_class(node.tag)
            if parser_class is not None:
                done = self.troubles.catch(node, partial(self._add, node, parser_class, spec_class))
                if not done:
                    self.spec.refused.add(node.get("id", ""))
            elif local(node).endswith(_FLOW_NODES):
                message = f"Elements of the kind {local(node)} do not run here."
                self.troubles.add("unsupported-element", node, message)
                self.spec.refused.add(node.get("id", ""))

    def inside(self, node: _Element) -> Process:
        """The inside of a subprocess, parsed."""
        parser = type(self)(
            self.parser, node, self.nsmap, self.data_stores, filename=self.filename, lane=self.lane
        )
        parser.parent = self
        process: Process = parser.get_spec()
        process.around = self.spec
        return process

    def _add(self, node: _Element, parser_class: type[TaskParser], spec_class: type[Node]) -> None:
        name = node.get("id", "")
        if name in self.spec.task_specs:
            raise Unsupported("duplicate", f"The id “{name}” is used twice.")
        try:
            spec = parser_class(self, spec_class, node, self.nsmap, lane=self.lane).create_task()
            self._describe(spec, node)
            self._finish(spec, node)
        except Unsupported:
            self.spec.task_specs.pop(name, None)  # SpiffWorkflow lists a spec as soon as it is made
            raise

    def _describe(self, spec: Node, node: _Element) -> None:
        """What every node has."""
        spec.process = self.spec
        spec.kind, spec.line = local(node), node.sourceline
        spec.label = " ".join((node.get("name") or "").split())
        spec.flows, spec.incoming, spec.default = [], [], node.get("default")
        spec.extras = extras_of(node, self.performers)
        spec.start_quantity = _quantity(node, "startQuantity")
        spec.completion_quantity = _quantity(node, "completionQuantity")
        spec.for_compensation = is_true(node, "isForCompensation")
        spec.instantiate = is_true(node, "instantiate")
        if len(node):
            spec.data_inputs, spec.data_outputs = associations(node, self._by_id)
            spec.own_inputs = own_inputs(node)

    def _finish(self, spec: Node, node: _Element) -> None:
        """What only some nodes have."""
        definition = getattr(spec, "event_definition", None)
        if definition is not None:
            spec.triggers = parts(definition)
            spec.all_triggers_needed = isinstance(definition, MultipleEventDefinition) and bool(
                definition.parallel
            )
        if isinstance(spec, StartEvent):
            spec.interrupting = is_true(node, "isInterrupting", default=True)
        elif isinstance(spec, BoundaryEvent):
            spec.host = node.get("attachedToRef") or ""
            self.spec.boundaries.setdefault(spec.host, []).append(spec)
        elif isinstance(spec, EventSubprocess):
            self._add_handler(spec)
        elif isinstance(spec, ComplexGateway):
            spec.activation = text(node, "activationCondition")
        if spec.is_activity:
            spec.loop = loop_of(node, self)

    def _add_handler(self, spec: EventSubprocess) -> None:
        starts = [n for n in spec.body.nodes if isinstance(n, StartEvent)]
        if len(starts) != 1 or not starts[0].triggers:
            raise Unsupported(
                "event-subprocess",
                "An event subprocess needs exactly one start event, and that one needs a trigger.",
            )
        spec.start = starts[0]
        spec.triggers, spec.all_triggers_needed = spec.start.triggers, spec.start.all_triggers_needed
        spec.extras = replace(spec.extras, key=spec.start.extras.key)
        self.spec.handlers.append(spec)

    def _connect(self, node: _Element) -> None:
        ends = [self.spec.task_specs.get(node.get(name)) for name in ("sourceRef", "targetRef")]
        source, target = ends
        if not isinstance(source, Node) or not isinstance(target, Node):
            if self.spec.refused.intersection((node.get("sourceRef"), node.get("targetRef"))):
                return
            raise Unsupported("flow", "The sequence flow does not connect two nodes of this process.")
        flow = Flow(node.get("id") or "", source, target, text(node, "conditionExpression"))
        source.connect(target)
        source.flows.append(flow)
        target.incoming.append(flow.id)

    def _order_flows(self) -> None:
        """Put flows into the order in which their node lists them: `outgoing` is an ordered collection."""
        for node in elements(self.node):
            spec = self.spec.task_specs.get(node.get("id"))
            if isinstance(spec, Node) and len(spec.flows) > 1:
                listed = [
                    (n.text or "").strip().rpartition(":")[2] for n in node.iterchildren(f"{BPMN}outgoing")
                ]
                place = {name: number for number, name in reversed(list(enumerate(listed)))}
                spec.flows.sort(key=lambda flow: place.get(flow.id, len(listed)))

    def _associate(self) -> None:
        """Tie compensation events to what undoes; the association may stand anywhere in the file."""
        for source in self.spec.nodes:
            if not isinstance(source, BoundaryEvent):
                continue
            for name in self.associated.get(source.bpmn_id, ()):
                target = self.spec.task_specs.get(name)
                if isinstance(target, Node) and target.for_compensation:
                    self.spec.compensators[source.host] = target

    def data_variable(self, reference: str) -> str | None:
        """The variable of a data element of the file; None when the reference is none's id."""
        return variable_of(reference, self._by_id) if reference in self._by_id else None

    @cached_property
    def associated(self) -> dict[str, list[str]]:
        """Where the associations of the file lead, by the id of what they come from."""
        if isinstance(self.parent, ScopeParser):
            return self.parent.associated
        found: dict[str, list[str]] = {}
        for node in self.document_root.iter(f"{BPMN}association"):
            ends = [(node.get(name) or "").rpartition(":")[2] for name in ("sourceRef", "targetRef")]
            found.setdefault(ends[0], []).append(ends[1])
        return found

    @cached_property
    def performers(self) -> Performers:
        """Who does the tasks of the file."""
        return (
            self.parent.performers if isinstance(self.parent, ScopeParser) else Performers(self.document_root)
        )

    @cached_property
    def _by_id(self) -> dict[str, _Element]:
        if isinstance(self.parent, ScopeParser):
            return self.parent._by_id
        return {n.get("id"): n for n in self.document_root.iter() if isinstance(n.tag, str) and n.get("id")}


def _quantity(node: _Element, attribute: str) -> int:
    value = node.get(attribute)
    if value is None:
        return 1
    value = value.strip()
    if not value.isdecimal() or not 1 <= int(value) <= MOST_TOKENS:
        message = f"The attribute {attribute} must be a whole number from 1 to {MOST_TOKENS}."
        raise Unsupported("quantity", message)
    return int(value)
