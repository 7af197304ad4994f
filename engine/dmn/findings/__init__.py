"""What is wrong, or worth a look, in a DMN file."""

from collections.abc import Mapping

from engine.dmn.findings.about import About
from engine.dmn.findings.elements import element_findings
from engine.dmn.findings.readings import reading_findings
from engine.dmn.findings.references import reference_findings
from engine.dmn.findings.tables import table_findings
from engine.dmn.findings.texts import text_findings
from engine.dmn.library import Library
from engine.model.findings import Finding

__all__ = ["findings"]


def findings(name: str, data: bytes, others: Mapping[str, bytes]) -> list[Finding]:
    """Everything that the checker says about one DMN file.

    `others` are the DMN files beside it, for its imports; what is wrong in them is not repeated here.
    """
    library = Library({name: data, **{other: each for other, each in others.items() if other != name}})
    if name in library.broken:
        return list(library.broken[name])
    model = library.of_file(name)
    if model is None:
        return []
    about = About(library, model)
    found = [
        *reference_findings(about),
        *element_findings(about),
        *text_findings(about),
        *reading_findings(about),
        *table_findings(about),
    ]
    return sorted(found, key=lambda finding: finding.line or 0)
