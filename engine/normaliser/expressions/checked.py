"""What was written is read again by this engine's own FEEL before it is believed."""

from collections.abc import Iterable, Iterator

from engine.feel import FeelSyntaxError, parse
from engine.feel.ast import Call, Name, Node
from engine.feel.builtins import BUILTINS
from engine.feel.references import children
from engine.normaliser.expressions.result import Translated, Untranslatable, refused


def checked(feel: str, names: Iterable[str], notes: Iterable[str]) -> Translated:
    """The translation, if FEEL reads it and finds exactly these variables in it; else a refusal."""
    wanted = tuple(names)
    try:
        parsed = parse(feel, names=wanted)
    except FeelSyntaxError as error:
        return refused(f"What it would be in FEEL cannot be read: {error}")
    if parsed.references() != frozenset(wanted):
        return refused("A name in it means something else in FEEL.")
    differences = list(notes)
    return Translated(feel, _sentence(differences), not differences, wanted)


def _sentence(differences: list[str]) -> str:
    if not differences:
        return ""
    text = "; ".join(differences)
    return f"{text[0].upper()}{text[1:]}."


def passed_through(text: str) -> Translated:
    """FEEL as it stands, where this engine can read it and knows every function.

    Raises:
        Untranslatable: it cannot be read here, or calls an unknown function.
    """
    feel = text.strip().removeprefix("=").strip()
    try:
        parsed = parse(feel)
    except FeelSyntaxError as error:
        raise Untranslatable(f"It cannot be read as FEEL: {error}") from None
    for name in _called(parsed.root):
        if name not in BUILTINS and name not in _declared(parsed.root):
            raise Untranslatable(f"The function “{name}” is not part of FEEL as the standard has it.")
    return Translated(feel, "", True, tuple(sorted(parsed.references())))


def _nodes(root: Node) -> Iterator[Node]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node))


def _called(root: Node) -> Iterator[str]:
    for node in _nodes(root):
        if isinstance(node, Call) and isinstance(node.callee, Name):
            yield node.callee.name


def _declared(root: Node) -> frozenset[str]:
    """Names that the expression itself gives to functions, as far as contexts have them."""
    from engine.feel.ast import ContextLiteral

    return frozenset(
        key for node in _nodes(root) if isinstance(node, ContextLiteral) for key, _ in node.entries
    )
