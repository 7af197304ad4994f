"""Builds the graph of a diagram from its XML."""

from lxml import etree

from engine.diagram import names
from engine.diagram.model import Diagram, EventDefinition, Flow, Node, Process, Scope, is_bpmn, local
from engine.errors import DiagramError
from engine.model.findings import Finding, Severity
from engine.safe_xml import read_xml
from engine.unnamed_messages import name_messages

MAX_NODES = 12_000
MAX_FLOWS = 30_000


def read_diagram(data: bytes, file: str = "") -> Diagram:
    """The diagram of a BPMN file.

    Raises:
        DiagramError: the file cannot be read as XML, or is not BPMN 2.0.
    """
    root = read_xml(data, file)
    if not (is_bpmn(root) and local(root) == "definitions"):
        raise DiagramError([_not_bpmn(root, file)])
    name_messages(root)
    return diagram_of(root, file)


def diagram_of(root: "etree._Element", file: str = "") -> Diagram:
    """The graph of a `definitions` element. Raises DiagramError for one that is too big."""
    _refuse_size(root, file)
    diagram = Diagram(root, file)
    for element in root.iter(f"{{{names.BPMN}}}*"):
        if key := element.get("id"):
            diagram.by_id.setdefault(key, element)
    diagram.processes = [_process(child) for child in root if is_bpmn(child) and local(child) == "process"]
    return diagram


def _refuse_size(root: "etree._Element", file: str) -> None:
    """Raise DiagramError for a diagram that nobody could look at, and that would take minutes to check."""
    nodes = sum(1 for _ in root.iter(*(f"{{{names.BPMN}}}{name}" for name in names.FLOW_NODES)))
    flows = sum(1 for _ in root.iter(f"{{{names.BPMN}}}sequenceFlow"))
    if nodes > MAX_NODES or flows > MAX_FLOWS:
        message = (
            f"The diagram has {nodes} nodes and {flows} flows; up to {MAX_NODES} and {MAX_FLOWS} are read."
        )
        hint = "Split it: processes in other files can be called."
        raise DiagramError([Finding("readable", Severity.ERROR, message, hint, file)])


def _not_bpmn(root: "etree._Element", file: str) -> Finding:
    namespace = etree.QName(root).namespace or ""
    message = f"This is XML, but not a BPMN 2.0 diagram: its root is <{local(root)}>"
    if "/DMN/" in namespace:
        message = "This is a DMN decision, not a BPMN diagram"
    elif local(root) == "definitions" and namespace:
        message = f"The root's namespace is “{namespace}”, not that of BPMN 2.0 ({names.BPMN})"
    hint = "Save it from the modeler as BPMN 2.0 XML."
    return Finding("bpmn-document", Severity.ERROR, message + ".", hint, file, line=root.sourceline)


def _process(xml: "etree._Element") -> Process:
    process = Process(xml)
    todo: list[tuple[etree._Element, Node | None]] = [(xml, None)]
    for scope_xml, owner in todo:
        scope = Scope(scope_xml, owner, process)
        if owner is not None:
            owner.inner = scope
        process.scopes.append(scope)
        _fill(scope)
        todo += [(node.xml, node) for node in scope.nodes if node.type in names.SUBPROCESSES]
    _connect(process)
    return process


def _fill(scope: Scope) -> None:
    for child in scope.xml:
        if not is_bpmn(child):
            continue
        if local(child) in names.FLOW_NODES:
            node = Node(child, scope)
            node.events = _events(node)
            scope.nodes.append(node)
        elif local(child) == "sequenceFlow":
            scope.flows.append(Flow(child, scope))


def _events(node: Node) -> list[EventDefinition]:
    """Event definitions inside the node and those that it refers to at the root of the file."""
    found = [child for child in node.xml if is_bpmn(child) and local(child) in names.EVENT_DEFINITIONS]
    root = node.xml.getroottree().getroot()
    for reference in node.children("eventDefinitionRef"):
        key = (reference.text or "").strip().rpartition(":")[2]
        found += [
            child
            for child in root
            if child.get("id") == key and is_bpmn(child) and local(child) in names.EVENT_DEFINITIONS
        ]
    return [EventDefinition(child, node) for child in found]


def _connect(process: Process) -> None:
    """Tie flows to their ends and boundary events to their hosts, within the process."""
    by_id: dict[str, Node] = {}
    for node in process.nodes:
        if node.id:
            by_id.setdefault(node.id, node)
    for flow in process.flows:
        flow.source = by_id.get(flow.xml.get("sourceRef") or "")
        flow.target = by_id.get(flow.xml.get("targetRef") or "")
        if flow.source is not None:
            flow.source.outgoing.append(flow)
        if flow.target is not None:
            flow.target.incoming.append(flow)
    for node in process.nodes:
        if node.type == "boundaryEvent":
            node.host = by_id.get(node.xml.get("attachedToRef") or "")
            if node.host is not None:
                node.host.boundary.append(node)
