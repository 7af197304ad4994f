"""Literals, names and paths."""

from engine.feel.ast import AtLiteral, Descendants, Literal, Name, Path
from engine.feel.compile.code import Code, Frame, Scope, compile_node, compiles
from engine.feel.errors import Undefined
from engine.feel.layers import ABSENT
from engine.feel.properties import descendants, property_of
from engine.feel.runtime import Run
from engine.feel.values.kinds import SCALARS
from engine.feel.values.lexical import read_at_literal

Value = object


@compiles(Literal)
def literal(node: Literal, scope: Scope | None) -> Code:
    """The value itself."""
    value = node.value
    return lambda run, frame: value


@compiles(AtLiteral)
def at_literal(node: AtLiteral, scope: Scope | None) -> Code:
    """The date, time or duration; null if the text is none."""
    try:
        value = read_at_literal(node.text)
    except Undefined as why:
        reason = str(why)

        def undefined(run: Run, frame: Frame) -> Value:
            run.warn(node.pos, reason)
            return None

        return undefined
    return lambda run, frame: value


@compiles(Name)
def name(node: Name, scope: Scope | None) -> Code:
    """The value that the innermost scope gives the name, at last the variables."""
    return lookup(node.name, node.pos, scope)


def lookup(wanted: str, pos: int, scope: Scope | None) -> Code:
    """The closure that reads a name; entries of filtered items come before what stands outside the filter."""
    depth = 0
    filters: list[int] = []
    found: Code | None = None
    while scope is not None and found is None:
        if scope.is_filter:
            filters.append(depth)
        if wanted in scope.names:
            scope.used.add(wanted)
            found = _local(depth, scope.names.index(wanted) + 1)
        depth += 1
        scope = scope.parent
    code = found or _variable(wanted, pos)
    for level in reversed(filters):
        code = _entry(level, wanted, code)
    return code


def _variable(wanted: str, pos: int) -> Code:
    def read(run: Run, frame: Frame) -> Value:
        value = run.variables.get(wanted, ABSENT)
        if type(value) in SCALARS:
            return value
        return run.read(wanted, pos) if value is ABSENT else run.held(wanted, value, pos)

    return read


def _local(depth: int, index: int) -> Code:
    if depth == 0:
        return lambda run, frame: frame[index]
    if depth == 1:
        return lambda run, frame: frame[0][index]

    def read(run: Run, frame: Frame) -> Value:
        for _ in range(depth):
            frame = frame[0]
        return frame[index]

    return read


def _entry(depth: int, wanted: str, otherwise: Code) -> Code:
    def read(run: Run, frame: Frame) -> Value:
        around = frame
        for _ in range(depth):
            around = around[0]
        item = around[1]
        if type(item) is dict and wanted in item:
            return item[wanted]
        return otherwise(run, frame)

    return read


@compiles(Path)
def path(node: Path, scope: Scope | None) -> Code:
    """The entry or property of that name, of every item where the base is a list."""
    base = compile_node(node.base, scope)
    key, pos = node.key, node.pos

    def read(run: Run, frame: Frame) -> Value:
        value = base(run, frame)
        if type(value) is dict and key in value:
            return value[key]
        try:
            return property_of(value, key, run.meter)
        except Undefined as why:
            run.warn(pos, why)
            return None

    return read


@compiles(Descendants)
def descendant_path(node: Descendants, scope: Scope | None) -> Code:
    """The entries of that name at every depth."""
    base = compile_node(node.base, scope)
    key = node.key
    return lambda run, frame: descendants(base(run, frame), key, run.meter)
