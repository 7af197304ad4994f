"""Who sets which variable of a diagram, and to what."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from engine.diagram.decisions import results_of
from engine.diagram.expressions import bare, collection_of, mappings, own_elements
from engine.diagram.kinds import BOOLEAN, LIST, NUMBER, STRING, Kinds, dotted, kind_of_value, kinds_of, union
from engine.diagram.model import Diagram, Node
from engine.diagram.names import CATCH_EVENTS
from engine.diagram.rule import Setting
from engine.feel import FeelSyntaxError, ast, parse

Values = frozenset[object] | None
"""Values that a variable can be set to; None stands for any."""


@dataclass(frozen=True)
class Setter:
    """A node that gives a variable a value."""

    name: str
    node: Node | None  #: None: given at the start
    kinds: Kinds = None
    values: Values = None


@dataclass(frozen=True)
class Known:
    """What is known of the variables of a diagram."""

    setters: dict[str, list[Setter]]
    open: tuple[Node, ...]  #: nodes that may set any variable

    def kinds(self) -> dict[str, Kinds]:
        """Kinds of the variables by name."""
        return {name: union([one.kinds for one in some]) for name, some in self.setters.items()}

    def values(self, name: str) -> Values:
        """The values that a variable can have, beside null."""
        found: frozenset[object] = frozenset()
        for setter in self.setters.get(name, []):
            if setter.values is None:
                return None
            found |= setter.values
        return found if name in self.setters else None


@lru_cache(maxsize=4)
def known_of(diagram: Diagram, setting: Setting) -> Known:
    """Every setter of the diagram: forms, scripts, decisions, mappings and loops."""
    setters: dict[str, list[Setter]] = {}
    open_nodes: list[Node] = []
    forms = _forms(setting)
    for node in diagram.nodes:
        found = list(_of_node(node, setting, forms))
        if any(one.name == "" for one in found):
            open_nodes.append(node)
        for one in found:
            if one.name:
                setters.setdefault(one.name, []).append(one)
    for name in setting.names:
        setters.setdefault(name, []).append(Setter(name, None))
    return Known(setters, tuple(open_nodes))


def _of_node(
    node: Node, setting: Setting, forms: dict[str, dict[str, tuple[Kinds, Values]]]
) -> Iterator[Setter]:
    """Setters of one node; one without a name may set anything."""
    form = node.own("form")
    if node.type in ("userTask", "manualTask"):
        if form in forms:
            yield from (Setter(key, node, *told) for key, told in forms[form or ""].items())
        elif not setting.whole:
            yield Setter("", node)
    elif node.type == "scriptTask":
        yield from _of_script(node)
    elif node.type == "businessRuleTask":
        yield from _of_decision(node, setting)
    elif _receives(node) and not _maps(node):
        yield Setter("", node)
    yield from _of_mappings(node, setting)
    yield from _of_loop(node)


def _receives(node: Node) -> bool:
    if node.type in ("receiveTask", "callActivity", "serviceTask"):
        return True
    return node.type in CATCH_EVENTS and bool(node.kinds & {"message", "signal"})


def _maps(node: Node) -> bool:
    return bool(node.own("outputs")) or any(True for _ in mappings(node, "outputs"))


def _of_script(node: Node) -> Iterator[Setter]:
    root = _parsed(node.child_text("script") or "")
    if not isinstance(root, ast.ContextLiteral):
        yield Setter("", node)
        return
    for key, value in root.entries:
        yield _to(key, node, value)


def _to(name: str, node: Node, value: ast.Node) -> Setter:
    if isinstance(value, ast.Literal) and value.value is not None:
        return Setter(name, node, kind_of_value(value.value), frozenset({value.value}))
    return Setter(name, node, kinds_of(value, {}))


def _of_decision(node: Node, setting: Setting) -> Iterator[Setter]:
    result, answers = node.own("result"), _answers(setting).get(node.own("decision") or "")
    if result is None:
        names = [name.removeprefix(".") for name in answers or {} if name]
        yield from (Setter(name, node) for name in names or [""])
        return
    yield Setter(result, node)
    for name, values in (answers or {}).items():
        kinds = union([kind_of_value(value) for value in values]) if values else None
        yield Setter(f"{result}{name}", node, kinds, values)


def _answers(setting: Setting) -> dict[str, dict[str, Values]]:
    found: dict[str, dict[str, Values]] = {}
    for name in setting.package.decisions:
        found |= results_of(setting.package.files[name])
    return found


def _of_mappings(node: Node, setting: Setting) -> Iterator[Setter]:
    answers = (
        {one.name: one for one in _of_decision(node, setting)} if node.type == "businessRuleTask" else {}
    )
    for many in ("inputs", "outputs"):
        for entry in mappings(node, many):
            target, source = entry.get("target"), _parsed(entry.get("source") or "")
            if not target:
                continue
            told = answers.get((dotted(source) if source is not None else None) or "")
            if told is not None:
                yield Setter(target, node, told.kinds, told.values)
            elif source is not None:
                yield _to(target, node, source)
            else:
                yield Setter(target, node)
        root = _parsed(node.own(many) or "")
        if isinstance(root, ast.ContextLiteral):
            yield from (_to(key, node, value) for key, value in root.entries)


def _of_loop(node: Node) -> Iterator[Setter]:
    if (repeat := node.own("repeat")) and (item := collection_of(repeat)[1]):
        yield Setter(item, node)
    yield from (Setter(item, node) for box in own_elements(node, "repeat") if (item := box.get("item")))
    for loop in node.children("multiInstanceLoopCharacteristics"):
        for xml in loop:
            if (name := xml.get("name") or (xml.text or "").strip()) and name.isidentifier():
                yield Setter(name, node)
    for association in node.children("dataOutputAssociation"):
        yield from (Setter("", node) for _ in association)


def _parsed(text: str) -> ast.Node | None:
    try:
        return parse(bare(text)).root if text.strip() else None
    except FeelSyntaxError:
        return None  # expression-syntax says so


# ---- forms

_KINDS: dict[str, Kinds] = {
    "checkbox": BOOLEAN,
    "number": NUMBER,
    "textfield": STRING,
    "textarea": STRING,
    "checklist": LIST,
    "taglist": LIST,
    "filepicker": LIST,
}


def _forms(setting: Setting) -> dict[str, dict[str, tuple[Kinds, Values]]]:
    """Of each form of the package, its fields with the kinds and values that they can have."""
    found: dict[str, dict[str, tuple[Kinds, Values]]] = {}
    for name in setting.package.forms:
        try:
            raw = json.loads(setting.package.files[name], parse_float=Decimal)
        except (ValueError, RecursionError):
            continue  # the form's own findings say so
        if isinstance(raw, dict) and isinstance(raw.get("id"), str):
            found[raw["id"]] = dict(_fields(raw))
    return found


def _fields(raw: object) -> Iterator[tuple[str, tuple[Kinds, Values]]]:
    todo: list[object] = [raw]
    while todo:
        part = todo.pop()
        if isinstance(part, list):
            todo.extend(part)
        elif isinstance(part, dict):
            if isinstance(key := part.get("key"), str):
                yield key, _told(part)
            todo.extend(value for name, value in part.items() if name != "values")


def _told(field: dict[str, object]) -> tuple[Kinds, Values]:
    type_name = str(field.get("type"))
    options = field.get("values")
    if type_name in ("radio", "select") and isinstance(options, list) and "valuesExpression" not in field:
        values = frozenset(_value(one.get("value")) for one in options if isinstance(one, dict))
        return union([kind_of_value(value) for value in values]), values
    if type_name == "number" and field.get("serializeToString"):
        return STRING, None
    kinds = _KINDS.get(type_name)
    return kinds, frozenset({True, False}) if kinds == BOOLEAN else None


def _value(value: object) -> object:
    """The value as FEEL compares it."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    return value if isinstance(value, str | bool | Decimal) else None
