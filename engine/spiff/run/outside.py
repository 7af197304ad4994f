"""What reaches out of the instance: decisions asked, mails and messages sent."""

from typing import TYPE_CHECKING

from engine.errors import Refused
from engine.events.process import DecisionMade
from engine.feel import FeelError
from engine.feel.values import from_python
from engine.model.step import MailRequest
from engine.spiff.failure import Failure
from engine.spiff.run import words
from engine.spiff.run.throws import Letter

if TYPE_CHECKING:
    from engine.spiff.run.instance import Instance
    from engine.spiff.run.token import Token


class Outside:
    """Asks decisions and hands over mails; both through what the host gave."""

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
                instance.script_engine.environment.functions(),
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

    def letter(self, token: "Token") -> "Letter | MailRequest | None":
        """What the token's node will send, put together before anything is sent. Raises Failure."""
        node = token.task_spec
        if not node.throws or token.turns is not None:
            return None
        if node.extras.mail:
            return MailRequest(
                element=node.bpmn_id,
                name=node.label,
                mail=node.extras.mail,
                to=words.names(token, node.extras.to, "the recipient"),
                at=self.instance.now,
                values=dict(token.data),
            )
        return self.instance.throws.letter(token) if node.triggers else None

    def send(self, token: "Token", letter: "Letter | MailRequest | None") -> None:
        """Hand over the mail, or let the node's events happen."""
        if isinstance(letter, MailRequest):
            self.instance.journal.mails.append(letter)
            letter = Letter()
        if letter is not None and token.task_spec.triggers:
            self.instance.throws.happen(token, letter)
