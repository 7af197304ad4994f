"""Decision tables that break, or may break, their hit policy or leave outputs out."""

from collections import Counter
from collections.abc import Iterator

from engine.dmn.findings.about import About
from engine.dmn.findings.overlap import contains, overlap, regions
from engine.dmn.model import Element
from engine.dmn.tables import HitPolicy, Rule, Table
from engine.model.findings import Finding, Severity

MAX_PAIRS = 20_000  #: pairs of rules compared in one table


def table_findings(about: About) -> Iterator[Finding]:
    """What can be seen of every table without running it."""
    for element, logic in about.logic():
        if isinstance(logic, Table):
            yield from _columns(about, element, logic)
            yield from _cells(about, element, logic)
            yield from _policy(about, element, logic)
            yield from _rules(about, element, logic)


def _columns(about: About, element: Element, table: Table) -> Iterator[Finding]:
    for column in table.inputs:
        if not column.text.strip():
            message = f"The input column “{column.title}” has no expression."
            yield about.finding(
                "input-expression",
                Severity.ERROR,
                message,
                "Name the input it looks at.",
                element,
                column.line,
            )
    if not table.rules:
        yield about.finding(
            "table-rules", Severity.WARNING, "The table has no rules.", "Add one.", element, table.at.line
        )
    if len(table.outputs) > 1:
        names = Counter(column.name for column in table.outputs)
        for output in table.outputs:
            if not output.name or names[output.name] > 1:
                what = "no name" if not output.name else f"the name “{output.name}”, which another has too"
                message = f"An output column of several has {what}."
                hint = "Give every output column its own name."
                yield about.finding("output-name", Severity.ERROR, message, hint, element, output.line)


def _cells(about: About, element: Element, table: Table) -> Iterator[Finding]:
    for rule in table.rules:
        for cell in (*rule.inputs, *rule.outputs):
            if cell.fault:
                yield about.finding(
                    "unsupported-language",
                    Severity.ERROR,
                    f"Rule {rule.number}: a cell cannot run: {cell.fault}.",
                    "Write it in FEEL.",
                    element,
                    cell.line,
                )
        for cell, column in zip(rule.outputs, table.outputs, strict=True):
            if cell.is_any:
                yield about.finding(
                    "output-missing",
                    Severity.WARNING,
                    f"Rule {rule.number} gives nothing in the column “{column.title}”.",
                    "Fill the cell, or write null where nothing is meant.",
                    element,
                    cell.line or rule.line,
                )


def _policy(about: About, element: Element, table: Table) -> Iterator[Finding]:
    ordered = table.policy in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)
    if ordered and not any(column.allowed or column.type_name for column in table.outputs):
        yield about.finding(
            "priority-values",
            Severity.ERROR,
            f"The hit policy {table.policy} needs the list of output values, the most important first.",
            "Add the output values to the output column.",
            element,
            table.at.line,
        )
    if table.aggregation and table.policy is not HitPolicy.COLLECT:
        message = f"The aggregation {table.aggregation} belongs to COLLECT; {table.policy} leaves it out."
        hint = "Choose COLLECT, or remove it."
        yield about.finding("aggregation", Severity.WARNING, message, hint, element, table.at.line)
    elif table.aggregation and table.aggregation != "COUNT" and len(table.outputs) > 1:
        message = f"COLLECT can form {table.aggregation} of one output column only."
        hint = "Split the table, or collect without it."
        yield about.finding("aggregation", Severity.ERROR, message, hint, element, table.at.line)


def _rules(about: About, element: Element, table: Table) -> Iterator[Finding]:
    shapes = [(rule, regions(rule, about.names)) for rule in table.rules[:200]]
    compared = 0
    for index, (rule, shape) in enumerate(shapes):
        for earlier, before in shapes[:index]:
            compared += 1
            if compared > MAX_PAIRS:
                return
            finding = None
            if table.policy in (HitPolicy.UNIQUE, HitPolicy.ANY):
                finding = _clash(
                    about, element, table, earlier, rule, same=before == shape, meet=overlap(before, shape)
                )
            elif table.policy is HitPolicy.FIRST and contains(before, shape):
                finding = about.finding(
                    "rule-unreachable",
                    Severity.WARNING,
                    f"Rule {rule.number} is never reached: rule {earlier.number} matches all of it before.",
                    "Put the special rule before the general one.",
                    element,
                    rule.line,
                )
            if finding:
                yield finding
                break


def _clash(
    about: About, element: Element, table: Table, first: Rule, second: Rule, *, same: bool, meet: bool
) -> Finding | None:
    if table.policy is HitPolicy.ANY and _outputs(first) == _outputs(second):
        return None
    if not same and not meet:
        return None
    message = (
        f"Rules {first.number} and {second.number} ask for exactly the same"
        if same
        else f"Rules {first.number} and {second.number} can both match"
    )
    return about.finding(
        "rules-overlap",
        Severity.ERROR if same else Severity.WARNING,
        f"{message}, which the hit policy {table.policy} does not allow.",
        "Make the rules exclude each other, or choose FIRST or PRIORITY.",
        element,
        second.line,
    )


def _outputs(rule: Rule) -> list[str]:
    return [" ".join(cell.text.split()) for cell in rule.outputs]
