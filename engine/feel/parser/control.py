"""`if`, `for`, `some`, `every` and `function`.

Source: DMN 1.5, 10.3.1.2 (grammar rules 44 to 47 and 55).
"""

from engine.feel.ast import For, FunctionDefinition, If, Iterator, Node, Quantified, TypeName
from engine.feel.lexer import Token
from engine.feel.names import NameTable
from engine.feel.parser.typenames import TypeNames


class Control(TypeNames):
    """Reads the expressions that begin with a keyword."""

    def control(self, token: Token) -> Node | None:
        """The expression that the keyword begins, or None if the token is no such keyword."""
        if token.text == "if":
            return self._if(token)
        if token.text == "for":
            return self._for(token)
        if token.text in ("some", "every"):
            return self._quantified(token)
        if token.text == "function" and self.ahead().text == "(":
            return self._function(token)
        return None

    def _if(self, token: Token) -> Node:
        branches: list[tuple[Node, Node]] = []
        with self.enclosed():
            while self.accept_word("if"):
                condition = self.expression()
                self.expect_word("then")
                branches.append((condition, self.expression()))
                self.expect_word("else")
            return If(token.start, tuple(branches), self.expression())

    def _for(self, token: Token) -> Node:
        self.advance()
        with self.enclosed(), self.scope() as names:
            iterators = self._iterators(names)
            self.expect_word("return")
            return For(token.start, iterators, self.expression())

    def _quantified(self, token: Token) -> Node:
        every = self.advance().text == "every"
        with self.enclosed(), self.scope() as names:
            iterators = self._iterators(names)
            self.expect_word("satisfies")
            return Quantified(token.start, every, iterators, self.expression())

    def _iterators(self, names: NameTable) -> tuple[Iterator, ...]:
        iterators = [self._iterator(names)]
        while self.accept(","):
            iterators.append(self._iterator(names))
        return tuple(iterators)

    def _iterator(self, names: NameTable) -> Iterator:
        start = self.token.start
        name = self.name_before("in")
        if name is None:
            self.fail(f"Expected a name and 'in' but found {self.found()}.")
        self.expect_word("in")
        first = self.expression()
        last = self.expression() if self.accept("..") else None
        names.add(name)
        return Iterator(start, name, first, last)

    def _function(self, token: Token) -> Node:
        self.advance()
        with self.enclosed(), self.scope() as names:
            parameters = self._parameters(names)
            external = self.accept_word("external")
            return FunctionDefinition(token.start, parameters, self.expression(), external)

    def _parameters(self, names: NameTable) -> tuple[tuple[str, TypeName | None], ...]:
        self.expect("(")
        parameters: list[tuple[str, TypeName | None]] = []
        while not self.sees(")"):
            name = self.name_before(":", ",", ")")
            if name is None:
                self.fail(f"Expected the name of a parameter but found {self.found()}.")
            names.add(name)
            parameters.append((name, self.type_name() if self.accept(":") else None))
            if not self.accept(","):
                break
        self.expect(")")
        return tuple(parameters)
