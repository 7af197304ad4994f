"""Which decisions a DMN file offers, as far as a diagram may name them."""

from lxml import etree

from engine.errors import DiagramError
from engine.safe_xml import read_xml

_CALLABLE = frozenset({"decision", "decisionService"})


def decision_names(data: bytes) -> frozenset[str]:
    """Ids and names of decisions and decision services; none where the file cannot be read."""
    try:
        root = read_xml(data)
    except DiagramError:
        return frozenset()  # the file's own findings say so
    found = [child for child in root if etree.QName(child).localname in _CALLABLE]
    return frozenset(value for child in found for value in (child.get("id"), child.get("name")) if value)
