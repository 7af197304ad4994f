"""FEEL in place of Python: SpiffWorkflow's script engine with nothing of Python left in it."""

from collections.abc import Callable, Mapping, MutableMapping
from datetime import datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.script_engine import BasePythonScriptEngineEnvironment, PythonScriptEngine

from engine.feel import FeelError, FeelSyntaxError, evaluate, parse
from engine.feel.layers import Fixed, Layers
from engine.feel.values import Function, Range, from_python
from engine.feel.values.convert import settled
from engine.ports.runtime import Surroundings
from engine.spiff.failure import Failure

if TYPE_CHECKING:
    from engine.spiff.run.token import Token

Names = Mapping[str, object]
Functions = Mapping[str, Callable[..., object]]


@lru_cache(maxsize=2048)
def bare(expression: str) -> str:
    """The expression without the leading `=` that some modelers write."""
    text = expression.strip()
    return text[1:].lstrip() if text.startswith("=") else text


class FeelEnvironment(BasePythonScriptEngineEnvironment):
    """Evaluates at one instant, with the facts and functions that the host lends."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around = around
        self.at = around.now
        self._functions: dict[datetime, Functions] = {}
        self._seen: Layers | None = None

    @cached_property
    def facts(self) -> Fixed:
        """What the host tells of the case, as FEEL values."""
        return Fixed({name: _taken_in(value) for name, value in self.around.facts.items()})

    def around_of(self, context: Names) -> Layers:
        """The facts above the variables; those of the last are kept, since expressions come in packs."""
        seen = self._seen
        if seen is None or seen.maps[1] is not context:
            self._seen = seen = Layers(self.facts, context)  # type: ignore[arg-type]
        return seen

    def evaluate(
        self,
        expression: str,
        context: Names,
        external_context: Names | None = None,
        *,
        native: bool = False,
    ) -> object:
        """The value of a FEEL expression; `native`: what it reads are FEEL values already.

        Raises:
            Failure: it cannot be read or takes too long.
        """
        names = self.around_of(context)
        if external_context:
            names = Layers(external_context, *names.maps)  # type: ignore[arg-type]
        try:
            return evaluate(
                bare(expression),
                names,
                now=self.at,
                functions=self.functions(),
                zone=self.around.zone,
                native=native,
            )
        except FeelError as error:
            raise Failure(f"the expression “{_short(expression)}” failed: {error}") from error

    def execute(
        self,
        script: str,
        context: MutableMapping[str, object],
        external_context: Names | None = None,
        *,
        native: bool = False,
    ) -> dict[str, object]:
        """The entries of a FEEL context. Raises Failure when the script gives something else."""
        value = self.evaluate(script, context, external_context, native=native)
        if not isinstance(value, dict):
            raise Failure("a script must give a context, such as {total: 1}")
        return value

    def call_service(self, context: Names, **_kwargs: object) -> object:
        """Refused: nothing outside is called from here."""
        raise Failure("this engine calls no services")

    def functions(self) -> Functions:
        """The host's functions for the present instant."""
        if self.at not in self._functions:
            self._functions[self.at] = self.around.functions(self.at)
        return self._functions[self.at]


class FeelEngine(PythonScriptEngine):
    """SpiffWorkflow's hooks for expressions and scripts, answered by FEEL."""

    environment: FeelEnvironment

    def __init__(self, around: Surroundings) -> None:
        super().__init__(FeelEnvironment(around))

    def validate(self, expression: str) -> None:
        """Raise SyntaxError when the text is no FEEL."""
        try:
            parse(bare(expression))
        except FeelSyntaxError as error:
            raise SyntaxError(str(error)) from error

    def evaluate(self, task: "Token", expression: str, external_context: Names | None = None) -> object:
        """The value of an expression as a token sees it. Raises Failure."""
        if not external_context:
            return self.environment.evaluate(expression, task.data, native=True)
        extra = {name: from_python(value) for name, value in external_context.items()}
        return self.environment.evaluate(expression, task.data, extra, native=True)

    def execute(self, task: "Token", script: str, external_context: Names | None = None) -> bool:
        """Run a script: its entries become variables. Raises Failure."""
        extra = {name: from_python(value) for name, value in (external_context or {}).items()}
        values = self.environment.execute(script, task.data, extra, native=True)
        for name, value in values.items():
            if isinstance(value, Function | Range):
                raise Failure(f"“{name}” would be a function or a range, which a variable cannot hold")
        task.instance.variables.write(task, values)
        return True

    def call_service(self, task: "Token", **kwargs: object) -> object:
        """Refused: nothing outside is called from here."""
        return self.environment.call_service(task.data, **kwargs)


def _taken_in(fact: object) -> object:
    """The fact as a FEEL value; null where it has no place in FEEL."""
    try:
        return settled(fact)
    except FeelError:
        return None


def _short(expression: str) -> str:
    text = " ".join(expression.split())
    return text if len(text) <= 80 else f"{text[:79]}…"
