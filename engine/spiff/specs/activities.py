"""Tasks and subprocesses."""

from typing import TYPE_CHECKING, ClassVar

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.mixins import BpmnSpecMixin
from SpiffWorkflow.dmn.specs import BusinessRuleTaskMixin

from engine.spiff.phase import Phase
from engine.spiff.specs.definitions import waited_for
from engine.spiff.specs.events import Catching, Throwing
from engine.spiff.specs.node import Node

if TYPE_CHECKING:
    from engine.spiff.run.token import Token
    from engine.spiff.specs.events import StartEvent
    from engine.spiff.specs.process import Process


class Activity(Node):
    """Work that takes time: it starts, may carry boundary events and may loop."""

    is_activity = True

    def arrive(self, token: "Token") -> None:
        if token.instance.tokens.gather(token):
            token.instance.faults.attempt(token, Phase.ENTER)


class AbstractTask(Activity, defaults.NoneTask):
    """A task of no type does nothing; SpiffWorkflow would wait for a person."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.manual = False


class UserTask(Activity, defaults.UserTask):
    """Work for a person, open until it is completed from outside."""

    def begin(self, token: "Token") -> None:
        token.instance.people.open(token)


class ManualTask(UserTask, defaults.ManualTask):
    """Work that a person does without the engine, and reports as done."""


class ScriptTask(Activity, defaults.ScriptTask):
    """A FEEL context whose entries become variables."""

    script: str

    def _run_hook(self, token: "Token") -> bool:
        if self.script.strip():
            token.workflow.script_engine.execute(token, self.script)
        return True


class ServiceTask(Activity, defaults.ServiceTask):
    """A call of something outside that this engine does not make: it passes."""

    def _run_hook(self, token: "Token") -> bool:
        return True


class BusinessRuleTask(Activity, BusinessRuleTaskMixin, BpmnSpecMixin):
    """Asks a decision of the package, in place of SpiffWorkflow's own DMN engine."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, dmnEngine=None, **kwargs)

    def _run_hook(self, token: "Token") -> bool:
        if self.extras.decision:
            token.instance.asking.decide(token, self.extras.decision, self.extras.result)
        return True


class SendTask(Activity, Throwing, defaults.SendTask):
    """Sends a mail or a message."""


class ReceiveTask(Activity, Catching, defaults.ReceiveTask):
    """Waits for a message; without one it passes."""

    def arrive(self, token: "Token") -> None:
        Activity.arrive(self, token)

    def begin(self, token: "Token") -> None:
        Catching.arrive(self, token)


class SubProcess(Activity, defaults.SubWorkflowTask):
    """A scope of its own inside the diagram, on the variables of the scope around it."""

    body: "Process"
    shares_variables: ClassVar[bool] = True

    @property
    def size(self) -> int:
        inner = self.body.nodes
        return 1 + (sum(node.size for node in inner) if self.shares_variables else len(inner))

    def _run_hook(self, token: "Token") -> None:
        token.instance.scopes.open(token)


class Transaction(SubProcess, defaults.TransactionSubprocess):
    """A subprocess that can be cancelled as a whole, and is undone then."""


class AdHocSubProcess(SubProcess, defaults.AdHocSubprocess):
    """A subprocess whose unconnected nodes run once each, in any order."""


class CallActivity(SubProcess, defaults.CallActivity):
    """Another process, with variables of its own."""

    shares_variables = False
    called: str = ""  #: id of the process


class EventSubprocess(SubProcess, defaults.EventSubprocess):
    """A handler: it lies beside the flow of its scope and starts when its event comes."""

    start: "StartEvent"  #: whose triggers it waits for

    @property
    def waits(self) -> bool:
        """Whether it has to be armed when its scope starts."""
        return waited_for(self.triggers)
