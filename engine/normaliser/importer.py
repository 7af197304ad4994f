"""The import of one file: bytes in, bytes and a list of changes out."""

from dataclasses import dataclass

from lxml import etree

from engine.diagram.names import QUERELA
from engine.normaliser.change import Change, Kind
from engine.normaliser.dialect import Dialect, dialect_of
from engine.normaliser.reading import read_tree
from engine.normaliser.sheet import Sheet
from engine.normaliser.steps import STEPS
from engine.normaliser.tree import set_own
from engine.normaliser.writing import written


@dataclass(frozen=True, slots=True)
class Imported:
    """A diagram that came from elsewhere, as it runs here."""

    data: bytes  #: the new file; the old one byte for byte where nothing had to be changed
    dialect: Dialect
    changes: tuple[Change, ...]


def normalise(
    data: bytes,
    file: str = "",
    callable_ids: frozenset[str] = frozenset(),
    decisions: frozenset[str] = frozenset(),
) -> Imported:
    """The diagram changed as far as needed for it to run here, every change listed.

    callable_ids, decisions: what lies beside the file, so that calls of it can stay.

    Raises:
        DiagramError: the file cannot be read, is no BPMN 2.0, or is too big.
    """
    root, namespace = read_tree(data, file)
    sheet = Sheet(root, file, callable_ids, decisions, dialect_of(root), ours=_is_ours(root))
    assert sheet.graph.xml is root  # what is too big for a graph is refused here, before anything is done
    if namespace is not None:
        message = f"The namespace was {namespace}; it is that of BPMN 2.0 now."
        sheet.change("namespace", root, message, namespace)
    for step in STEPS:
        step(sheet)
        sheet.settle()
    if sheet.touched and not sheet.ours:
        set_own(root, "imported", sheet.dialect.name)
    if not sheet.touched and _is_utf8(data):
        return Imported(data, sheet.dialect, tuple(sheet.changes))
    if not _is_utf8(data):
        sheet.changes.append(Change("encoding", Kind.CHANGE, "The file is written in UTF-8 now."))
    return Imported(written(root), sheet.dialect, tuple(sheet.changes))


def _is_ours(root: "etree._Element") -> bool:
    prefix = f"{{{QUERELA}}}"
    return any(str(name).startswith(prefix) for xml in root.iter("{*}*") for name in (xml.tag, *xml.attrib))


def _is_utf8(data: bytes) -> bool:
    """Whether the file is what its reader takes it for without being told."""
    head = data[:200].lower()
    declared = b"encoding=" in head.partition(b"?>")[0]
    if declared and b"utf-8" not in head.partition(b"?>")[0]:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in data[:4]
