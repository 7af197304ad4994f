"""A node has done its work: results are written, flows chosen, events let happen, tokens sent on."""

from typing import TYPE_CHECKING

from engine.spiff.phase import Phase

if TYPE_CHECKING:
    from engine.spiff.run.instance import AnyScope, Instance
    from engine.spiff.run.token import Token
    from engine.spiff.specs.flow import Flow


class Leaving:
    """The one routine that every completed task comes to.

    Everything that can fail comes before everything that has an effect, in two parts that are tried by
    themselves: FINISH writes the results, LEAVE chooses the flows. A retry repeats neither.
    """

    def __init__(self, instance: "Instance") -> None:
        self.instance = instance

    def completed(self, token: "Token") -> None:
        """SpiffWorkflow has completed a task; ignored if its own event has taken it away meanwhile."""
        if token.is_listed:
            self.instance.faults.attempt(token, Phase.FINISH)

    def finish(self, token: "Token") -> None:
        """Write the results. Raises Failure."""
        self.instance.variables.map_outputs(token)
        if token.body is None and token.undoes is None:
            self.instance.journal.milestone(token)
        self.instance.faults.attempt(token, Phase.LEAVE)

    def leave(self, token: "Token") -> None:
        """Choose where to go on, let the node's events happen, and go. Raises Failure before any effect."""
        instance, node = self.instance, token.task_spec
        inner = token.body is not None or token.undoes is not None
        flows = [] if inner else node.choose(token)
        letter = instance.throws.letter(token) if node.throws and token.turns is None else None
        if token.is_told:
            instance.journal.completed(token, flows)
        if node.kind == "endEvent":
            instance.ended[node.bpmn_id] = None
        token.changes = None
        token.leaving = True
        if letter is not None:
            instance.throws.happen(token, letter)
        if not token.is_listed:
            return
        scope, body, undoes = token.workflow, token.body, token.undoes
        instance.undoing.note(token)
        instance.scopes.close(token)
        instance.tokens.drop(token)
        if body is not None:
            instance.loops.turned(instance.tokens.by_id[body], token)
        elif undoes is not None:
            instance.undoing.go_on(instance.tokens.by_id[undoes])
        else:
            self._send_on(scope, token, flows)

    def _send_on(self, scope: "AnyScope", token: "Token", flows: "list[Flow]") -> None:
        onward = token.task_spec.onward(flows)
        parted = len(onward) > 1
        for node, flow in onward:
            branch = self.instance.tokens.next_id if parted else token.branch
            self.instance.tokens.enter(scope, node, flow, branch=branch)
        if token.task_spec.is_activity:
            self.instance.scopes.step_done(scope)
