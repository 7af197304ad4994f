"""What a DMN file offers, as far as a diagram deals with it: names, needed inputs, possible answers."""

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from engine.errors import DiagramError
from engine.feel import FeelSyntaxError, ast, parse
from engine.safe_xml import read_xml

_CALLABLE = frozenset({"decision", "decisionService"})
_MAX_DEPTH = 8

Answers = dict[str, frozenset[object] | None]
"""Of a decision: possible values by part, `""` being the answer itself and `.x` its entry x; None: any."""


def decision_names(data: bytes) -> frozenset[str]:
    """Ids and names of decisions and decision services; none where the file cannot be read."""
    return frozenset(name for xml in _root(data) if _local(xml) in _CALLABLE for name in _names(xml))


def imports(data: bytes) -> bool:
    """Whether the file uses elements of other files."""
    return any(_local(xml) == "import" for xml in _root(data))


@lru_cache(maxsize=32)
def inputs_of(data: bytes) -> dict[str, frozenset[str]]:
    """Of each decision of a file: the input data that it and what it asks need, by name.

    A file that asks another one tells nothing, because what that needs is not seen here.
    """
    elements = {xml.get("id") or "": xml for xml in _root(data)}
    found: dict[str, frozenset[str]] = {}
    for xml in elements.values():
        if _local(xml) == "decision":
            needed = _needed(xml, elements)
            if needed is not None:
                found |= dict.fromkeys(_names(xml), needed)
    return found


@lru_cache(maxsize=32)
def results_of(data: bytes) -> dict[str, Answers]:
    """Of each decision of a file: the values that its answer and the entries of it can have."""
    decisions = {name: xml for xml in _root(data) if _local(xml) == "decision" for name in _names(xml)}
    return {name: _answers(xml, decisions, 0) for name, xml in decisions.items()}


def _root(data: bytes) -> "list[etree._Element]":
    try:
        return list(read_xml(data))
    except DiagramError:
        return []  # the file's own findings say so


def _local(xml: "etree._Element") -> str:
    return str(xml.tag).rpartition("}")[2]


def _names(xml: "etree._Element") -> list[str]:
    return [value for value in (xml.get("id"), xml.get("name")) if value]


def _child(xml: "etree._Element", *names: str) -> "etree._Element | None":
    return next((child for child in xml if _local(child) in names), None)


def _text(xml: "etree._Element | None") -> str:
    inner = None if xml is None else _child(xml, "text")
    return "" if inner is None else (inner.text or "").strip()


def _needed(decision: "etree._Element", elements: "dict[str, etree._Element]") -> frozenset[str] | None:
    names: set[str] = set()
    seen: set[str] = set()
    todo = [decision]
    while todo:
        for reference in todo.pop().iter("{*}requiredInput", "{*}requiredDecision"):
            href = reference.get("href") or ""
            target = elements.get(href.removeprefix("#"))
            if target is None:
                return None
            if href not in seen:
                seen.add(href)
                if _local(target) == "decision":
                    todo.append(target)
                else:
                    variable = _child(target, "variable")
                    named = target.get("name") if variable is None else variable.get("name")
                    names.add(named or target.get("name") or "")
    return frozenset(names - {""})


def _answers(decision: "etree._Element", others: "dict[str, etree._Element]", depth: int) -> Answers:
    table = _child(decision, "decisionTable")
    if table is not None:
        return _of_table(table)
    found: Answers = {"": None}
    for name, value in _parts(decision, frozenset(others)):
        other = others.get(value.name) if isinstance(value, ast.Name) else None
        if other is not None and depth < _MAX_DEPTH:
            found |= {f".{name}{part}": some for part, some in _answers(other, others, depth + 1).items()}
        else:
            found[f".{name}"] = _literal(value)
    return found


def _parts(decision: "etree._Element", names: frozenset[str]) -> Iterator[tuple[str, ast.Node | None]]:
    """Entries of a decision that answers with a context, boxed or written as one."""
    context = _child(decision, "context")
    for entry in context if context is not None else ():
        variable = _child(entry, "variable") if _local(entry) == "contextEntry" else None
        if variable is not None:
            text = _text(_child(entry, "literalExpression"))
            yield variable.get("name") or "", _parsed(text, names)
    root = _parsed(_text(_child(decision, "literalExpression")), names)
    if isinstance(root, ast.ContextLiteral):
        yield from root.entries


def _of_table(table: "etree._Element") -> Answers:
    outputs = [child for child in table if _local(child) == "output"]
    if table.get("hitPolicy") in ("COLLECT", "RULE ORDER", "OUTPUT ORDER"):
        return {"": None}
    columns: list[frozenset[object] | None] = [frozenset() for _ in outputs]
    for rule in (child for child in table if _local(child) == "rule"):
        cells = [child for child in rule if _local(child) == "outputEntry"]
        for place, cell in enumerate(cells[: len(columns)]):
            value, so_far = _literal(_parsed(_text(cell))), columns[place]
            columns[place] = None if value is None or so_far is None else so_far | value
    for place, output in enumerate(outputs):
        so_far, spare = columns[place], _child(output, "defaultOutputEntry")
        if spare is not None:
            value = _literal(_parsed(_text(spare)))
            columns[place] = None if value is None or so_far is None else so_far | value
    if len(outputs) == 1:
        return {"": columns[0]}
    return {"": None} | {
        f".{output.get('name')}": columns[place] for place, output in enumerate(outputs) if output.get("name")
    }


def _parsed(text: str, names: frozenset[str] = frozenset()) -> ast.Node | None:
    try:
        return parse(text, names=names).root if text else None
    except FeelSyntaxError:
        return None  # the file's own findings say so


def _literal(root: ast.Node | None) -> frozenset[object] | None:
    """The value of a literal, as a set of one; None for anything else."""
    if isinstance(root, ast.Literal):
        return frozenset() if root.value is None else frozenset({root.value})
    return None
