"""Decisions: DMN 1.1 to 1.6 read, checked and evaluated.

`load` reads the files of a folder, `DmnDecisions` serves the engine's packages, `findings` checks a file.
"""

from collections.abc import Mapping

from engine.dmn.decisions import DmnDecisions
from engine.dmn.findings import findings
from engine.dmn.models import Models
from engine.dmn.session import NoteBreach

__all__ = ["DmnDecisions", "Models", "findings", "load"]


def load(files: Mapping[str, bytes], note_breach: NoteBreach | None = None) -> Models:
    """The models of all the files together; one that cannot be read leaves the others as they are."""
    return Models(files, note_breach)
