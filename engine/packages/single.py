"""A lone diagram as a package, with what it needs of its folder."""

from pathlib import Path

from engine.diagram.build import read_diagram
from engine.diagram.model import Diagram
from engine.errors import DiagramError
from engine.model.package import Package
from engine.packages.sources import MAX_FILE_BYTES, MAX_FILES, MAX_PACKAGE_BYTES
from engine.packages.trouble import refuse

_CALLS = tuple("calledElement".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
"""What every file that calls others holds; one without it need not be read twice."""


def single(path: Path) -> Package:
    """The diagram with the decisions of its folder and those other diagrams whose processes it calls.

    Raises:
        DiagramError: the file cannot be opened. One that is no BPMN is wrapped all the same.
    """
    data = bytes_of(path)
    decisions = beside(path, ".dmn")
    also = _called(path, data)
    return Package(
        path.stem,
        path.stem,
        path.name,
        {path.name: data, **also, **decisions},
        tuple(also),
        tuple(decisions),
    )


def beside(path: Path, ending: str) -> dict[str, bytes]:
    """Other files of the same folder whose names end so, as many as a package may hold."""
    return {other.name: other.read_bytes() for other in _others(path.resolve().parent, ending, path)}


def bytes_of(path: Path) -> bytes:
    """The file's content. Raises DiagramError when it cannot be opened or is too big."""
    try:
        if path.stat().st_size > 2 * MAX_FILE_BYTES:
            size = MAX_FILE_BYTES // 1024 // 1024
            refuse("readable", f"The file is larger than {size} MB.", "Split the diagram.", path.name)
        return path.read_bytes()
    except OSError as broken:
        reason = broken.strerror or "it cannot be opened"
        refuse(
            "readable", f"The file cannot be read: {reason}.", "Check its name and permissions.", path.name
        )


def _called(path: Path, data: bytes) -> dict[str, bytes]:
    """Other diagrams of the folder that the file calls, directly or by way of each other."""
    if not any(word in data for word in _CALLS):
        return {}
    diagram = _readable(data, path.name)
    if diagram is None:
        return {}
    wanted = diagram.called_ids() - diagram.callable_ids()
    if not wanted:
        return {}
    others: dict[str, tuple[bytes, Diagram]] = {}
    for other in _others(path.resolve().parent, ".bpmn", path):
        content = other.read_bytes()
        if (read := _readable(content, other.name)) is not None:
            others[other.name] = (content, read)
    found: dict[str, bytes] = {}
    while wanted:
        here = {name for name in others if others[name][1].callable_ids() & wanted} - found.keys()
        found |= {name: others[name][0] for name in sorted(here)}
        wanted = frozenset().union(*(others[name][1].called_ids() for name in here)) if here else frozenset()
    return found


def _readable(data: bytes, name: str) -> Diagram | None:
    """None: the file is broken; what calls its processes will be told that they do not exist."""
    try:
        return read_diagram(data, name)
    except DiagramError:
        return None


def _others(folder: Path, ending: str, path: Path) -> list[Path]:
    found = (
        other for other in sorted(folder.glob(f"*{ending}")) if other.name != path.name and other.is_file()
    )
    small: list[Path] = []
    left = MAX_PACKAGE_BYTES
    for other in found:
        size = other.stat().st_size
        if size <= min(left, MAX_FILE_BYTES) and len(small) < MAX_FILES:
            small.append(other)
            left -= size
    return small
