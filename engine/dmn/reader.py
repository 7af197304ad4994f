"""Bytes of a DMN file turned into an XML tree that is a decision model of a known version."""

from typing import Final

from lxml import etree

from engine.dmn.namespaces import MODEL
from engine.errors import DiagramError
from engine.model.findings import Finding, Severity
from engine.safe_xml import read_xml

MAX_DEPTH: Final = 200
BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def read(name: str, data: bytes) -> etree._Element:
    """The `definitions` element of a DMN file.

    Raises:
        DiagramError: the file is too large, no XML, holds a DOCTYPE, or is no DMN 1.1 to 1.6 model.
    """
    root = read_xml(data, name, MAX_DEPTH)
    _check_root(name, root)
    return root


def _check_root(name: str, root: etree._Element) -> None:
    tag = etree.QName(root)
    if tag.localname == "definitions" and tag.namespace in MODEL:
        return
    if tag.namespace == BPMN:
        raise _refused(name, "not-dmn", "This is a BPMN diagram, not a decision model.", "Name it .bpmn.", 1)
    found = f"“{tag.localname}” of “{tag.namespace or 'no namespace'}”"
    message = f"The file is no DMN 1.1 to 1.6 model: its root is {found}."
    raise _refused(name, "not-dmn", message, "Save the decision model as DMN.", root.sourceline)


def _refused(name: str, rule: str, message: str, hint: str, line: int | None = None) -> DiagramError:
    return DiagramError([Finding(rule, Severity.ERROR, message, hint, name, line=line)])
