"""Scripts that only set variables, translated to a FEEL context."""

import re

from engine.normaliser.expressions.checked import checked, passed_through
from engine.normaliser.expressions.dialects import JAVA, JAVASCRIPT, MVEL, Dialect, of_hint
from engine.normaliser.expressions.emit import VENDOR_OBJECTS, Emitter
from engine.normaliser.expressions.grammar import Parser
from engine.normaliser.expressions.result import Translated, Untranslatable, refused
from engine.normaliser.expressions.tokens import MAX_TEXT, Token
from engine.normaliser.expressions.tree import Call, Literal, Node, Variable
from engine.normaliser.expressions.writing import is_name

MAX_STATEMENTS = 100

_SETTERS = frozenset("setVariable setVariableLocal".split())
_DECLARES = frozenset(
    "var let const def final String Integer int long Long double Double boolean Boolean Object BigDecimal "
    "float Float Number List Map".split()
)
_PRINTS = frozenset("println print log info debug".split())
_GOES_ON = re.compile(r"\n\s*[-+(\[]")


def translate_script(text: str, language: str | None = None) -> Translated:
    """A FEEL context whose entries are the variables that the script sets, in the order in which it does.

    Only scripts that set variables one after the other have one; all others are refused with the reason.
    """
    if len(text) > MAX_TEXT:
        return refused(f"The script is longer than {MAX_TEXT} characters.")
    if not text.strip():
        return refused("The script is empty.")
    hint = (language or "").strip().lower()
    try:
        if hint == "feel" or (text.strip().startswith(("=", "{")) and not hint):
            return passed_through(text)
        dialect = of_hint(hint) if hint else JAVASCRIPT
        if dialect is None:
            raise Untranslatable(f"The language “{hint[:80]}” is not known.")
        if _GOES_ON.search(text):
            raise Untranslatable("A line begins so that it could belong to the one before.")
        return _Script(text, dialect).context()
    except Untranslatable as reason:
        return refused(str(reason))


class _Script(Parser):
    """Statements one after the other."""

    def __init__(self, text: str, dialect: Dialect) -> None:
        super().__init__(text, MVEL if dialect is JAVA else dialect)
        self.text = text
        self.emitter = Emitter(self.dialect)
        self.entries: dict[str, str] = {}
        self.reads: dict[str, None] = {}

    def context(self) -> Translated:
        """The context of all statements."""
        for _ in range(MAX_STATEMENTS):
            while self.accept(";"):
                pass
            if self.token.kind == "end":
                break
            self._statement()
        else:
            raise Untranslatable(f"The script has more than {MAX_STATEMENTS} steps.")
        if not self.entries:
            raise Untranslatable("The script sets no variable.")
        written = ", ".join(f"{name}: {feel}" for name, feel in self.entries.items())
        return checked(f"{{{written}}}", self.reads, self.emitter.notes)

    def _statement(self) -> None:
        if self.token.kind == "name" and self.token.text in _DECLARES and self._peek().kind == "name":
            self.advance()
            self.emitter.note("a variable that was only the script's own becomes one of the process")
        target = self.token
        if target.kind == "name" and self._peek().text == "=" and self._peek().kind == "op":
            self.advance()
            self.advance()
            self._set(target.text, self.expression())
        else:
            self._called(self.expression())
        if self.token.kind != "end" and not self._on_new_line():
            self.expect(";")

    def _on_new_line(self) -> bool:
        """Whether the present token begins a line, which ends the statement before without a semicolon."""
        before = self.tokens[self.at - 1]
        return "\n" in self.text[before.start : self.token.start]

    def _peek(self) -> Token:
        return self.tokens[min(self.at + 1, len(self.tokens) - 1)]

    def _called(self, node: Node) -> None:
        """A statement that is a call: one that sets a variable, or one that only prints."""
        if isinstance(node, Call) and isinstance(node.base, Variable) and node.base.name in VENDOR_OBJECTS:
            name = node.args[0].value if node.args and isinstance(node.args[0], Literal) else None
            if node.name in _SETTERS and len(node.args) == 2 and isinstance(name, str):
                self._set(name, node.args[1])
                return
        if isinstance(node, Call) and node.name in _PRINTS and _prints(node.base):
            self.emitter.note("what the script prints is left out")
            return
        raise Untranslatable("The script does more than set variables.")

    def _set(self, name: str, value: Node) -> None:
        if not is_name(name) or name in VENDOR_OBJECTS:
            raise Untranslatable(f"“{name}” cannot be the name of a variable in FEEL.")
        if name in self.entries and isinstance(value, Variable) and value.name == name:
            return  # a variable of the script handed on to the process under its own name
        if name in self.entries:
            raise Untranslatable(f"The script sets “{name}” more than once.")
        before = dict(self.emitter.names)
        self.emitter.names.clear()
        self.entries[name] = self.emitter.emit(value).text
        for read in self.emitter.names:
            if read not in self.entries or read == name:
                self.reads[read] = None
        self.emitter.names = before | self.emitter.names


def _prints(base: Node | None) -> bool:
    """Whether the object is one that only prints: `console`, `System.out`, `logger`, or none."""
    while base is not None and not isinstance(base, Variable):
        base = getattr(base, "base", None)
    return base is None or base.name in ("console", "System", "out", "logger", "log", "LOG", "Logger")
