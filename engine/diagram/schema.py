"""BPMN's own XML Schema: what in a file is not as the standard writes it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from lxml import etree

_WHERE = "SpiffWorkflow/bpmn/parser/schema/BPMN20.xsd"
_PARTS = re.compile(
    r"Element '(?:\{[^}]*\})?([^']+)'(?:, attribute '(?:\{[^}]*\})?([^']+)')?: (.*)", re.DOTALL
)
_VALUE = re.compile(r"[Tt]he value '([^']{0,200})'")
_NAME = re.compile(r"\{[^}]*\}")

MAX_ELEMENTS = 20_000  #: each fault costs some time, and a hostile file has as many as elements


@dataclass(frozen=True)
class Fault:
    """One place where a file departs from the schema."""

    xml: "etree._Element"  #: the element
    attribute: str | None
    kind: str  #: value, attribute, missing, child or other
    text: str  #: the value, or what was expected


@cache
def schema() -> "etree.XMLSchema | None":
    """The schema of BPMN 2.0, as it is installed beside the process engine; None where it is not."""
    try:
        path = Path(str(distribution("SpiffWorkflow").locate_file(_WHERE)))
    except PackageNotFoundError:
        return None
    return etree.XMLSchema(etree.parse(path)) if path.is_file() else None


def faults(root: "etree._Element") -> Iterator[Fault]:
    """Every place where the document departs from the schema, in the order of the document."""
    rules = schema()
    if rules is None or rules.validate(root.getroottree()):
        return
    prefixes = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    for entry in rules.error_log:
        found = _PARTS.match(entry.message)
        if found is not None:
            place = _place(root, entry.path, entry.line, prefixes)
            yield _fault(place, str(entry.type_name), found[2], found[3])


def _place(root: "etree._Element", path: str | None, line: int, prefixes: dict[str, str]) -> "etree._Element":
    """The element that the schema names by its path, else by its line."""
    try:
        places = root.getroottree().xpath(path, namespaces=prefixes) if path else []
    except etree.XPathEvalError:
        places = [one for one in root.iter("{*}*") if one.sourceline == line]  # a prefix declared further in
    place = places[0] if isinstance(places, list) and places else root
    return place if isinstance(place, etree._Element) else root


def _fault(place: "etree._Element", type_name: str, attribute: str | None, text: str) -> Fault:
    if type_name == "SCHEMAV_CVC_COMPLEX_TYPE_3_2_2":
        return Fault(place, attribute, "attribute", "")
    if type_name == "SCHEMAV_CVC_COMPLEX_TYPE_4":
        missing = re.search(r"The attribute '([^']+)' is required", text)
        return Fault(place, missing[1] if missing else None, "missing", "")
    if type_name == "SCHEMAV_ELEMENT_CONTENT":
        expected = re.search(r"Expected is (?:one of )?\( (.*) \)", text)
        kind = "child" if "not expected" in text else "incomplete"
        return Fault(place, None, kind, _NAME.sub("", expected[1]) if expected else "")
    value = _VALUE.search(text) or re.search(r"'([^']{0,200})' is not a valid value", text)
    if value is not None:
        return Fault(place, attribute, "value", value[1])
    return Fault(place, attribute, "other", _NAME.sub("", text))
