"""A diagram as a graph: processes, scopes, nodes, flows and events, each with its place in the file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from engine.diagram import names

_IN_BPMN = f"{{{names.BPMN}}}"
_IN_QUERELA = f"{{{names.QUERELA}}}"
_HOLDERS = ("EventDefinition", "Characteristics")


def local(element: "etree._Element") -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def is_bpmn(element: "etree._Element") -> bool:
    """Whether the element belongs to BPMN itself."""
    return str(element.tag).startswith(_IN_BPMN)


def is_own(element: "etree._Element") -> bool:
    """Whether the element belongs to this engine's namespace."""
    return str(element.tag).startswith(_IN_QUERELA)


@dataclass(eq=False)
class Element:
    """Something in the file that a finding may point at."""

    xml: "etree._Element" = field(repr=False)

    @cached_property
    def type(self) -> str:
        return local(self.xml)

    @property
    def id(self) -> str | None:
        return self.xml.get("id")

    @property
    def name(self) -> str | None:
        """The label on one line, or None where there is none."""
        return " ".join((self.xml.get("name") or "").split()) or None

    @property
    def line(self) -> int | None:
        return self.xml.sourceline

    @cached_property
    def _children(self) -> "dict[str, list[etree._Element]]":
        """BPMN children by name: rules ask for many names, and most elements have next to no children."""
        found: dict[str, list[etree._Element]] = {}
        for child in self.xml:
            if is_bpmn(child):
                found.setdefault(local(child), []).append(child)
        return found

    def children(self, name: str) -> "list[etree._Element]":
        """BPMN children of that name."""
        return self._children.get(name, [])

    def child_text(self, name: str) -> str | None:
        """Text of the first BPMN child of that name, None where there is no such child."""
        found = self._children.get(name)
        return "".join(found[0].itertext()).strip() if found else None

    def __str__(self) -> str:
        """The element as a sentence names it: by its label, else by its id."""
        return f"“{self.name}”" if self.name else str(self.id or f"a {names.words(self.type)} without id")


@dataclass(eq=False)
class EventDefinition(Element):
    """What an event waits for or throws."""

    node: "Node" = field(repr=False)

    @property
    def kind(self) -> str:
        """message, timer, signal, error, escalation, conditional, compensate, cancel, terminate or link."""
        return names.EVENT_DEFINITIONS[self.type]

    @property
    def reference(self) -> str | None:
        """What `messageRef`, `errorRef`, … names, without its prefix."""
        value = self.xml.get(f"{self.kind}Ref")
        return unprefixed(value) if value else None

    def code(self, diagram: "Diagram") -> str:
        """The code by which an error or escalation is caught; without one it is the element's id."""
        target = diagram.by_id.get(self.reference or "")
        code = None if target is None else target.get(f"{self.kind}Code")
        return code or self.reference or ""


@dataclass(eq=False)
class Flow(Element):
    """A sequence flow."""

    scope: "Scope" = field(repr=False)
    source: "Node | None" = None
    target: "Node | None" = None

    @property
    def condition(self) -> "etree._Element | None":
        return next(iter(self.children("conditionExpression")), None)

    @cached_property
    def conditional(self) -> bool:
        """Whether something stands in its condition."""
        return bool(self.child_text("conditionExpression"))


