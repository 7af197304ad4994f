"""The file while it is being changed: its tree, its graph, and the list of what was done to it."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from engine.diagram.build import diagram_of
from engine.diagram.model import Diagram, Node, unprefixed
from engine.diagram.names import BPMN
from engine.diagram.variables import set_names
from engine.normaliser.change import Change, Kind
from engine.normaliser.dialect import UNKNOWN, Dialect
from engine.normaliser.sure import surely_set
from engine.normaliser.tree import label

_NO_NAME_CHARACTER = re.compile(r"[^\w.-]", re.ASCII)


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
    flows_into: "dict[str, list[etree._Element]] | None" = None  #: sequence flows by what they lead to
    _named: "dict[str, dict[str, etree._Element]]" = field(default_factory=dict)
    _numbers: Counter[str] = field(default_factory=lambda: Counter())
    _stale: bool = False
    _graph: Diagram | None = None
    _set_names: frozenset[str] | None = None
    _surely_set: frozenset[str] | None = None
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
        """Variables that something in the file sets."""
        if self._set_names is None:
            self._set_names = set_names(self.graph)
        return self._set_names

    @property
    def surely_set(self) -> frozenset[str]:
        """Variables that the file sets whatever people fill in."""
        if self._surely_set is None:
            self._surely_set = surely_set(self.graph)
        return self._surely_set

    def settle(self) -> None:
        """Let the graph be built anew: after a step, or where one needs to see what it has changed."""
        if self._stale:
            self._graph = self._set_names = self._surely_set = self.distances = None
            self.flows_into = None
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
        """An id that nothing in the file has, as like `base` as can be.

        Its letters are of ASCII: other modelers drop elements whose ids have more, though XML allows them.
        """
        if self._ids is None:
            self._ids = {str(value) for e in self.root.iter("{*}*") if (value := e.get("id"))}
        plain = "".join(c for c in unicodedata.normalize("NFKD", base) if not unicodedata.combining(c))
        base = _NO_NAME_CHARACTER.sub("_", plain) or "element"
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
