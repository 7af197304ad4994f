"""Imports, references between elements, and types that are named."""

from collections.abc import Iterator

from engine.dmn.findings.about import About
from engine.dmn.logic import ContextLogic, FunctionLogic, Invocation, Logic, Parameter, Relation, TypeName
from engine.dmn.model import (
    Decision,
    DecisionService,
    Element,
    Href,
    InputData,
    ItemDefinition,
    KnowledgeModel,
)
from engine.dmn.tables import Table
from engine.dmn.typenames import find_type
from engine.model.findings import Finding, Severity


def reference_findings(about: About) -> Iterator[Finding]:
    """Unknown imports and types, references to nothing or to the wrong kind of thing, circles."""
    yield from _imports(about)
    for element in about.model.definitions.elements:
        for href, wanted, word in _hrefs(element):
            yield from _href(about, element, href, wanted, word)
    yield from _circles(about)
    yield from _types(about)


def _imports(about: About) -> Iterator[Finding]:
    for each in about.model.definitions.imports:
        if each.kind != "dmn":
            yield about.finding(
                "unsupported-import",
                Severity.WARNING,
                f"The import “{each.name}” is of the kind “{each.kind}”, which is not read here.",
                "Remove it if nothing uses it.",
                line=each.line,
            )
        elif about.library.imported(each.namespace) is None:
            yield about.finding(
                "unknown-import",
                Severity.ERROR,
                f"The imported model “{each.name or each.namespace}” is in none of the files.",
                f"Put the file with the namespace {each.namespace} into the same folder.",
                line=each.line,
            )


_Wanted = tuple[type[Element], ...]


def _hrefs(element: Element) -> Iterator[tuple[Href, _Wanted, str]]:
    if isinstance(element, Decision):
        yield from ((href, (Decision,), "a decision") for href in element.decisions)
        yield from ((href, (InputData,), "input data") for href in element.inputs)
    if isinstance(element, Decision | KnowledgeModel):
        kinds = (KnowledgeModel, DecisionService)
        yield from ((href, kinds, "a knowledge model or decision service") for href in element.knowledge)
    if isinstance(element, DecisionService):
        decisions = (*element.outputs, *element.encapsulated, *element.input_decisions)
        yield from ((href, (Decision,), "a decision") for href in decisions)
        yield from ((href, (InputData,), "input data") for href in element.input_data)


def _href(about: About, element: Element, href: Href, wanted: _Wanted, word: str) -> Iterator[Finding]:
    found = about.library.resolve(about.model, href)
    if found is None:
        yield about.finding(
            "unknown-reference",
            Severity.ERROR,
            f"It refers to “{href}”, which is nowhere to be found.",
            "Draw the requirement anew, or add the file that holds the missing element.",
            element,
            href.line,
        )
    elif not isinstance(found[1], wanted):
        yield about.finding(
            "wrong-reference",
            Severity.ERROR,
            f"It refers to “{found[1].name}” where {word} belongs.",
            "Draw the requirement anew.",
            element,
            href.line,
        )


def _circles(about: About) -> Iterator[Finding]:
    for element in about.model.definitions.of(Decision):
        way = _way_back(about, element)
        if way:
            yield about.finding(
                "requirement-circle",
                Severity.ERROR,
                f"It requires itself: {' → '.join(f'“{name}”' for name in way)}.",
                "Remove one of the requirements of the circle.",
                element,
            )


def _way_back(about: About, start: Decision) -> list[str] | None:
    waiting: list[tuple[Decision, list[str]]] = [(start, [start.name])]
    seen: set[str] = set()
    while waiting:
        decision, way = waiting.pop(0)
        for href in decision.decisions:
            found = about.library.resolve(about.model, href)
            if not found or not isinstance(found[1], Decision) or found[0] is not about.model:
                continue
            if found[1] is start:
                return [*way, start.name]
            if found[1].id not in seen:
                seen.add(found[1].id)
                waiting.append((found[1], [*way, found[1].name]))
    return None


def _types(about: About) -> Iterator[Finding]:
    for name, where, element, line in [*_item_types(about), *_element_types(about), *_logic_types(about)]:
        if find_type(about.library, about.model, name) is None:
            yield about.finding(
                "unknown-type",
                Severity.ERROR,
                f"{where} is said to be of type “{name.name}”, which does not exist.",
                "Choose one of the types, or define it.",
                element,
                line,
            )


_Named = tuple[TypeName, str, Element | None, int | None]


def _item_types(about: About) -> Iterator[_Named]:
    waiting: list[ItemDefinition] = list(about.model.definitions.items)
    while waiting:
        item = waiting.pop()
        waiting.extend(item.components)
        names = [item.type_name]
        if item.function:
            names += [item.function.output, *_of(item.function.parameters)]
        yield from ((name, f"The type “{item.name}”", None, item.line) for name in names if name)


def _element_types(about: About) -> Iterator[_Named]:
    for element in about.model.definitions.elements:
        name = element.variable.type_name
        if name:
            yield name, f"“{element.name}”", element, element.line


def _logic_types(about: About) -> Iterator[_Named]:
    for element, logic in about.logic():
        for name in _mentioned(logic):
            yield name, "A part of its logic", element, logic.at.line


def _mentioned(logic: Logic) -> list[TypeName]:
    names = [logic.at.type_name]
    match logic:
        case Table():
            names += [column.type_name for column in logic.inputs]
            names += [column.type_name for column in logic.outputs]
        case ContextLogic():
            names += [entry.variable.type_name for entry in logic.entries if entry.variable]
        case Relation():
            names += [column.type_name for column in logic.columns]
        case FunctionLogic():
            names += _of(logic.parameters)
        case Invocation():
            names += [binding.parameter.type_name for binding in logic.bindings]
        case _:
            pass
    return [name for name in names if name]


def _of(parameters: tuple[Parameter, ...]) -> list[TypeName | None]:
    return [parameter.type_name for parameter in parameters]
