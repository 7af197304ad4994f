"""Boxed expressions read from XML.

Source: DMN 1.5, clauses 7.3, 8.3 and 10.2.2, and its schema.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from lxml import etree

from engine.dmn import logic as boxed
from engine.dmn.expression_tables import decision_table
from engine.dmn.logic import Logic, Loop
from engine.dmn.namespaces import is_feel
from engine.dmn.xml import child, children, clean, local, parameter, place, text_of
from engine.feel import FeelError, parse

KINDS: Final = frozenset(
    {
        "literalExpression",
        "decisionTable",
        "context",
        "list",
        "relation",
        "invocation",
        "functionDefinition",
        "conditional",
        "filter",
        "for",
        "some",
        "every",
    }
)


def inner(element: etree._Element | None) -> Logic | None:
    """The expression inside an element; None where it holds none."""
    found = child(element, *KINDS) if element is not None else None
    return expression(found) if found is not None else None


def needed(element: etree._Element | None, what: str, around: etree._Element) -> Logic:
    """The expression inside an element that must hold one."""
    return inner(element) or boxed.Missing(reason=f"{what} is empty", at=place(around))


def expression(element: etree._Element) -> Logic:
    """The expression that an element is."""
    return _READERS[local(element)](element)


def _literal(element: etree._Element) -> Logic:
    if not is_feel(element.get("expressionLanguage")):
        language = element.get("expressionLanguage")
        return boxed.Faulty(
            reason=f"it is written in “{language}”; only FEEL runs here",
            rule="unsupported-language",
            at=place(element),
        )
    if child(element, "importedValues") is not None:
        return boxed.Faulty(
            reason="imported values are not read", rule="unsupported-import", at=place(element)
        )
    return boxed.Literal(at=place(element), text=text_of(element))


def _context(element: etree._Element) -> Logic:
    entries = []
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        named = parameter(variable) if variable is not None else None
        what = f"the entry “{named.name}”" if named else "the result entry"
        entries.append(boxed.ContextEntry(variable=named, logic=needed(entry, what, entry)))
    return boxed.ContextLogic(at=place(element), entries=tuple(entries))


def _list(element: etree._Element) -> Logic:
    items = tuple(expression(item) for item in children(element, *KINDS))
    return boxed.ListLogic(at=place(element), items=items)


def _relation(element: etree._Element) -> Logic:
    columns = tuple(parameter(column) for column in children(element, "column"))
    rows = tuple(
        tuple(expression(cell) for cell in children(row, *KINDS)) for row in children(element, "row")
    )
    if any(len(row) != len(columns) for row in rows):
        return boxed.Faulty(
            reason="a row of the relation has not as many cells as columns", at=place(element)
        )
    return boxed.Relation(at=place(element), columns=columns, rows=rows)


def _invocation(element: etree._Element) -> Logic:
    bindings = []
    for binding in children(element, "binding"):
        target = child(binding, "parameter")
        if target is None:
            return boxed.Faulty(reason="a binding of the invocation names no parameter", at=place(binding))
        value = inner(binding) or boxed.Literal(text="null", at=place(binding))
        bindings.append(boxed.Binding(parameter=parameter(target), logic=value))
    return boxed.Invocation(
        at=place(element),
        callee=needed(element, "the invocation's function", element),
        bindings=tuple(bindings),
    )


def function(element: etree._Element) -> boxed.FunctionLogic:
    """A function definition, boxed or the encapsulated logic of a business knowledge model."""
    return boxed.FunctionLogic(
        at=place(element),
        parameters=tuple(parameter(each) for each in children(element, "formalParameter")),
        body=needed(element, "the function's body", element),
        kind=clean(element.get("kind")) or "FEEL",
    )


def _conditional(element: etree._Element) -> Logic:
    return boxed.Conditional(
        at=place(element),
        condition=needed(child(element, "if"), "the condition (if)", element),
        then=needed(child(element, "then"), "the answer to yes (then)", element),
        otherwise=needed(child(element, "else"), "the answer to no (else)", element),
    )


def _filter(element: etree._Element) -> Logic:
    return boxed.Filter(
        at=place(element),
        source=needed(child(element, "in"), "the list to filter (in)", element),
        match=needed(child(element, "match"), "the filter's test (match)", element),
    )


def _domain(source: Logic) -> Logic:
    """What an iterator goes through, as an expression: it may also run from bound to bound without brackets.

    Source: DMN 1.5, 10.3.1.2, rule 45 (iteration context); by itself such a text is no expression.
    """
    if isinstance(source, boxed.Literal) and ".." in source.text:
        try:
            parse(source.text)
        except FeelError:
            return replace(source, text=f"for each in {source.text} return each")
    return source


def _iteration(element: etree._Element) -> Logic:
    loop = Loop(local(element))
    body = "return" if loop is Loop.FOR else "satisfies"
    return boxed.Iteration(
        at=place(element),
        loop=loop,
        variable=clean(element.get("iteratorVariable")) or "",
        source=_domain(needed(child(element, "in"), "the list to go through (in)", element)),
        body=needed(child(element, body), f"the part “{body}”", element),
    )


_READERS: Final[dict[str, Callable[[etree._Element], Logic]]] = {
    "literalExpression": _literal,
    "decisionTable": decision_table,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "invocation": _invocation,
    "functionDefinition": function,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iteration,
    "some": _iteration,
    "every": _iteration,
}
