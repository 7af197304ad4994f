"""An instance as bytes, and back.

JSON in UTF-8, in the order in which things came to be: owners before what they own, so that reading needs one
pass. Specs, names of classes and finished tasks are not in it; each dict of variables is in it once.
"""

import json
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from engine.errors import Broken
from engine.feel import FeelError
from engine.model.step import Incident, InstanceStatus
from engine.spiff.codec.moments import instant_in, instant_out
from engine.spiff.codec.stored import Stored
from engine.spiff.codec.tokens import (
    FROM_STATE,
    STATES,
    done_in,
    done_out,
    fields_in,
    fields_out,
    values_out,
)
from engine.spiff.phase import Fault, Phase
from engine.spiff.run.instance import Instance
from engine.spiff.run.token import Token
from engine.spiff.specs.gateways import Join

if TYPE_CHECKING:
    from engine.model.package import Package
    from engine.ports.runtime import Decisions, Surroundings
    from engine.spiff.definition import Definition
    from engine.spiff.run.instance import AnyScope

FORMAT = 2
READABLE = (1, FORMAT)  #: 1 has all moments of a timer as texts
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
Plain = Any


def dump(instance: Instance) -> bytes:
    """The state of an instance between two steps."""
    plain: dict[str, Plain] = {
        "v": FORMAT,
        "process": instance.spec.name,
        "count": instance.tokens.count,
        "variables": _data_out(instance.data),
        "scopes": _scopes_out(instance),
        "tokens": [_token_out(token) for token in instance.tokens.by_id.values()],
    }
    optional: dict[str, Plain] = {
        "status": None if instance.status is None else instance.status.value,
        "line": list(instance.tokens.line),
        "faults": [
            [number, fault.phase.value, fault.message, instant_out(fault.at)]
            for number, fault in instance.faults.open.items()
        ],
        "ended": list(instance.ended),
        "failure": _failure_out(instance.failure),
    }
    plain.update((name, value) for name, value in optional.items() if value)
    return _JSON.encode(plain).encode("utf-8", "surrogatepass")


def load(
    state: bytes, definition: "Definition", package: "Package", decisions: "Decisions", around: "Surroundings"
) -> Instance:
    """The instance that `dump` wrote. Raises Broken when the bytes cannot be read."""
    try:
        plain = json.loads(state)
        if plain["v"] not in READABLE:
            raise Broken(f"The stored case has format {plain['v']}, which this version cannot read.")
        instance = Instance(definition.processes[plain["process"]], package, decisions, around)
        _fill(instance, plain)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, FeelError) as error:
        raise Broken(f"The stored case cannot be read: {error!r}.") from error
    return instance


def _fill(instance: Instance, plain: Plain) -> None:
    instance.data = Stored(plain["variables"])
    instance.tokens.count = plain["count"]
    instance.ended = dict.fromkeys(plain.get("ended", ()))
    status = plain.get("status")
    if status is not None:
        instance.status, instance.completed = InstanceStatus(status), True
    instance.failure = _failure_in(plain.get("failure"))
    instance.tokens.line.extend(plain.get("line", ()))
    for number, phase, message, at in plain.get("faults", ()):
        instance.faults.open[number] = Fault(Phase(phase), message, instant_in(at))
    scopes = dict(plain["scopes"])
    _scope_in(instance, scopes[0])
    for entry in plain["tokens"]:
        token = _token_in(instance, entry)
        if token.id in scopes:
            _scope_in(instance.scopes.make(token), scopes[token.id])
    for token in instance.tokens.by_id.values():
        _find_again(instance, token)
    instance.touched.clear()
    instance.waits.changed = False


def _find_again(instance: Instance, token: Token) -> None:
    """Take a token into the lists of those that wait."""
    fault = instance.faults.open.get(token.id)
    looked = fault is not None and fault.phase is Phase.LOOK
    if token._state != TaskState.WAITING and not looked:
        return
    if token.awaited is not None:
        token.workflow.marks[token.task_spec.bpmn_id] = token
    elif isinstance(token.task_spec, Join):
        instance.joins.arrived(token)
    elif not token.gathered:
        instance.waits.remember(token)
        instance.alarms.remember(token)


# ---- scopes


def _scopes_out(instance: Instance) -> Plain:
    scopes: list[tuple[int, AnyScope]] = [(0, instance), *instance.subprocesses.items()]
    return [[owner, _scope_out(scope)] for owner, scope in scopes]


def _scope_out(scope: "AnyScope") -> Plain:
    plain: dict[str, Plain] = {
        "interrupted": scope.interrupted,
        "over": scope.completed and scope is not scope.instance,
        "done": [done_out(done) for done in scope.done],
        "todo": scope.todo,
        "writers": scope.writers,
    }
    if scope is not scope.instance and not scope.owner.task_spec.shares_variables:
        plain["variables"] = _data_out(scope.data)
        plain["written"] = list(scope.written)
    return {name: value for name, value in plain.items() if value}


def _scope_in(scope: "AnyScope", plain: Plain) -> None:
    scope.interrupted = plain.get("interrupted", False)
    scope.completed = scope.completed or plain.get("over", False)
    scope.done = [done_in(done) for done in plain.get("done", ())]
    scope.todo = plain.get("todo", [])
    scope.writers = plain.get("writers", {})
    if scope is not scope.instance and not scope.owner.task_spec.shares_variables:
        scope.data = Stored(plain.get("variables", {}))
        scope.written = dict.fromkeys(plain.get("written", ()))


def _data_out(data: MutableMapping[str, object]) -> Plain:
    return data.written() if isinstance(data, Stored) else values_out(data)


# ---- tokens


def _token_out(token: Token) -> Plain:
    scope = token.workflow
    owner = 0 if scope is token.instance else scope.parent_task_id
    plain = [token.id, owner, token.task_spec.bpmn_id, STATES[token._state]]
    fields = fields_out(token)
    return [*plain, fields] if fields else plain


def _token_in(instance: Instance, plain: Plain) -> Token:
    number, owner, node, state, *rest = plain
    scope: AnyScope = instance.subprocesses[owner] if owner else instance
    token = Token(scope, scope.spec.task_specs[node], FROM_STATE[state], number)
    if rest:
        token.__dict__.update(fields_in(rest[0]))
    token.bind(instance.variables.outer(token))
    instance.tokens.add(token)
    return token


# ---- the error that ended it


def _failure_out(failure: Incident | None) -> Plain:
    if failure is None:
        return None
    return [failure.task, failure.element, failure.name, failure.message, instant_out(failure.at)]


def _failure_in(plain: Plain) -> Incident | None:
    if plain is None:
        return None
    task, element, name, message, at = plain
    return Incident(task, element, name, message, instant_in(at))
