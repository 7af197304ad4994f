"""The form by which complaints are filed: the published package's own."""

from dataclasses import dataclass

from engine.desk import Desk
from engine.errors import NotFound, WrongState
from engine.forms import Form
from engine.model.package import INTAKE
from engine.model.request import Query


@dataclass(frozen=True)
class IntakeForm(Query["IntakeView"]):
    """For everybody."""


@dataclass(frozen=True)
class IntakeView:
    form: Form
    package: str
    version: int


def intake_form(_query: IntakeForm, desk: Desk) -> IntakeView:
    """Raises WrongState when no process for complaints is published, or it has no intake form."""
    key = desk.services.config.process
    try:
        newest = desk.unit.definitions.get(key)
    except NotFound as missing:
        raise WrongState("Complaints cannot be filed here yet: no process is published.") from missing
    form = desk.services.form(desk.unit.definitions.package(newest.sha256), INTAKE)
    if form is None:
        raise WrongState("Complaints cannot be filed here yet: the process has no intake form.")
    return IntakeView(form, newest.key, newest.version)
