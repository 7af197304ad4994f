"""The changed tree as bytes: UTF-8, its namespaces as they were, and this engine's declared once."""

from lxml import etree

from engine.diagram.names import BPMN, DC, DD, DI, QUERELA

_OURS = {"querela": QUERELA, "bpmndi": DI, "dc": DC, "di": DD}


def written(root: "etree._Element") -> bytes:
    """The file's new bytes."""
    tree = root.getroottree()
    etree.cleanup_namespaces(tree, top_nsmap=_wanted(root), keep_ns_prefixes=_prefixes(root))
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8") + b"\n"


def _wanted(root: "etree._Element") -> dict[str, str]:
    """Declarations for the root: those that are used without a prefix of their own."""
    used = {
        str(name)[1:].partition("}")[0]
        for e in root.iter("{*}*")
        for name in (e.tag, *e.attrib)
        if name[0] == "{"
    }
    known = set(root.nsmap.values())
    return {
        prefix: space
        for prefix, space in _OURS.items()
        if space in used and space not in known and prefix not in root.nsmap and space != BPMN
    }


def _prefixes(root: "etree._Element") -> list[str]:
    """Every prefix that the file declares anywhere: texts and attributes may use it too."""
    found: set[str] = set()
    for element in root.iter("{*}*"):
        found.update(prefix for prefix in element.nsmap if prefix)
    return sorted(found)
