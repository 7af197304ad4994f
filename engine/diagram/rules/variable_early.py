"""A variable is set before it is read for the first time."""

from collections.abc import Iterator

from engine.diagram.expressions import HOST_NAMES, Expression, expressions
from engine.diagram.model import Diagram, Flow, Node
from engine.diagram.order import Order, orders
from engine.diagram.rule import Report, Rule, Setting
from engine.diagram.setters import Known, known_of
from engine.diagram.variables import known_names
from engine.feel import FeelSyntaxError, parse
from engine.model.findings import Severity

MAX_WORK = 3_000_000  #: places looked at in one diagram


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    names = HOST_NAMES | setting.names | known_names(diagram)
    known = known_of(diagram, setting)
    order_of = {order.process: order for order in orders(diagram)}
    work = MAX_WORK
    told: set[tuple[Node, str]] = set()
    for found in expressions(diagram):
        reader = _reader(found)
        if reader is None or found.open or found.role in ("output", "context"):
            continue
        try:
            read = parse(found.text, names=names | found.names).references()
        except FeelSyntaxError:
            continue  # expression-syntax says so
        asked = [name for name in sorted(read - found.names) if _to_ask(name, known, reader)]
        order = order_of[reader.scope.process]
        if asked and work > 0:
            before = _before(order, reader)
            work -= len(order.next)
            for name in asked:
                if (reader, name) not in told and not _set_in(before, name, known):
                    told.add((reader, name))
                    yield _early(found, reader, name)


def _reader(found: Expression) -> Node | None:
    return found.at.source if isinstance(found.at, Flow) else found.at if isinstance(found.at, Node) else None


def _to_ask(name: str, known: Known, reader: Node) -> bool:
    """Whether some node of the same process sets it, and the variable is not given from outside."""
    nodes = [setter.node for setter in known.setters.get(name, [])]
    return bool(nodes) and all(
        node is not None and node.scope.process is reader.scope.process for node in nodes
    )


def _before(order: Order, reader: Node) -> set[Node]:
    """Nodes to which a token can come without the reader having run."""
    return {node for node, _ in order.reach(lambda place: place[0] is not reader)}


def _set_in(before: set[Node], name: str, known: Known) -> bool:
    return any(node in before for node in known.open) or any(
        setter.node in before for setter in known.setters[name] if setter.node is not None
    )


def _early(found: Expression, reader: Node, name: str) -> Report:
    what = found.what[0].upper() + found.what[1:]
    message = f"{what} reads “{name}”, but nothing sets it before {reader} has run: it is null then."
    return Report(found.at, message, "Set it in a step before, or ask for it later.", line=found.line)


rule = Rule("variable-early", Severity.WARNING, check)
