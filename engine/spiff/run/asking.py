"""Decisions that the instance asks of its host."""

from typing import TYPE_CHECKING

from engine.errors import Refused
from engine.events.process import DecisionMade
from engine.feel import FeelError
from engine.feel.values import from_python
from engine.spiff.failure import Failure

if TYPE_CHECKING:
    from engine.spiff.run.instance import Instance
    from engine.spiff.run.token import Token


class Asking:
    """Asks through the port that the host gave."""

    def __init__(self, instance: "Instance") -> None:
        self.instance = instance

    def decide(self, token: "Token", decision: str, result: str | None) -> None:
        """Ask a decision and keep its answer as a variable. Raises Failure."""
        instance = self.instance
        try:
            decided = instance.decisions.decide(
                instance.package,
                decision,
                instance.variables.visible(token),
                instance.now,
                instance.around.zone,
                instance.feel.functions(),
            )
            value = from_python(decided.value)
        except (Refused, FeelError) as error:
            raise Failure(f"the decision “{decision}” failed: {error}") from error
        where = instance.journal.at(token.task_spec)
        instance.journal.tell(
            DecisionMade(**where, decision=decision, inputs=decided.inputs, result=value, rules=decided.rules)
        )
        if result:
            instance.variables.write(token, {result: value})
        elif isinstance(value, dict):
            instance.variables.write(token, value)
