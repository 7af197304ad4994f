"""A file is written as the standard's own XML Schema says."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from engine.diagram.model import Diagram, Element, is_bpmn, local
from engine.diagram.names import words
from engine.diagram.rule import Report, Rule, Setting
from engine.diagram.schema import MAX_ELEMENTS, Fault, faults
from engine.model.findings import Severity

_STEERING = frozenset(
    "isExecutable cancelActivity isInterrupting triggeredByEvent isForCompensation instantiate isSequential "
    "parallelMultiple testBefore cancelRemainingInstances ordering eventGatewayType".split()
)
"""Attributes whose value decides what runs: one that means nothing cannot be run as it was meant."""

_SHOWN = 3  #: of each kind of fault
_HINT = "Save the diagram from a modeler that keeps to BPMN 2.0, or correct the file."


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    elements = sum(1 for _ in islice(diagram.xml.iter("{*}*"), MAX_ELEMENTS + 1))
    if elements > MAX_ELEMENTS:
        message = f"The file has more than {MAX_ELEMENTS} elements, too many to compare with BPMN's schema."
        yield Report(diagram, message, "Split it: processes in other files can be called.", Severity.INFO)
        return
    seen: Counter[tuple[str, str, str]] = Counter()
    for fault in faults(diagram.xml):
        kind = (local(fault.xml), fault.attribute or "", fault.kind)
        seen[kind] += 1
        steers = fault.kind == "value" and fault.attribute in _STEERING
        if seen[kind] <= _SHOWN or steers:
            severity = Severity.ERROR if steers else None
            yield Report(_holder(fault), _message(fault), _HINT, severity, fault.xml.sourceline)


def _holder(fault: Fault) -> Element:
    """The nearest element around the fault that a modeler shows."""
    chain = (fault.xml, *fault.xml.iterancestors())
    return Element(next((one for one in chain if one.get("id") and is_bpmn(one)), fault.xml))


def _message(fault: Fault) -> str:
    element = Element(fault.xml)
    of = f"the {words(element.type)} {element}" if element.id or element.name else f"a <{element.type}>"
    if fault.kind == "attribute":
        return f"BPMN knows no attribute “{fault.attribute}” for {of}."
    if fault.kind == "missing":
        return f"{of[0].upper()}{of[1:]} lacks the attribute “{fault.attribute}”, which BPMN asks for."
    if fault.kind == "value":
        named = f"the attribute “{fault.attribute}” of {of}" if fault.attribute else of
        return f"“{fault.text}” means nothing to BPMN as the value of {named}."
    if fault.kind == "child":
        parent = fault.xml.getparent()
        around = "the file" if parent is None else f"<{local(parent)}>"
        return f"BPMN expects no <{element.type}> in {around}, or none after what stands before it."
    if fault.kind == "incomplete":
        return f"{of[0].upper()}{of[1:]} is not complete: it lacks {fault.text or 'something'}."
    return f"{of[0].upper()}{of[1:]} is not written as BPMN's schema asks: {fault.text}"


rule = Rule("schema", Severity.WARNING, check)
