"""Variables: one dict for each scope, written in one place."""

from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING

from engine.events.process import VariableOverwritten
from engine.feel import FeelError
from engine.feel.values import from_python
from engine.spiff.failure import Failure

if TYPE_CHECKING:
    from engine.spiff.run.instance import AnyScope, Instance
    from engine.spiff.run.token import Token
    from engine.spiff.specs.extras import Assignment

Values = Mapping[str, object]


def taken_in(values: Values) -> dict[str, object]:
    """A copy of values from outside, as FEEL values. Raises Failure when one has no place in FEEL."""
    try:
        return {str(name): from_python(value) for name, value in values.items()}
    except FeelError as error:
        raise Failure(str(error)) from error


class Variables:
    """Reads, maps and writes the variables of an instance."""

    def __init__(self, instance: "Instance") -> None:
        self.instance = instance
        self.changed = True  #: since conditions were last looked at
        #: Scopes that remember who wrote; None: any may, as they have just come out of the store.
        self._written: dict[AnyScope, None] | None = None

    # ---- reading

    def visible(self, token: "Token") -> Values:
        """Every name that a token sees, facts of the case included."""
        return self.instance.feel.around_of(token.data)

    def outer(self, token: "Token") -> MutableMapping[str, object]:
        """The variables around a token, without its own."""
        if token.body is not None:
            return self.instance.tokens.by_id[token.body].data
        return token.workflow.data

    # ---- writing

    def write(self, token: "Token", values: Values) -> None:
        """Set what a token's work has brought forth."""
        own = token.local is not None and (token.body is not None or bool(token.task_spec.extras.outputs))
        self._set(token, token.local if own and token.local is not None else self.outer(token), values)

    def pour(self, token: "Token", values: Values) -> None:
        """Set variables around a token."""
        self._set(token, self.outer(token), values)

    def _set(self, token: "Token", target: MutableMapping[str, object], values: Values) -> None:
        keeper = self._keeper(token.workflow)
        changes = token.changes or {}
        for name, value in values.items():
            before = target.get(name)
            if before != value or type(before) is not type(value):
                changes[name] = (changes[name][0] if name in changes else before, value)
                self._compare_branches(token, name, keeper)
                self.changed = True
            if keeper is not self.instance:
                keeper.written[name] = None
            target[name] = value
        token.changes = changes or None

    def _compare_branches(self, token: "Token", name: str, keeper: "AnyScope") -> None:
        """Tell when a branch that still goes on wrote another value before."""
        branches, writers = self.instance.tokens.branches, keeper.writers
        if len(branches) < 2:
            writers.clear()
            return
        last = writers.get(name, token.branch)
        if last != token.branch and last in branches:
            where = self.instance.journal.at(token.task_spec)
            self.instance.journal.tell(VariableOverwritten(**where, variable=name))
        writers[name] = token.branch
        if self._written is not None:
            self._written[keeper] = None

    def forget_ended_branches(self) -> None:
        """Between two steps: who wrote what matters only while the writer's branch goes on."""
        branches = self.instance.tokens.branches
        scopes = self._written
        if scopes is None:
            scopes = dict.fromkeys((self.instance, *self.instance.subprocesses.values()))
        for scope in scopes:
            going_on = {name: branch for name, branch in scope.writers.items() if branch in branches}
            scope.writers = going_on if len(branches) > 1 else {}
        self._written = dict.fromkeys(scope for scope in scopes if scope.writers)

    def _keeper(self, scope: "AnyScope") -> "AnyScope":
        """The outermost scope with the same variables."""
        while scope is not self.instance and scope.owner.task_spec.shares_variables:
            scope = scope.owner.workflow
        return scope

    # ---- mappings

    def map_inputs(self, token: "Token") -> None:
        """Give an activity variables of its own, if it has inputs mapped. Raises Failure."""
        node = token.task_spec
        if token.body is None:
            if node.own_inputs:
                token.local = dict(token.local or {})
                token.bind(self.outer(token))
            self.associate(token, node.data_inputs)
        if node.extras.inputs:
            values = self.mapped(token, node.extras.inputs)
            token.local = {**(token.local or {}), **values}
            token.bind(self.outer(token))

    def map_outputs(self, token: "Token") -> None:
        """Write what an activity has brought forth into the scope around it. Raises Failure."""
        node = token.task_spec
        if token.payload is not None:
            values: Values = token.payload
            if node.extras.outputs:
                values = self.mapped(token, node.extras.outputs, token.payload)
            self.write_results(token, values)
            token.payload = None
        elif node.is_activity and node.extras.outputs:
            self.write_results(token, self.mapped(token, node.extras.outputs))
        elif node.is_activity:
            self.write_results(token, self._own_results(token))
        if token.body is None:
            self.associate(token, node.data_outputs)

    def associate(self, token: "Token", assignments: "tuple[Assignment, ...]") -> None:
        """Copy and compute variables as data associations are drawn. Raises Failure."""
        for assignment in assignments:
            values = self.computed(token, (assignment,))
            if token.local is not None and assignment.target in token.task_spec.own_inputs:
                token.local.update(values)
            else:
                self.pour(token, values)

    def computed(self, token: "Token", assignments: "tuple[Assignment, ...]") -> dict[str, object]:
        """What data associations copy and compute; a copy of nothing gives nothing. Raises Failure."""
        values: dict[str, object] = {}
        for assignment in assignments:
            target, seen = assignment.target, self._seen(token)
            if not assignment.is_copy:
                values |= self.mapped(token, (assignment,))
            elif target is not None and assignment.source in seen:
                values[target] = seen[assignment.source]
        return values

    def _seen(self, token: "Token") -> Values:
        """What a token's mappings read: inside its scope, where it has one."""
        scope = self.instance.subprocesses.get(token.id)
        return token.data if scope is None else scope.data

    def _own_results(self, token: "Token") -> Values:
        """Without a mapping: what a called process wrote, or what a subprocess has beside its inputs."""
        scope = self.instance.subprocesses.get(token.id)
        if scope is None:
            return {}
        if not token.task_spec.shares_variables:
            if token.task_spec.data_outputs and token.body is None:
                return {}
            return {name: scope.data[name] for name in scope.written if name in scope.data}
        if token.local is None or token.body is not None:
            return {}
        given = {assignment.target for assignment in token.task_spec.extras.inputs}
        return {name: value for name, value in token.local.items() if name not in given}

    def write_results(self, token: "Token", values: Values) -> None:
        """Set the results of a mapping: around the token, or in the instance of a multi-instance."""
        if token.body is not None and token.local is not None:
            self._set(token, token.local, values)
        else:
            self.pour(token, values)

    def mapped(
        self, token: "Token", assignments: "tuple[Assignment, ...]", extra: Values | None = None
    ) -> dict[str, object]:
        """The values of mappings, in order; none sees what the others give. Raises Failure."""
        values: dict[str, object] = {}
        seen = self._seen(token)
        for assignment in assignments:
            value = self.instance.feel.evaluate(assignment.source, seen, extra, native=True)
            if assignment.target is not None:
                values[assignment.target] = value
            elif isinstance(value, dict):
                values.update(value)
            else:
                raise Failure("the mapping gives no context of variables")
        return values
