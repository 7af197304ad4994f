"""Bytes of a DMN file turned into an XML tree, safely.

No entity is expanded, no DTD read, nothing fetched; a DOCTYPE is refused outright and the size is capped.
"""

from typing import Final

from lxml import etree

from engine.dmn.namespaces import MODEL
from engine.errors import DiagramError
from engine.model.findings import Finding, Severity

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_DEPTH: Final = 200
BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def read(name: str, data: bytes) -> etree._Element:
    """The `definitions` element of a DMN file.

    Raises:
        DiagramError: the file is too large, no XML, holds a DOCTYPE, or is no DMN 1.1 to 1.6 model.
    """
    if len(data) > MAX_BYTES:
        raise _refused(name, "file-too-large", "The file is larger than 10 MB.", "Split it.")
    root = _tree(name, data)
    if root.getroottree().docinfo.internalDTD is not None or root.getroottree().docinfo.doctype:
        raise _refused(
            name, "doctype-refused", "The file holds a DOCTYPE, which is not read.", "Remove it.", 1
        )
    _check_depth(name, root)
    _check_root(name, root)
    return root


def _tree(name: str, data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, dtd_validation=False, no_network=True, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        line = fault.lineno if isinstance(fault, etree.XMLSyntaxError) else None
        raise _refused(
            name, "xml-broken", f"The file is no well-formed XML: {_words(fault)}.", "Export it anew.", line
        ) from None


def _words(fault: Exception) -> str:
    text = fault.msg if isinstance(fault, etree.XMLSyntaxError) and fault.msg else str(fault)
    return text.rstrip(". ") or "it is empty"


def _check_depth(name: str, root: etree._Element) -> None:
    depth = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            message = f"Elements are nested deeper than {MAX_DEPTH} levels."
            raise _refused(name, "xml-too-deep", message, "Simplify the model.")


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
