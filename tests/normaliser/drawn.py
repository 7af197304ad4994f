"""Small files of other modelers for tests, and what the import makes of them."""

from itertools import pairwise

from lxml import etree

from engine.checking import checkers
from engine.diagram.check import check
from engine.diagram.names import BPMN, QUERELA
from engine.dmn import DmnDecisions
from engine.model.findings import Finding, Severity
from engine.model.package import Package
from engine.normaliser import Imported, normalise
from engine.spiff import SpiffRuntime

SPACES = {
    "camunda": "http://camunda.org/schema/1.0/bpmn",
    "operaton": "http://operaton.org/schema/1.0/bpmn",
    "zeebe": "http://camunda.org/schema/zeebe/1.0",
    "flowable": "http://flowable.org/bpmn",
    "activiti": "http://activiti.org/bpmn",
    "tns": "http://www.jboss.org/drools",
    "signavio": "http://www.signavio.com",
    "bizagi": "http://www.bizagi.com/bpmn20",
    "adonis": "http://www.boc-group.com",
    "imixs": "http://www.imixs.org/bpmn2",
    "querela": QUERELA,
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}


def definitions(inside: str, attributes: str = "", prefix: str = "") -> bytes:
    """A file around roots; with a prefix, names of BPMN in `inside` are to carry it."""
    spaces = " ".join(f'xmlns:{name}="{space}"' for name, space in SPACES.items() if name != "querela")
    own = f'xmlns:{prefix}="{BPMN}"' if prefix else f'xmlns="{BPMN}"'
    tag = f"{prefix}:definitions" if prefix else "definitions"
    return f'<{tag} {own} {spaces} targetNamespace="urn:t" {attributes}>{inside}</{tag}>'.encode()


def process(body: str, attributes: str = 'id="p" isExecutable="true"', extra: str = "") -> bytes:
    """A file with one process."""
    return definitions(f"{extra}<process {attributes}>{body}</process>")


def flow(source: str, target: str, inside: str = "", attributes: str = "") -> str:
    """A sequence flow, its id made of both ends."""
    ends = f'sourceRef="{source}" targetRef="{target}"'
    return f'<sequenceFlow id="{source}-{target}" {ends} {attributes}>{inside}</sequenceFlow>'


def way(*nodes: str) -> str:
    """Flows from each node to the next."""
    return "".join(flow(one, other) for one, other in pairwise(nodes))


def condition(text: str, attributes: str = "") -> str:
    """A condition of a flow."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"<conditionExpression {attributes}>{escaped}</conditionExpression>"


class Result:
    """What an import made of a file."""

    def __init__(self, data: bytes, **beside: frozenset[str]) -> None:
        self.imported: Imported = normalise(data, "d.bpmn", **beside)
        self.data = self.imported.data
        self.root = etree.fromstring(self.data)
        self.ids = {e.get("id"): e for e in self.root.iter("{*}*") if e.get("id")}

    @property
    def rules(self) -> list[str]:
        return [change.rule for change in self.imported.changes]

    @property
    def messages(self) -> str:
        return "\n".join(change.message for change in self.imported.changes)

    def type(self, ident: str) -> str:
        return etree.QName(self.ids[ident]).localname

    def own(self, ident: str, name: str) -> str | None:
        return self.ids[ident].get(f"{{{QUERELA}}}{name}")

    def text(self, ident: str, name: str = "conditionExpression") -> str | None:
        found = self.ids[ident].find(f".//{{{BPMN}}}{name}")
        return None if found is None else found.text

    @property
    def errors(self) -> list[Finding]:
        """What the checker finds wrong with the result."""
        package = Package("d", "d", "d.bpmn", {"d.bpmn": self.data}, ())
        found = check(package, checkers(SpiffRuntime(DmnDecisions())))
        return [finding for finding in found if finding.severity is Severity.ERROR]
