"""Which variables a diagram sets, as far as that can be seen from outside."""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache

from engine.diagram.expressions import bare, collection_of, expressions, mappings, own_elements
from engine.diagram.model import Diagram, Node
from engine.diagram.names import BPMN, CATCH_EVENTS
from engine.feel import FeelSyntaxError, parse
from engine.feel.ast import ContextLiteral

_ITEMS = ("inputDataItem", "outputDataItem")
_DATA = ("dataObject", "dataObjectReference", "property", "dataInput", "dataOutput")


@lru_cache(maxsize=8)
def set_names(diagram: Diagram) -> frozenset[str]:
    """Variables that something in the diagram sets: scripts, results, mappings, loops, data objects."""
    return frozenset(_set_names(diagram))


def known_names(diagram: Diagram) -> frozenset[str]:
    """Names that need knowing before an expression can be read: those of several words."""
    return frozenset(name for name in set_names(diagram) if not name.isidentifier())


def form_keys(data: bytes) -> frozenset[str]:
    """Keys of the fields of a form; none where the file cannot be read."""
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        return frozenset()  # the form's own findings say so
    return frozenset(_keys(raw))


def form_id(data: bytes) -> str | None:
    """The key by which a task names the form; None where the file cannot be read."""
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        return None  # the form's own findings say so
    ident = raw.get("id") if isinstance(raw, dict) else None
    return ident if isinstance(ident, str) else None


def takes_anything(diagram: Diagram) -> bool:
    """Whether values may come in that nothing in the diagram names: by a message, or by a script's result."""
    return any(_is_open(node) for node in diagram.nodes) or any(
        found.is_script and not context_keys(found.text) for found in expressions(diagram)
    )


def _is_open(node: Node) -> bool:
    maps = node.own("outputs") or any(True for _ in mappings(node, "outputs"))
    if node.type == "receiveTask" or (node.type in CATCH_EVENTS and node.kinds & {"message", "signal"}):
        return not maps
    return node.type == "businessRuleTask" and not node.own("result")


def _set_names(diagram: Diagram) -> Iterator[str]:
    for found in expressions(diagram):
        if found.is_script:
            yield from context_keys(found.text)
    for node in diagram.nodes:
        if result := node.own("result"):
            yield result
        if (repeat := node.own("repeat")) and (item := collection_of(repeat)[1]):
            yield item
        yield from (item for box in own_elements(node, "repeat") if (item := box.get("item")))
        for many in ("inputs", "outputs"):
            yield from (target for entry in mappings(node, many) if (target := entry.get("target")))
    yield from _data_names(diagram)


def _data_names(diagram: Diagram) -> Iterator[str]:
    for xml in diagram.xml.iter(*(f"{{{BPMN}}}{name}" for name in (*_ITEMS, *_DATA))):
        yield from (value for value in (xml.get("name"), xml.get("id")) if value)
    for name in ("loopDataOutputRef", "loopDataInputRef", "to"):
        for xml in diagram.xml.iter(f"{{{BPMN}}}{name}"):
            yield (xml.text or "").strip()


def context_keys(text: str) -> list[str]:
    """Keys of a FEEL context; none where the text is something else."""
    try:
        root = parse(bare(text)).root
    except FeelSyntaxError:
        return []  # expression-syntax says so
    return [key for key, _ in root.entries] if isinstance(root, ContextLiteral) else []


def _keys(raw: object) -> Iterator[str]:
    todo: list[object] = [raw]
    while todo:
        part = todo.pop()
        if isinstance(part, dict):
            if isinstance(key := part.get("key"), str):
                yield key
            if isinstance(path := part.get("path"), str):
                yield path
            todo.extend(part.values())
        elif isinstance(part, list):
            todo.extend(part)


def all_form_keys(files: Iterable[bytes]) -> frozenset[str]:
    """Keys of the fields of several forms."""
    return frozenset().union(*(form_keys(data) for data in files))
