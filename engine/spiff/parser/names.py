"""XML names."""

from collections.abc import Iterator

from lxml.etree import _Element
from SpiffWorkflow.bpmn.parser.util import BPMN_MODEL_NS, full_tag

BPMN = f"{{{BPMN_MODEL_NS}}}"
QUERELA = "{http://querela.dev/schema/1.0}"

__all__ = ["BPMN", "QUERELA", "child", "elements", "full_tag", "is_true", "local", "text"]


def local(node: _Element) -> str:
    """The element's name without its namespace."""
    return str(node.tag).rpartition("}")[2]


def elements(node: _Element) -> Iterator[_Element]:
    """Child elements of BPMN's namespace, without comments."""
    return (n for n in node if isinstance(n.tag, str) and n.tag.startswith(BPMN))


def child(node: _Element, name: str) -> _Element | None:
    """The first BPMN child of that name."""
    return node.find(BPMN + name)


def text(node: _Element, name: str) -> str | None:
    """The text of the first BPMN child of that name; None where it has none."""
    found = child(node, name)
    content = "" if found is None else "".join(found.itertext()).strip()
    return content or None


def is_true(node: _Element, attribute: str, *, default: bool = False) -> bool:
    """An XML boolean."""
    value = node.get(attribute)
    return default if value is None else value.strip() in ("true", "1")
