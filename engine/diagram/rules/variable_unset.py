"""What an expression reads, something sets."""

from collections.abc import Iterator

from engine.diagram.expressions import HOST_NAMES, expressions
from engine.diagram.model import Diagram
from engine.diagram.rule import Report, Rule, Setting
from engine.diagram.variables import all_form_keys, known_names, set_names, takes_anything
from engine.feel import FeelSyntaxError, parse
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    package = setting.package
    known = {*HOST_NAMES, *setting.names, *set_names(diagram)}
    for other in setting.diagrams.values():
        known |= set_names(other)
    known |= all_form_keys(package.files[name] for name in package.forms)
    sure = setting.whole and not takes_anything(diagram)
    severity = Severity.WARNING if sure else Severity.INFO
    for found in expressions(diagram):
        if found.open:
            continue
        try:
            names = HOST_NAMES | setting.names | known_names(diagram) | found.names
            read = parse(found.text, names=names).references()
        except FeelSyntaxError:
            continue  # expression-syntax says so
        for name in sorted(read - known - found.names):
            known.add(name)
            what = found.what[0].upper() + found.what[1:]
            if " " in name:
                message = f"{what} is read as one long name, “{name}”, which nothing here sets."
                hint = "Texts stand in quotes; operators are =, <, >, and, or. If it is a name, ignore this."
                yield Report(found.at, message, hint, Severity.WARNING, found.line)
            else:
                message = f"{what} reads “{name}”, which nothing here sets."
                hint = "Look for a slip in its name; otherwise it has to come in from outside, or it is null."
                yield Report(found.at, message, hint, severity, found.line)


rule = Rule("variable-unset", Severity.WARNING, check)
