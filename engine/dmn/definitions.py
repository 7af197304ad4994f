"""A whole DMN file read into a model.

Source: DMN 1.5, clauses 6.3 and 7.3, and its schema.
"""

from dataclasses import replace

from lxml import etree

from engine.dmn.expressions import function, inner
from engine.dmn.logic import FunctionLogic, Parameter
from engine.dmn.model import (
    Decision,
    DecisionService,
    Definitions,
    Element,
    FunctionItem,
    Href,
    Import,
    InputData,
    ItemDefinition,
    KnowledgeModel,
)
from engine.dmn.namespaces import MODEL
from engine.dmn.reader import read
from engine.dmn.tables import Table
from engine.dmn.xml import child, children, clean, local, parameter, qualified, text_of, type_name


def definitions(file: str, data: bytes) -> Definitions:
    """The model in a file.

    Raises:
        DiagramError: the file cannot be read as DMN.
    """
    root = read(file, data)
    elements = tuple(_elements(root))
    by_id: dict[str, Element] = {}
    for element in elements:
        by_id.setdefault(element.id, element)
    return Definitions(
        file=file,
        namespace=(root.get("namespace") or "").strip(),
        name=clean(root.get("name")) or file,
        id=root.get("id"),
        imports=tuple(_import(each) for each in children(root, "import")),
        items=tuple(_item(each) for each in children(root, "itemDefinition")),
        elements=elements,
        by_id=by_id,
    )


def _import(element: etree._Element) -> Import:
    kind = (element.get("importType") or "").strip()
    return Import(
        namespace=(element.get("namespace") or "").strip(),
        name=clean(element.get("name")) or "",
        location=clean(element.get("locationURI")),
        kind="dmn" if not kind or kind in MODEL else kind,
        line=element.sourceline,
    )


def _item(element: etree._Element) -> ItemDefinition:
    return ItemDefinition(
        name=clean(element.get("name")) or "",
        id=element.get("id"),
        type_name=type_name(element),
        components=tuple(_item(each) for each in children(element, "itemComponent")),
        is_collection=(element.get("isCollection") or "").strip() in {"true", "1"},
        allowed=text_of(child(element, "allowedValues")).strip() or None,
        constraint=text_of(child(element, "typeConstraint")).strip() or None,
        function=_function_item(child(element, "functionItem")),
        line=element.sourceline,
    )


def _function_item(element: etree._Element | None) -> FunctionItem | None:
    if element is None:
        return None
    output = clean(element.get("outputTypeRef"))
    return FunctionItem(
        parameters=tuple(parameter(each) for each in children(element, "parameters")),
        output=qualified(element, output) if output else None,
    )


def _elements(root: etree._Element) -> list[Element]:
    found: list[Element] = []
    for number, element in enumerate(children(root), 1):
        read_element = _READERS.get(local(element))
        if read_element:
            name = clean(element.get("name")) or ""
            found.append(read_element(element, element.get("id") or f"{local(element)}-{number}", name))
    return found


def _input_data(element: etree._Element, ident: str, name: str) -> Element:
    variable = _variable(element, name)
    return InputData(id=ident, name=name or variable.name, line=element.sourceline, variable=variable)


def _decision(element: etree._Element, ident: str, name: str) -> Element:
    information = list(children(element, "informationRequirement"))
    return Decision(
        id=ident,
        name=name,
        line=element.sourceline,
        logic=inner(element),
        variable=_variable(element, name),
        decisions=tuple(href for each in information for href in _hrefs(each, "requiredDecision")),
        inputs=tuple(href for each in information for href in _hrefs(each, "requiredInput")),
        knowledge=_knowledge(element),
    )


def _knowledge_model(element: etree._Element, ident: str, name: str) -> Element:
    logic = child(element, "encapsulatedLogic")
    return KnowledgeModel(
        id=ident,
        name=name,
        line=element.sourceline,
        function=_with_implied_parameters(function(logic)) if logic is not None else None,
        variable=_variable(element, name),
        knowledge=_knowledge(element),
    )


def _with_implied_parameters(logic: FunctionLogic) -> FunctionLogic:
    """A table alone as a knowledge model's logic: its input expressions are the parameters (10.2.2.7)."""
    if logic.parameters or not isinstance(logic.body, Table):
        return logic
    names = [" ".join(column.text.split()) for column in logic.body.inputs]
    if not all(names) or len(set(names)) < len(names):
        return logic
    types = [column.type_name for column in logic.body.inputs]
    return replace(logic, parameters=tuple(map(Parameter, names, types)))


def _service(element: etree._Element, ident: str, name: str) -> Element:
    return DecisionService(
        id=ident,
        name=name,
        line=element.sourceline,
        variable=_variable(element, name),
        outputs=_hrefs(element, "outputDecision"),
        encapsulated=_hrefs(element, "encapsulatedDecision"),
        input_decisions=_hrefs(element, "inputDecision"),
        input_data=_hrefs(element, "inputData"),
    )


def _variable(element: etree._Element, name: str) -> Parameter:
    holder = child(element, "variable")
    if holder is None:
        return Parameter(name)
    variable = parameter(holder)
    return Parameter(variable.name or name, variable.type_name, variable.id)


def _knowledge(element: etree._Element) -> tuple[Href, ...]:
    requirements = children(element, "knowledgeRequirement")
    return tuple(href for each in requirements for href in _hrefs(each, "requiredKnowledge"))


def _hrefs(element: etree._Element, name: str) -> tuple[Href, ...]:
    return tuple(_href(each) for each in children(element, name) if (each.get("href") or "").strip())


def _href(element: etree._Element) -> Href:
    namespace, hash_sign, ident = (element.get("href") or "").strip().rpartition("#")
    if not hash_sign:
        return Href(ident, None, element.sourceline)
    return Href(ident, namespace or None, element.sourceline)


_READERS = {
    "inputData": _input_data,
    "decision": _decision,
    "businessKnowledgeModel": _knowledge_model,
    "decisionService": _service,
}
