"""What holds after every step, whatever the diagram."""

from SpiffWorkflow.util.task import TaskState

from engine.spiff.phase import Phase
from engine.spiff.run.instance import Instance
from engine.spiff.run.token import ROOT, Token
from engine.spiff.specs.activities import SubProcess
from engine.spiff.specs.gateways import Join

LIVE_STATES = (TaskState.READY, TaskState.WAITING, TaskState.STARTED, TaskState.ERROR)


def check(instance: Instance) -> None:
    """Assert all invariants of an instance between two steps."""
    listed = _all_tokens(instance)
    assert listed.keys() == instance.tokens.by_id.keys(), "lists and scopes differ"
    assert list(instance.tokens.by_id) == sorted(instance.tokens.by_id), "tokens are out of order"
    for token in listed.values():
        _check_token(instance, token)
    _check_scopes(instance)
    _check_counts(instance)
    _check_end(instance)
    assert not instance.touched, "a scope was not settled"
    _check_rest(instance)


def _all_tokens(instance: Instance) -> dict[int, Token]:
    found = {}
    for scope in (instance, *instance.subprocesses.values()):
        for token in scope.all_tokens():
            assert token.workflow is scope
            assert token._parent == scope.task_tree.id == ROOT
            found[token.id] = token
        assert len(scope.tasks) == len(scope.all_tokens()) + 1, (
            "something else than the root and tokens is kept"
        )
    return found


def _check_token(instance: Instance, token: Token) -> None:
    assert token._state in LIVE_STATES, f"{token} is kept although it has finished"
    for leader in (token.host, token.body, token.undoes, token.gate):
        if leader is not None and leader != ROOT:
            assert leader in instance.tokens.by_id, f"{token} outlives what it hangs on"
            assert token.id in instance.tokens.followers[leader]
    if token._state == TaskState.READY and not token.task_spec.manual:
        assert token.id in instance.tokens.line, f"{token} is ready and nobody runs it"
    is_open_scope = isinstance(token.task_spec, SubProcess) and token._state == TaskState.STARTED
    if is_open_scope and token.turns is None:
        assert token.id in instance.subprocesses, f"{token} has no scope"
    if token._state == TaskState.ERROR:
        assert token.id in instance.faults.open, f"{token} failed and nobody was told"


def _check_scopes(instance: Instance) -> None:
    for owner, scope in instance.subprocesses.items():
        assert scope.parent_task_id == owner
        token = instance.tokens.by_id[owner]
        if scope.completed:
            assert token._state == TaskState.ERROR, f"scope {scope.spec.name} is left over"
        if token.task_spec.shares_variables:
            assert scope.data is token.data


def _check_counts(instance: Instance) -> None:
    branches: dict[int, int] = {}
    for scope in (instance, *instance.subprocesses.values()):
        live = list(scope.live_tokens())
        assert scope.live == len(live)
        for token in live:
            branches[token.branch] = branches.get(token.branch, 0) + 1
    assert instance.tokens.branches == branches
    for number, fault in instance.faults.open.items():
        token = instance.tokens.by_id[number]
        assert (token._state == TaskState.ERROR) != (fault.phase is Phase.STUCK)


def _check_end(instance: Instance) -> None:
    if instance.status is not None:
        assert instance.completed
        assert not instance.tokens.by_id
        assert not instance.subprocesses
        assert not instance.tokens.line
        assert not instance.faults.open
        assert not instance.tokens.followers
        assert not instance.waits.named
        assert not instance.waits.conditional
        assert instance.alarms.next_due() is None
    else:
        assert instance.tokens.by_id, "not ended, yet nothing is left"


def _check_rest(instance: Instance) -> None:
    """Nothing that could move has been left lying."""
    if instance.status is not None:
        return
    limit = any(fault.phase is Phase.LIMIT for fault in instance.faults.open.values())
    assert limit or not instance.tokens.line, "the line is not empty"
    if limit:
        return
    due = instance.alarms.next_due()
    assert due is None or due > instance.around.now, "a timer is due"
    before = len(instance.tokens.by_id)
    for scope in (instance, *instance.subprocesses.values()):
        for name in scope.waiting:
            join: Join = scope.spec.task_specs[name]
            assert not _enabled(join, scope), f"join {name} is enabled"
    assert len(instance.tokens.by_id) == before


def _enabled(join: Join, scope: object) -> bool:
    tokens = scope.oldest_at(join)  # type: ignore[attr-defined]
    if join.kind == "parallelGateway":
        return len(tokens) == len(join.incoming)
    if join.kind == "inclusiveGateway":
        return bool(tokens) and not join.held_up(scope, set(join.incoming) - set(tokens), set(tokens))  # type: ignore[arg-type]
    return False
