"""Literals, names, lists, contexts, ranges and whatever stands in brackets."""

from decimal import Decimal, DecimalException

from engine.feel.ast import (
    AtLiteral,
    Call,
    ContextLiteral,
    Descendants,
    Filter,
    ListLiteral,
    Literal,
    Name,
    Node,
    Path,
    RangeLiteral,
)
from engine.feel.lexer import unescape
from engine.feel.numbers import CONTEXT
from engine.feel.parser.control import Control
from engine.feel.parser.cursor import KEYWORDS

_CONSTANTS = {"true": True, "false": False, "null": None}
_OPENERS = frozenset({"number", "string"})
_AFTER_RANGE = frozenset({"and", "or", "then", "else", "return", "satisfies", "in", "between", "instance"})


class Primaries(Control):
    """Reads the parts that operators join."""

    def primary(self) -> Node:
        """The value that begins here, with the paths, filters and calls that follow it."""
        node = self._start()
        links = 0
        while True:
            following = self._link(node)
            if following is None:
                self.nesting -= links
                return node
            node = following
            links += 1
            self.deeper()

    def _start(self) -> Node:
        token = self.token
        if token.kind == "number":
            return self._number()
        if token.kind == "string":
            return Literal(self.advance().start, unescape(token.text))
        if token.kind == "name":
            return self._word()
        if token.text in ("(", "[", "]", "{", "@"):
            return self._bracketed()
        self.fail(f"Expected a value but found {self.found()}.")

    def _number(self) -> Node:
        token = self.advance()
        try:
            return Literal(token.start, CONTEXT.create_decimal(Decimal(token.text)))
        except DecimalException:
            self.fail("The number is too large.", token.start)

    def _word(self) -> Node:
        token = self.token
        control = self.control(token)
        if control is not None:
            return control
        known = self.known_name(self.tables)
        if known is not None:
            return Name(token.start, known)
        if token.text in _CONSTANTS:
            self.advance()
            return Literal(token.start, _CONSTANTS[token.text])
        if token.text in KEYWORDS:
            self.fail(f"Expected a value but found {self.found()}.")
        return Name(token.start, self.name())

    def _bracketed(self) -> Node:
        token = self.advance()
        if token.text == "@":
            if self.token.kind != "string":
                self.fail(f"Expected a text in quotation marks after '@' but found {self.found()}.")
            return AtLiteral(token.start, unescape(self.advance().text))
        with self.enclosed():
            if token.text == "{":
                return self._context(token.start)
            if token.text == "[":
                return self._list_or_range(token.start)
            return self._group(token.start, only_range=token.text == "]")

    def _group(self, pos: int, *, only_range: bool) -> Node:
        inner = self.expression()
        if self.sees(".."):
            return self.range_from(pos, inner, low_closed=False)
        if only_range:
            self.fail(f"Expected '..' but found {self.found()}.")
        self.expect(")")
        return inner

    def _list_or_range(self, pos: int) -> Node:
        items: list[Node] = []
        while not self.sees("]"):
            items.append(self.expression())
            if len(items) == 1 and self.sees(".."):
                return self.range_from(pos, items[0], low_closed=True)
            if not self.accept(","):
                break
        self.expect("]")
        return ListLiteral(pos, tuple(items))

    def range_from(self, pos: int, low: Node, *, low_closed: bool) -> RangeLiteral:
        """The range whose low endpoint has been read."""
        self.expect("..")
        saved, self.high_endpoint = self.high_endpoint, True
        high = self.expression()
        self.high_endpoint = saved
        if not self.sees("]", ")", "["):
            self.fail(f"Expected the bracket that ends the range but found {self.found()}.")
        return RangeLiteral(pos, low, high, low_closed, self.advance().text == "]")

    def _context(self, pos: int) -> Node:
        entries: list[tuple[str, Node]] = []
        doubled: int | None = None
        with self.scope() as names:
            while not self.sees("}"):
                key_at = self.token.start
                key = self._key()
                if doubled is None and any(key == name for name, _ in entries):
                    doubled = key_at
                self.expect(":")
                entries.append((key, self.expression()))
                names.add(key)
                self.keys.add(key)
                if not self.accept(","):
                    break
        self.expect("}")
        return ContextLiteral(pos, tuple(entries), doubled)

    def _key(self) -> str:
        if self.token.kind == "string":
            return unescape(self.advance().text)
        name = self.name_before(":")
        if name is None:
            self.fail(f"Expected the name of an entry and a colon but found {self.found()}.")
        return name

    def _link(self, base: Node) -> Node | None:
        token = self.token
        if token.kind != "op":
            return None
        if token.text in (".", "..."):
            return self._path(base)
        if token.text == "[" and not (self.high_endpoint and self._closes()):
            return self._filter(base)
        return self._call(base) if token.text == "(" else None

    def _closes(self) -> bool:
        """Whether the `[` ends a range: a filter would go on with a value."""
        after = self.ahead()
        if after.kind in _OPENERS or (after.kind == "op" and after.text in ("(", "[", "{", "@", "-")):
            return False
        return after.kind != "name" or after.text in _AFTER_RANGE

    def _path(self, base: Node) -> Node:
        mark = self.advance()
        if self.token.kind != "name":
            self.fail(f"Expected a name after '{mark.text}' but found {self.found()}.")
        key = self.name(after_dot=True)
        return Path(mark.start, base, key) if mark.text == "." else Descendants(mark.start, base, key)

    def _filter(self, base: Node) -> Node:
        start = self.advance().start
        with self.enclosed():
            self.tables.append(self.keys)
            test = self.expression()
            self.tables.pop()
            self.expect("]")
        return Filter(start, base, test)

    def _call(self, callee: Node) -> Node:
        start = self.advance().start
        names: list[str] = []
        args: list[Node] = []
        with self.enclosed():
            while not self.sees(")"):
                name = self._argument_name()
                if name is not None:
                    names.append(name)
                args.append(self.expression())
                if not self.accept(","):
                    break
            self.expect(")")
        if names and (len(names) != len(args) or len(set(names)) != len(names)):
            self.fail("Give either every argument a name of its own, or none.", start)
        return Call(start, callee, tuple(args), tuple(names) if names else None)

    def _argument_name(self) -> str | None:
        name = self.name_before(":")
        if name is not None:
            self.expect(":")
        return name
