"""Steps that fail: each leaves an incident on its token, and is tried again from there."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from engine.events.process import IncidentRaised, IncidentRetried
from engine.model.step import Incident
from engine.spiff.failure import Failure
from engine.spiff.phase import Fault, Phase
from engine.spiff.run.token import Token

if TYPE_CHECKING:
    from engine.spiff.run.instance import Instance


class Faults:
    """The open incidents of an instance."""

    def __init__(self, instance: "Instance") -> None:
        self.instance = instance
        self.open: dict[int, Fault] = {}  #: by token

    def attempt(self, token: Token, phase: Phase, since: datetime | None = None) -> bool:
        """Whether the phase went well; if not, the token bears the incident.

        `since`: when it was due first, so that a wait that could not be armed counts from then.
        """
        try:
            if phase is Phase.WAIT:
                self.instance.waits.subscribe(token, since or self.instance.now)
            else:
                _WORK[phase](self.instance, token)
        except Failure as failure:
            self.bear(token, phase, str(failure), since)
            return False
        return True

    def bear(self, token: Token, phase: Phase, message: str, since: datetime | None = None) -> None:
        """Let a token bear an incident."""
        if phase is not Phase.STUCK:
            token._state = TaskState.ERROR
            self.instance.waits.has_changed(token)
        self.open[token.id] = Fault(phase, message, since or self.instance.now)
        where = self.instance.journal.at(token.task_spec)
        self.instance.journal.tell(IncidentRaised(**where, message=message, task=token.id))

    def retry(self) -> None:
        """Go on from every open incident."""
        for number, fault in list(self.open.items()):
            token = self.instance.tokens.by_id.get(number)
            if token is None or number not in self.open:
                continue
            del self.open[number]
            where = self.instance.journal.at(token.task_spec)
            self.instance.journal.tell(IncidentRetried(**where, task=number))
            self._again(token, fault)

    def _again(self, token: Token, fault: Fault) -> None:
        if fault.phase is Phase.STUCK:
            self.instance.touch(token.workflow)
        elif fault.phase in (Phase.RUN, Phase.LIMIT):
            self.instance.tokens.queue(token)
        else:
            waits = fault.phase in (Phase.ARRIVE, Phase.WAIT, Phase.LOOK)
            token._state = TaskState.WAITING if waits else TaskState.STARTED
            self.instance.waits.has_changed(token)
            self.instance.alarms.remember(token)
            self.attempt(token, fault.phase, since=fault.at)

    def forget(self, token: Token) -> None:
        """The token has gone, and its incident with it."""
        self.open.pop(token.id, None)

    def incidents(self) -> tuple[Incident, ...]:
        """All open incidents, oldest first."""
        found = []
        for number, fault in self.open.items():
            node = self.instance.tokens.by_id[number].task_spec
            found.append(Incident(number, node.bpmn_id, node.label, fault.message, fault.at))
        return tuple(found)


_WORK: "dict[Phase, Callable[[Instance, Token], object]]" = {
    Phase.ARRIVE: lambda _, token: token.task_spec.arrive(token),
    Phase.ENTER: lambda instance, token: instance.activities.enter(token),
    Phase.START: lambda instance, token: instance.activities.start(token),
    Phase.BEGIN: lambda _, token: token.task_spec.begin(token),
    Phase.LOOK: lambda instance, token: instance.waits.look_at(token),
    Phase.RUN: lambda _, token: token.run(),
    Phase.FINISH: lambda instance, token: instance.leaving.finish(token),
    Phase.LEAVE: lambda instance, token: instance.leaving.leave(token),
    Phase.TURN: lambda instance, token: instance.loops.go_on(token),
    Phase.CLOSE: lambda instance, token: instance.scopes.close_ad_hoc(token),
}
