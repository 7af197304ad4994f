"""Diagrams of other modelers made to run here, every change listed.

`normalise` takes the bytes of a BPMN 2.0 file of any modeler and answers the file that runs here. What BPMN
itself defines stays as it is; what is missing becomes a person's task, a question or a warning; nothing that
a vendor wrote is thrown away.
"""

from engine.normaliser.change import Change, Kind
from engine.normaliser.dialect import Dialect
from engine.normaliser.importer import Imported, normalise

__all__ = ["Change", "Dialect", "Imported", "Kind", "normalise"]
