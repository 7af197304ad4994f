"""What events let happen: messages, signals, errors, escalations, ends."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.events.process import MessageThrown, SignalThrown
from engine.model.step import MailRequest, Thrown
from engine.spiff.run import words
from engine.spiff.run.waits import MESSAGE, SIGNAL
from engine.spiff.specs.definitions import (
    CancelEventDefinition,
    ErrorEventDefinition,
    EscalationEventDefinition,
    MessageEventDefinition,
    SignalEventDefinition,
    TerminateEventDefinition,
    best_match,
)

if TYPE_CHECKING:
    from engine.spiff.run.instance import Instance
    from engine.spiff.run.token import Token
    from engine.spiff.specs.activities import EventSubprocess
    from engine.spiff.specs.definitions import EventDefinition
    from engine.spiff.specs.events import BoundaryEvent


@dataclass(frozen=True, slots=True)
class Letter:
    """What a node sends: a mail, a message or signal with its mapped inputs, nothing without a mapping."""

    key: object = None
    values: dict[str, object] = field(default_factory=dict)
    mail: MailRequest | None = None


class Throws:
    """Carries events from where they are thrown to where they are caught."""

    def __init__(self, instance: "Instance") -> None:
        self.instance = instance

    def letter(self, token: "Token") -> Letter:
        """What the token's node sends, put together before anything is sent. Raises Failure."""
        node = token.task_spec
        mail = self._mail(token, node.extras.mail) if node.extras.mail else None
        key = token.evaluate(node.extras.key) if node.extras.key else None
        return Letter(key, self._values(token), mail)

    def _values(self, token: "Token") -> dict[str, object]:
        """The mapped inputs; those of an activity were mapped when it started."""
        node = token.task_spec
        if not node.is_activity:
            variables = self.instance.variables
            return {
                **variables.computed(token, node.data_inputs),
                **variables.mapped(token, node.extras.inputs),
            }
        loop = node.loop
        own = {"loopCounter", loop.item} if loop is not None else set()
        return {name: value for name, value in (token.local or {}).items() if name not in own}

    def _mail(self, token: "Token", mail: str) -> MailRequest:
        node = token.task_spec
        to = words.names(token, node.extras.to, "the recipient")
        return MailRequest(node.bpmn_id, node.label, mail, to, self.instance.now, dict(token.data))

    def happen(self, token: "Token", letter: Letter) -> None:
        """Send the mail and let the node's events happen, in document order, as long as its token lives."""
        if letter.mail is not None:
            self.instance.journal.mails.append(letter.mail)
        for trigger in token.task_spec.triggers:
            if isinstance(trigger, MessageEventDefinition | SignalEventDefinition):
                self.send(token, trigger, letter)
            elif isinstance(trigger, ErrorEventDefinition):
                self.error(token, trigger)
            elif isinstance(trigger, EscalationEventDefinition):
                self.catch(token, trigger)
            elif isinstance(trigger, TerminateEventDefinition):
                token.workflow.todo = []
                self.instance.tokens.cancel_all(token.workflow, but=token)
            elif isinstance(trigger, CancelEventDefinition):
                self._leave_transaction(token, trigger)
            if not token.is_listed:
                return

    # ---- messages and signals

    def send(self, token: "Token", trigger: "EventDefinition", letter: Letter) -> None:
        """A message reaches the oldest that waits here or leaves the instance; a signal does both."""
        journal = self.instance.journal
        where = journal.at(token.task_spec)
        if isinstance(trigger, MessageEventDefinition):
            journal.tell(MessageThrown(**where, message=trigger.name))
            if not self.instance.waits.deliver(MESSAGE, trigger.name, letter.values, letter.key):
                journal.thrown.append(Thrown(MESSAGE, trigger.name, letter.key, letter.values))
        else:
            journal.tell(SignalThrown(**where, signal=trigger.name))
            journal.thrown.append(Thrown(SIGNAL, trigger.name, letter.key, letter.values))
            self.instance.waits.deliver(SIGNAL, trigger.name, letter.values)

    # ---- errors and escalations

    def error(self, token: "Token", error: "EventDefinition") -> None:
        """The innermost catcher takes over; without one the whole instance has failed."""
        if self.catch(token, error):
            self.instance.tokens.drop(token)
            return
        self.instance.fail(token, error.name or "", error.code)

    def catch(self, token: "Token", thrown: "EventDefinition") -> bool:
        """Whether anything catches it, from the node outwards: boundaries, handlers, then further out.

        Source: BPMN 2.0.2, 10.5.7.
        """
        here: Token | None = token
        while here is not None:
            if here.body is not None:
                here = self.instance.tokens.by_id[here.body]
            scope = here.workflow
            boundary = self._boundary_for(here, thrown)
            if boundary is not None:
                self.boundary(here, boundary)
                return True
            handler = self._handler_for(here, thrown)
            if handler is not None:
                self.instance.scopes.handle(scope, handler)
                return True
            here = None if scope is self.instance else scope.owner
        return False

    def _boundary_for(self, token: "Token", thrown: "EventDefinition") -> "BoundaryEvent | None":
        boundaries = token.workflow.spec.boundaries.get(token.task_spec.bpmn_id, [])
        fits = {b: best_match(b.triggers, thrown) for b in boundaries}
        return next((b for rank in (0, 1) for b in boundaries if fits[b] == rank), None)

    def _handler_for(self, token: "Token", thrown: "EventDefinition") -> "EventSubprocess | None":
        """A handler does not catch what it throws itself."""
        scope = token.workflow
        if scope.interrupted:
            return None
        handlers = [h for h in scope.spec.handlers if h is not token.task_spec]
        fits = {h: best_match(h.triggers, thrown) for h in handlers}
        return next((h for rank in (0, 1) for h in handlers if fits[h] == rank), None)

    def boundary(
        self, host: "Token", boundary: "BoundaryEvent", values: dict[str, object] | None = None
    ) -> None:
        """A boundary event has come: it ends its activity, unless it runs beside it."""
        scope = host.workflow
        branch = self.instance.tokens.next_id
        if boundary.cancel_activity:
            branch = host.branch
            self.instance.tokens.cancel(host)
        self.instance.tokens.emit(scope, boundary, payload=values, branch=branch)

    def _leave_transaction(self, token: "Token", trigger: "EventDefinition") -> None:
        owner = token.workflow.owner
        if owner.body is not None:
            owner = self.instance.tokens.by_id[owner.body]
        boundary = self._boundary_for(owner, trigger)
        if boundary is not None:
            self.boundary(owner, boundary)
