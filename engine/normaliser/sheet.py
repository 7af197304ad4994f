"""The file while it is being changed: its tree, its graph, and the list of what was done to it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from engine.diagram.build import diagram_of
from engine.diagram.model import Diagram, Node, is_bpmn, local, unprefixed
from engine.diagram.names import BPMN, QUERELA
from engine.diagram.variables import set_names
from engine.normaliser.change import Change, Kind
from engine.normaliser.dialect import UNKNOWN, Dialect

_HEAD = frozenset(["documentation", "extensionElements", "auditing", "monitoring", "categoryValueRef"])
_NO_NAME_CHARACTER = re.compile(r"[^\w.-]")
_NO_VARIABLE_CHARACTER = re.compile(r"\W+")


@dataclass(eq=False)
class Sheet:
    """A diagram on the table. Steps read its graph, change its tree, and say so."""

    root: "etree._Element"
    file: str = ""
    callable: frozenset[str] = frozenset()  #: ids of processes that lie beside the file
    decisions: frozenset[str] = frozenset()  #: names of decisions that lie beside the file
    dialect: Dialect = UNKNOWN
    changes: list[Change] = field(default_factory=list)
    touched: bool = False  #: the tree differs from the file
    drawings: "set[etree._Element]" = field(default_factory=set)  #: processes that were not meant to run
    ours: bool = False  #: the file carries this engine's own data: what it says, it means
    inserted: set[str] = field(default_factory=set)  #: ids of nodes and flows that the file did not have
    drawn: "dict[tuple[str, str], etree._Element] | None" = None  #: shapes and lines by what they draw
    questions: dict[str, str] = field(default_factory=dict)  #: node: the new task that asks in front of it
    distances: "dict[Node, int] | None" = None  #: steps from each node to an end
    _named: "dict[str, dict[str, etree._Element]]" = field(default_factory=dict)
    _numbers: Counter[str] = field(default_factory=lambda: Counter())
    _stale: bool = False
    _graph: Diagram | None = None
    _set_names: frozenset[str] | None = None
    _ids: set[str] | None = None
    _index: "dict[str, etree._Element] | None" = None

    @property
    def graph(self) -> Diagram:
        """The graph of the tree as it was when it was last settled."""
        if self._graph is None:
            self._graph = diagram_of(self.root, self.file)
        return self._graph

    @property
    def set_names(self) -> frozenset[str]:
        """Variables that something in the file sets for sure."""
        if self._set_names is None:
            self._set_names = set_names(self.graph)
        return self._set_names

    def settle(self) -> None:
        """Let the graph be built anew: after a step, or where one needs to see what it has changed."""
        if self._stale:
            self._graph = self._set_names = self.distances = None
            self._stale = False

    # ---- telling

    def change(
        self,
        rule: str,
        at: "etree._Element | None",
        message: str,
        before: str | None = None,
        after: str | None = None,
    ) -> None:
        """The tree was changed, and nobody need look."""
        self.touch()
        self._tell(rule, Kind.CHANGE, at, message, before, after)

    def decide(
        self,
        rule: str,
        at: "etree._Element | None",
        message: str,
        before: str | None = None,
        after: str | None = None,
    ) -> None:
        """The tree was changed in a way that somebody has to confirm."""
        self.touch()
        self._tell(rule, Kind.WARNING, at, message, before, after)

    def note(self, rule: str, at: "etree._Element | None", message: str) -> None:
        """Nothing was changed, but somebody has to know."""
        self._tell(rule, Kind.WARNING, at, message, None, None)

    def _tell(
        self,
        rule: str,
        kind: Kind,
        at: "etree._Element | None",
        message: str,
        before: str | None,
        after: str | None,
    ) -> None:
        element = name = line = None
        if at is not None:
            element, line = at.get("id"), at.sourceline
            name = label(at)
        self.changes.append(Change(rule, kind, message, element, name, line, before, after))

    def touch(self) -> None:
        """The tree has changed."""
        self.touched = self._stale = True

    # ---- the tree

    def new_id(self, base: str) -> str:
        """An id that nothing in the file has, as like `base` as can be."""
        if self._ids is None:
            self._ids = {str(value) for e in self.root.iter("{*}*") if (value := e.get("id"))}
        base = _NO_NAME_CHARACTER.sub("_", base) or "element"
        if not (base[0].isalpha() or base[0] == "_"):
            base = f"_{base}"
        found = base
        while found in self._ids:
            self._numbers[base] += 1
            found = f"{base}_{self._numbers[base] + 1}"
        self._ids.add(found)
        return found

    def processes(self) -> "list[etree._Element]":
        """All process elements."""
        return self.root.findall(f"{{{BPMN}}}process")

    def add_root(self, tag: str, name: str, base: str) -> "etree._Element":
        """A new message, signal, … at the top of the file."""
        made = self.root.makeelement(f"{{{BPMN}}}{tag}", {"id": self.new_id(base), "name": name})
        first = next(self.root.iterchildren(f"{{{BPMN}}}collaboration", f"{{{BPMN}}}process"), None)
        if first is None:
            self.root.append(made)
        else:
            first.addprevious(made)
        self.know(made)
        return made

    def named(self, kind: str, name: str) -> "etree._Element":
        """The message, signal, error or escalation of that name, made where there is none."""
        if kind not in self._named:
            there = [e for e in self.root.iterchildren(f"{{{BPMN}}}{kind}") if e.get("id")]
            self._named[kind] = {(e.get("name") or "").strip(): e for e in reversed(there)}
        if name not in self._named[kind]:
            self.touch()
            self._named[kind][name] = self.add_root(kind, name, f"{kind}_{name}"[:60])
        return self._named[kind][name]

    def called(self, reference: str | None) -> "etree._Element | None":
        """What a reference names, None where there is nothing of that id."""
        if not reference:
            return None
        if self._index is None:
            self._index = {}
            for xml in self.root.iter(f"{{{BPMN}}}*"):
                self._index.setdefault(xml.get("id") or "", xml)
        found = self._index.get(reference.strip())
        if found is None:
            found = self._index.get(unprefixed(reference))
        return found if found is not None and found.getparent() is not None else None

    def know(self, xml: "etree._Element") -> None:
        """Let references find a new element."""
        if self._index is not None:
            self._index[xml.get("id") or ""] = xml


def label(xml: "etree._Element") -> str | None:
    """The element's label on one line."""
    return " ".join((xml.get("name") or "").split()) or None


