"""Decision tables read from XML.

Source: DMN 1.5, clause 8.3 and its schema.
"""

from lxml import etree

from engine.dmn.logic import Faulty, Logic, Place
from engine.dmn.namespaces import is_feel
from engine.dmn.tables import Aggregation, Cell, HitPolicy, InputColumn, OutputColumn, Rule, Table
from engine.dmn.xml import child, children, clean, place, text_of, type_name


def decision_table(element: etree._Element) -> Logic:
    """The table, or why it cannot be one."""
    policy = clean(element.get("hitPolicy")) or HitPolicy.UNIQUE
    aggregation = clean(element.get("aggregation"))
    if policy not in set(HitPolicy):
        return Faulty(reason=f"there is no hit policy “{policy}”", at=place(element))
    if aggregation and aggregation not in set(Aggregation):
        return Faulty(reason=f"there is no aggregation “{aggregation}”", at=place(element))
    outputs = tuple(_output(column) for column in children(element, "output"))
    if not outputs:
        return Faulty(reason="the table has no output column", at=place(element))
    inputs = tuple(_input(column) for column in children(element, "input"))
    rules = tuple(_rule(number, row) for number, row in enumerate(children(element, "rule"), 1))
    shape = len(inputs), len(outputs)
    uneven = next((row for row in rules if (len(row.inputs), len(row.outputs)) != shape), None)
    if uneven:
        reason = f"rule {uneven.number} has not as many cells as the table has columns"
        return Faulty(reason=reason, at=Place(line=uneven.line))
    return Table(
        at=place(element),
        inputs=inputs,
        outputs=outputs,
        rules=rules,
        policy=HitPolicy(policy),
        aggregation=Aggregation(aggregation) if aggregation else None,
        output_label=clean(element.get("outputLabel")),
    )


def _input(element: etree._Element) -> InputColumn:
    inner = child(element, "inputExpression")
    return InputColumn(
        id=element.get("id"),
        label=clean(element.get("label")),
        text=text_of(inner),
        type_name=type_name(inner) if inner is not None else None,
        allowed=_values(child(element, "inputValues")),
        line=element.sourceline,
    )


def _output(element: etree._Element) -> OutputColumn:
    default = child(element, "defaultOutputEntry")
    return OutputColumn(
        id=element.get("id"),
        name=clean(element.get("name")),
        label=clean(element.get("label")),
        type_name=type_name(element),
        allowed=_values(child(element, "outputValues")),
        default=text_of(default) or None,
        line=element.sourceline,
    )


def _values(element: etree._Element | None) -> str | None:
    text = text_of(element).strip()
    return text or None


def _rule(number: int, element: etree._Element) -> Rule:
    return Rule(
        number=number,
        id=element.get("id"),
        inputs=tuple(_cell(cell) for cell in children(element, "inputEntry")),
        outputs=tuple(_cell(cell) for cell in children(element, "outputEntry")),
        line=element.sourceline,
    )


def _cell(element: etree._Element) -> Cell:
    language = element.get("expressionLanguage")
    fault = None if is_feel(language) else f"it is written in “{language}”; only FEEL runs here"
    return Cell(text=text_of(element), id=element.get("id"), line=element.sourceline, fault=fault)
