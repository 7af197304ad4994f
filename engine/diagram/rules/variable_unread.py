"""A variable that a step sets is read somewhere."""

import re
from collections.abc import Iterator

from engine.diagram.expressions import expressions
from engine.diagram.mails import LETTER_NAMES
from engine.diagram.model import Diagram, Node
from engine.diagram.rule import Report, Rule, Setting
from engine.diagram.setters import known_of
from engine.feel import FeelSyntaxError, parse
from engine.model.findings import Severity

_WORD = re.compile(r"[^\W\d]\w*")


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    if not setting.whole:
        return
    read = _words_of_files(setting)
    for other in setting.diagrams.values():
        for found in expressions(other):
            read |= _read(found.text)
    written = _written(diagram, setting)
    for name in sorted(written.keys() - read - LETTER_NAMES):
        node = written[name]
        if all(word not in read for word in _WORD.findall(name)):
            message = f"{node} sets “{name}”, which nothing reads."
            yield Report(node, message, "Look for a slip in its name, or remove it.")


def _written(diagram: Diagram, setting: Setting) -> dict[str, Node]:
    """Variables that scripts, decisions and mappings set, with the first node that does."""
    found: dict[str, Node] = {}
    for name, setters in known_of(diagram, setting).setters.items():
        nodes = [one.node for one in setters if one.node is not None and one.node.type != "userTask"]
        if nodes and "." not in name:
            found[name] = min(nodes, key=lambda node: node.id or "")
    return found


def _words_of_files(setting: Setting) -> set[str]:
    """Words of forms, decisions, mails and deadlines: more than they read, never less."""
    package = setting.package
    names = (*package.forms, *package.decisions, *package.messages, "package.toml")
    texts = [package.files[name].decode("utf-8", "replace") for name in names if name in package.files]
    return {word for text in texts for word in _WORD.findall(text)}


def _read(text: str) -> set[str]:
    """Names that an expression reads; the keys of a context are what it sets."""
    try:
        parsed = parse(text)
    except FeelSyntaxError:
        return set(_WORD.findall(text))
    return {word for name in parsed.references() for word in (name, *_WORD.findall(name))}


rule = Rule("variable-unread", Severity.INFO, check)
