"""Bytes of a file to its tree, with everything that stands in it."""

from lxml import etree

from engine.diagram.model import local
from engine.diagram.names import BPMN
from engine.errors import DiagramError
from engine.model.findings import Finding, Severity
from engine.safe_xml import read_xml

_OLDER = (
    "http://schema.omg.org/spec/BPMN/2.0",
    "http://www.omg.org/spec/BPMN/2.0",
    "http://www.omg.org/spec/BPMN/20100501/MODEL",
    "http://www.omg.org/spec/BPMN/20100524",
    "http://www.omg.org/spec/BPMN/20100524/MODEL/",
    "http://www.omg.org/bpmn20",
    "http://bpmn.org/bpmn20",
)
"""Namespaces that tools wrote before BPMN 2.0 was final, or by mistake."""

_OTHERS = {
    "Package": "XPDL or BPMN 1.x",
    "XPDL": "XPDL or BPMN 1.x",
    "BusinessProcessDiagram": "BPMN 1.x",
    "mxGraphModel": "a drawing of draw.io",
    "mxfile": "a drawing of draw.io",
    "graphml": "a GraphML drawing",
    "VisioDocument": "a Visio drawing",
    "AML": "an ARIS export (AML)",
    "epml": "an event-driven process chain (EPML)",
    "pnml": "a Petri net (PNML)",
    "XMI": "a UML model (XMI)",
    "html": "a web page",
}


def read_tree(data: bytes, file: str) -> "tuple[etree._Element, str | None]":
    """The `definitions` of a file in the namespace of BPMN 2.0, and what it said instead of that namespace.

    Raises:
        DiagramError: it cannot be read, or is something else than BPMN 2.0.
    """
    root = read_xml(data, file, whole=True)
    namespace = etree.QName(root).namespace
    if local(root) == "definitions" and namespace == BPMN:
        return root, None
    if local(root) == "definitions" and (namespace is None or namespace in _OLDER):
        return _renamed(root, namespace), namespace or "none at all"
    raise DiagramError([_refusal(root, namespace or "", file)])


def _renamed(root: "etree._Element", namespace: str | None) -> "etree._Element":
    """The same tree, its elements of one namespace moved to that of BPMN 2.0."""
    prefix = f"{{{namespace}}}" if namespace else ""
    spaces = {key: value for key, value in root.nsmap.items() if value != namespace}
    fresh = etree.Element(f"{{{BPMN}}}definitions", dict(root.attrib), nsmap={**spaces, None: BPMN})
    fresh.text = root.text
    for child in list(root):
        fresh.append(child)
    for element in fresh.iter():
        tag = element.tag
        if isinstance(tag, str) and (tag.startswith(prefix) if prefix else not tag.startswith("{")):
            element.tag = f"{{{BPMN}}}{tag.removeprefix(prefix)}"
    return fresh


def _refusal(root: "etree._Element", namespace: str, file: str) -> Finding:
    name = local(root)
    what = _OTHERS.get(name)
    if "/DMN/" in namespace:
        what = "a DMN decision"
    elif "xpdl" in namespace.lower() or "wfmc" in namespace.lower():
        what = "XPDL or BPMN 1.x"
    said = f"This is {what}" if what else f"This is XML whose root is <{name}>"
    return Finding(
        "bpmn-document",
        Severity.ERROR,
        f"{said}, not a BPMN 2.0 diagram.",
        "Save it from the modeler as BPMN 2.0 XML.",
        file,
        line=root.sourceline,
    )