def said(xml: "etree._Element") -> str:
    """The element as a sentence names it."""
    return f"“{label(xml) or xml.get('id') or local(xml)}”"


def text_of(xml: "etree._Element | None") -> str:
    """The text inside an element without its comments; empty where there is no element."""
    if xml is None:
        return ""
    parts = [xml.text or ""] + [(text_of(c) if isinstance(c.tag, str) else "") + (c.tail or "") for c in xml]
    return "".join(parts).strip()


def bpmn_children(xml: "etree._Element", *names: str) -> "list[etree._Element]":
    """BPMN children of those names, all where none is given."""
    return [c for c in xml if isinstance(c.tag, str) and is_bpmn(c) and (not names or local(c) in names)]


def bpmn_child(xml: "etree._Element", name: str) -> "etree._Element | None":
    """The first BPMN child of that name."""
    return xml.find(f"{{{BPMN}}}{name}")


def insert_child(parent: "etree._Element", name: str, before: Iterable[str] = ()) -> "etree._Element":
    """A new BPMN child behind the head of its parent, behind those named `before` too."""
    head = _HEAD | set(before)
    place = 0
    for index, child in enumerate(parent):
        if isinstance(child.tag, str) and is_bpmn(child) and local(child) in head:
            place = index + 1
    made = parent.makeelement(f"{{{BPMN}}}{name}", {})
    parent.insert(place, made)
    return made


def extensions(xml: "etree._Element") -> "etree._Element":
    """The element's box for extensions, made where there is none."""
    box = bpmn_child(xml, "extensionElements")
    if box is None:
        box = xml.makeelement(f"{{{BPMN}}}extensionElements", {})
        documents = [i for i, c in enumerate(xml) if local(c) == "documentation"]
        xml.insert(documents[-1] + 1 if documents else 0, box)
    return box


def own(xml: "etree._Element", name: str) -> str | None:
    """The attribute of this engine's namespace."""
    return xml.get(f"{{{QUERELA}}}{name}")


def set_own(xml: "etree._Element", name: str, value: str) -> None:
    """Write an attribute of this engine's namespace."""
    xml.set(f"{{{QUERELA}}}{name}", value)


def keep(xml: "etree._Element", what: str, text: str) -> None:
    """Keep a text that this engine does not read among the element's extensions."""
    kept = etree.SubElement(extensions(xml), f"{{{QUERELA}}}original", {"what": what})
    kept.text = text


def put_aside(xml: "etree._Element", into: "etree._Element") -> None:
    """Take an element out of the tree, and keep its text among the extensions of another."""
    keep(into, local(xml), etree.tostring(xml, encoding="unicode", with_tail=False))
    detach(xml)


def detach(xml: "etree._Element") -> None:
    """Take an element out of the tree, but leave the text behind it."""
    parent = xml.getparent()
    if parent is None:
        return
    if xml.tail and xml.tail.strip():
        previous = xml.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + xml.tail
        else:
            parent.text = (parent.text or "") + xml.tail
    parent.remove(xml)


def variable(prefix: str, xml: "etree._Element") -> str:
    """A variable name made of an element's id."""
    return f"{prefix}_{_NO_VARIABLE_CHARACTER.sub('_', xml.get('id') or 'x').strip('_')}"


def foreign(xml: "etree._Element", *namespaces: str) -> "Iterator[etree._Element]":
    """Extension elements of one of these namespaces, of the element itself."""
    box = bpmn_child(xml, "extensionElements")
    if box is not None:
        yield from (c for c in box if isinstance(c.tag, str) and etree.QName(c).namespace in namespaces)