@dataclass(eq=False)
class Node(Element):
    """A flow node: activity, gateway or event."""

    scope: "Scope" = field(repr=False)
    incoming: list[Flow] = field(default_factory=list, repr=False)
    outgoing: list[Flow] = field(default_factory=list, repr=False)
    events: list[EventDefinition] = field(default_factory=list, repr=False)
    inner: "Scope | None" = field(default=None, repr=False)
    host: "Node | None" = field(default=None, repr=False)  #: of a boundary event
    boundary: "list[Node]" = field(default_factory=list, repr=False)

    @property
    def is_activity(self) -> bool:
        return self.type in names.ACTIVITIES

    @property
    def is_gateway(self) -> bool:
        return self.type in names.GATEWAYS

    @property
    def is_event(self) -> bool:
        return self.type in names.EVENTS

    @property
    def is_event_subprocess(self) -> bool:
        return self.type in names.SUBPROCESSES and truth(self.xml.get("triggeredByEvent"))

    @property
    def is_compensation_handler(self) -> bool:
        return truth(self.xml.get("isForCompensation"))

    def own(self, name: str) -> str | None:
        """The attribute `querela:name` of the node, its event or its loop; None where it is empty."""
        return self._own.get(name)

    @property
    def is_extended(self) -> bool:
        """Whether it carries any attribute of the engine's namespace."""
        return bool(self._own)

    @cached_property
    def _own(self) -> dict[str, str]:
        """Attributes of the engine's namespace that are not empty; the node's own go before its parts'."""
        found: dict[str, str] = {}
        inside = (child for child in self.xml if local(child).endswith(_HOLDERS))
        for holder in (self.xml, *inside):
            for name, value in holder.attrib.items():
                if str(name).startswith(_IN_QUERELA) and str(value).strip():
                    found.setdefault(str(name).removeprefix(_IN_QUERELA), str(value).strip())
        return found

    @property
    def interrupting(self) -> bool:
        """Of boundary and start events: whether what they stand on ends."""
        name = "cancelActivity" if self.type == "boundaryEvent" else "isInterrupting"
        return truth(self.xml.get(name, "true"))

    @property
    def default(self) -> Flow | None:
        """The flow taken when no condition holds."""
        named = self.xml.get("default")
        return next((flow for flow in self.outgoing if flow.id == named), None) if named else None

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Kinds of its event definitions."""
        return frozenset(event.kind for event in self.events)


@dataclass(eq=False)
class Scope(Element):
    """A process or a subprocess with what lies directly in it."""

    owner: Node | None
    process: "Process" = field(repr=False)
    nodes: list[Node] = field(default_factory=list, repr=False)
    flows: list[Flow] = field(default_factory=list, repr=False)

    def handlers(self) -> Iterator[Node]:
        """Event subprocesses of this scope."""
        return (node for node in self.nodes if node.is_event_subprocess)

    def entries(self) -> list[Node]:
        """Nodes where a token may appear when the scope starts: nothing leads to them, nothing owns them."""
        return [
            node
            for node in self.nodes
            if not node.incoming
            and node.type != "boundaryEvent"
            and not node.is_event_subprocess
            and not node.is_compensation_handler
            and not (node.type == "intermediateCatchEvent" and "link" in node.kinds)
        ]


@dataclass(eq=False)
class Process(Element):
    """A process with all its scopes, the outermost first."""

    scopes: list[Scope] = field(default_factory=list, repr=False)

    @property
    def executable(self) -> bool:
        return truth(self.xml.get("isExecutable"))

    @cached_property
    def nodes(self) -> list[Node]:
        return [node for scope in self.scopes for node in scope.nodes]

    @cached_property
    def flows(self) -> list[Flow]:
        return [flow for scope in self.scopes for flow in scope.flows]


@dataclass(eq=False)
class Diagram(Element):
    """One BPMN file."""

    file: str
    processes: list[Process] = field(default_factory=list, repr=False)
    by_id: "dict[str, etree._Element]" = field(default_factory=dict, repr=False)

    @cached_property
    def nodes(self) -> list[Node]:
        return [node for process in self.processes for node in process.nodes]

    @cached_property
    def flows(self) -> list[Flow]:
        return [flow for process in self.processes for flow in process.flows]

    @cached_property
    def scopes(self) -> list[Scope]:
        return [scope for process in self.processes for scope in process.scopes]

    @property
    def events(self) -> Iterator[EventDefinition]:
        return (event for node in self.nodes for event in node.events)

    @cached_property
    def running(self) -> frozenset[Process]:
        """Processes that may run: executable ones, and what is called from this file or from others."""
        called = self.called_ids()
        executable = [process for process in self.processes if process.executable]
        if not executable:
            return frozenset(self.processes)
        return frozenset(process for process in self.processes if process.executable or process.id in called)

    def process_of(self, xml: "etree._Element") -> Process | None:
        """The process in which an element lies."""
        within = next(xml.iterancestors(f"{{{names.BPMN}}}process"), None)
        place = xml if within is None else within
        return next((process for process in self.processes if process.xml is place), None)

    def callable_ids(self) -> frozenset[str]:
        """Ids that a call activity may name: processes and global tasks of this file."""
        tasks = (child for child in self.xml if is_bpmn(child) and local(child) in names.GLOBAL_TASKS)
        ids = [process.id for process in self.processes] + [child.get("id") for child in tasks]
        return frozenset(found for found in ids if found)

    def called_ids(self) -> frozenset[str]:
        """What call activities of this file name."""
        calls = (node.xml.get("calledElement") for node in self.nodes if node.type == "callActivity")
        return frozenset(unprefixed(call) for call in calls if call)


def truth(value: str | None) -> bool:
    """The truth of an XML Schema boolean; nothing and nonsense are false."""
    return (value or "").strip() in ("true", "1")


def unprefixed(name: str) -> str:
    """An XML qualified name without its prefix: references are QNames in BPMN, ids are not."""
    return name.strip().rpartition(":")[2]
