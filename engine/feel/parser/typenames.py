"""Types as they are written: `number`, `list<string>`, `context<a: number>`, `function<number> -> string`.

Source: DMN 1.5, 10.3.1.2 (grammar rules 52 and 53).
"""

from engine.feel.ast import TypeName
from engine.feel.names import NameTable
from engine.feel.parser.cursor import Cursor

TYPE_NAMES = NameTable(("date and time", "days and time duration", "years and months duration"))


class TypeNames(Cursor):
    """Reads the name of a type."""

    def type_name(self) -> TypeName:
        """The type that begins here."""
        with self.enclosed():
            if self.token.kind != "name":
                self.fail(f"Expected the name of a type but found {self.found()}.")
            if self.ahead().text == "<":
                return self._generic()
            return TypeName(self._qualified())

    def _qualified(self) -> str:
        name = self.known_name([TYPE_NAMES, *self.tables]) or self.name()
        while self.sees(".") and self.ahead().kind == "name":
            self.advance()
            name += f".{self.name(after_dot=True)}"
        return name

    def _generic(self) -> TypeName:
        word = self.advance().text
        self.expect("<")
        names: list[str] = []
        arguments: list[TypeName] = []
        while not self.sees(">"):
            if word == "context":
                names.append(self._entry_name())
            arguments.append(self.type_name())
            if not self.accept(","):
                break
        self.expect(">")
        if word == "function":
            self.expect("->")
            arguments.append(self.type_name())
        elif word not in ("list", "range", "context") or (word != "context" and len(arguments) != 1):
            self.fail(f"There is no type '{word}' with these parts between angle brackets.")
        return TypeName(word, tuple(arguments), tuple(names))

    def _entry_name(self) -> str:
        name = self.name_before(":")
        if name is None:
            self.fail(f"Expected a name and a colon but found {self.found()}.")
        self.expect(":")
        return name
