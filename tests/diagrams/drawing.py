"""Draws small diagrams for tests: elements and flows in, BPMN out."""

from html import escape
from itertools import pairwise

from engine.diagram.check import Checkers, check
from engine.diagram.names import BPMN, QUERELA
from engine.model.findings import Finding
from engine.model.package import Package

REFERABLE = (
    '<message id="m_answer" name="answer"/><message id="m_other" name="other"/>'
    '<signal id="g_stop" name="stop"/>'
    '<error id="x_lost" name="lost" errorCode="lost"/>'
    '<escalation id="c_late" name="late" escalationCode="late"/>'
)


def flows(*chains: str) -> str:
    """Sequence flows: `"a b c"` chains, `"a b if: x > 1"` carries a condition; ids are `a-b`."""
    out = []
    for chain in chains:
        line, _, condition = chain.partition(" if: ")
        ids = line.split()
        for source, target in pairwise(ids):
            inner = f"<conditionExpression>{escape(condition)}</conditionExpression>" if condition else ""
            ends = f'sourceRef="{source}" targetRef="{target}"'
            out.append(f'<sequenceFlow id="{source}-{target}" {ends}>{inner}</sequenceFlow>')
    return "".join(out)


def process(body: str, ident: str = "p", attributes: str = 'isExecutable="true"') -> str:
    """One process around nodes and flows."""
    return f'<process id="{ident}" {attributes}>{body}</process>'


def document(*processes: str, extra: str = "") -> bytes:
    """A BPMN file; a body without a process is put into the process `p`."""
    wrapped = [
        part if part.startswith(("<process", "<collaboration")) else process(part) for part in processes
    ]
    head = f'<definitions xmlns="{BPMN}" xmlns:querela="{QUERELA}" id="d" targetNamespace="urn:test">'
    return f"{head}{REFERABLE}{extra}{''.join(wrapped)}</definitions>".encode()


def package(data: bytes, also: dict[str, bytes] | None = None) -> Package:
    """A lone diagram, `d.bpmn`, with others beside it."""
    also = also or {}
    return Package("d", "d", "d.bpmn", {"d.bpmn": data, **also}, tuple(also))


def whole(data: bytes, files: dict[str, bytes] | None = None) -> Package:
    """The diagram as a package of its own; the other files are told apart by their endings."""
    files = {"package.toml": b"", **(files or {})}

    def ending(*ends: str) -> tuple[str, ...]:
        return tuple(name for name in files if name.endswith(ends))

    return Package(
        "d",
        "d",
        "d.bpmn",
        {"d.bpmn": data, **files},
        ending(".bpmn"),
        ending(".dmn"),
        ending(".form"),
        ending(".md"),
    )


def findings_of(rule: str, *bodies: str | bytes, extra: str = "", in_package: bool = False) -> list[Finding]:
    """What one rule says about a diagram given as bodies of processes, or as a whole file."""
    body = bodies[0]
    data = body if isinstance(body, bytes) else document(*map(str, bodies), extra=extra)
    wrapped = whole(data) if in_package else package(data)
    return [finding for finding in check(wrapped, Checkers()) if finding.rule == rule]
