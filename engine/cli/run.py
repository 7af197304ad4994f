"""`querela run`: runs a diagram in memory, without a database."""

from datetime import UTC, datetime
from pathlib import Path

import click

from engine.calendars import WorkingTime, host_functions, shipped
from engine.checking import checkers
from engine.cli.check import check_document, print_findings
from engine.cli.doors import PROBLEMS, REFUSED, plainly, read_input, read_variables
from engine.diagram.check import failed
from engine.dmn import DmnDecisions
from engine.errors import DiagramError, InvalidInput, NotFound, Refused
from engine.feel.errors import FeelValueError
from engine.feel.wire import dumps, from_wire, loads
from engine.model.findings import Finding, Severity
from engine.model.package import Package
from engine.packages import check_path, read_package, single
from engine.playback import Outcome, Playback
from engine.playback.steps import perform, read_step
from engine.ports.runtime import Surroundings
from engine.spiff import LiveRuntime

MONDAY = "2026-01-05T09:00:00+00:00"


class Moment(click.ParamType[datetime]):
    """An instant in ISO 8601, with a zone."""

    name = "moment"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The instant, in UTC."""
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"“{value}” is no instant such as {MONDAY}.", param, ctx)
        if moment.tzinfo is None:
            self.fail(f"“{value}” has no zone; write {MONDAY}.", param, ctx)
        return moment.astimezone(UTC)


@click.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--process", default=None, help="Id of the process to start.")
@click.option("--vars", "variables", default=None, help="JSON object of variables to start with.")
@click.option("--steps", type=click.Path(exists=True, dir_okay=False, allow_dash=True), help="JSON array.")
@click.option("--now", type=Moment(), default=MONDAY, show_default=True, help="Where the clock starts.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
@plainly
def run(
    context: click.Context,
    file: Path,
    process: str | None,
    variables: str | None,
    steps: str | None,
    now: datetime,
    as_json: bool,
) -> None:
    """Run a diagram in memory, without a database."""
    start = read_variables(variables)
    script = _read_steps(steps)
    runtime = LiveRuntime(DmnDecisions())
    try:
        findings = check_path(file, checkers(runtime), {*start, *_given(script)})
        if failed(findings):
            raise DiagramError(findings)
        package = read_package(file) if file.is_dir() else single(file)
        playback = Playback(runtime, package, _around(package, now))
        _play(playback, start, process, script, package.process)
    except DiagramError as refused:
        _refuse(context, list(refused.findings), as_json)
        return
    outcome = playback.outcome()
    click.echo(dumps(_answer(outcome))) if as_json else _print(outcome)
    if outcome.status == "failed":
        context.exit(PROBLEMS)


def _read_steps(path: str | None) -> list[object]:
    if path is None:
        return []
    try:
        script = loads(read_input(path))
    except FeelValueError as wrong:
        raise click.BadParameter(str(wrong), param_hint="--steps") from wrong
    if not isinstance(script, list):
        raise click.BadParameter("This takes a JSON array of steps.", param_hint="--steps")
    return script


def _given(script: list[object]) -> set[str]:
    """Names of the variables that steps bring in."""
    values = [step.get("with") for step in script if isinstance(step, dict)]
    return {name for given in values if isinstance(given, dict) for name in given}


def _around(package: Package, now: datetime) -> Surroundings:
    """The instant, and working time by the package's calendar as far as it is a shipped one."""
    calendars = shipped("UTC")
    calendar = calendars.get(package.calendar, calendars["office"])
    return Surroundings(now, functions=host_functions(WorkingTime(calendar)))


def _play(
    playback: Playback, start: dict[str, object], process: str | None, script: list[object], file: str
) -> None:
    """Start and do every step. Raises DiagramError with one finding for what cannot be done."""
    try:
        playback.start(start, process)
    except (NotFound, InvalidInput) as refused:
        raise DiagramError([Finding("start", Severity.ERROR, str(refused), file=file)]) from refused
    for number, raw in enumerate(script, 1):
        element = None
        try:
            step = read_step(raw)
            element = step.about if step.verb == "complete" else None
            perform(playback, step)
        except Refused as refused:
            message = f"Step {number} cannot be done. {refused}"
            hint = "Look at what is open and waiting after the step before."
            raise DiagramError([Finding("step", Severity.ERROR, message, hint, file, element)]) from refused


def _refuse(context: click.Context, findings: list[Finding], as_json: bool) -> None:
    if as_json:
        click.echo(dumps(from_wire(check_document(findings))))
    else:
        print_findings(findings)
    context.exit(REFUSED)


def _answer(outcome: Outcome) -> dict[str, object]:
    """The outcome as the contract of `run --json` has it, variables as FEEL values."""
    return {
        "status": outcome.status,
        "variables": dict(outcome.variables),
        "open": [
            {"element": t.element, "name": t.name, "form": t.form, "groups": list(t.groups)}
            for t in outcome.open
        ],
        "waiting": [
            {"element": w.element, "kind": w.kind, "due_at": _iso(w.due_at), "name": w.name}
            for w in outcome.waiting
        ],
        "trace": [
            {"element": e.element, "kind": e.type, "event": e.kind().partition("-")[2], "at": _iso(e.at)}
            for e in outcome.trace
        ],
        "ended": list(outcome.ended),
        "incidents": [{"element": i.element, "message": i.message} for i in outcome.incidents],
        "now": _iso(outcome.now),
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()


def _print(outcome: Outcome) -> None:
    """The outcome for people."""
    for done in outcome.trace:
        mark = "done" if done.kind() == "element-completed" else "cancelled"
        click.echo(f"{_iso(done.at)}  {mark:<9} {done.name or done.element}")
    for task in outcome.open:
        click.echo(f"open       {task.name or task.element} {', '.join(task.groups)}".rstrip())
    for waiting in outcome.waiting:
        what = waiting.name or _iso(waiting.due_at) or ""
        click.echo(f"waiting    {waiting.element}: {waiting.kind} {what}".rstrip())
    for incident in outcome.incidents:
        click.secho(f"incident   {incident.element}: {incident.message}", fg="red")
    click.echo(f"variables  {dumps(dict(outcome.variables))}")
    click.secho(f"{outcome.status} at {_iso(outcome.now)}", bold=True)
