"""The form by which complaints are filed: the published package's own."""

from dataclasses import dataclass

from engine.desk import Desk
from engine.errors import WrongState
from engine.forms import Form
from engine.model.request import Query

INTAKE = "intake"
"""Key of the form that every package for complaints brings along."""


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
    versions = [d for d in desk.unit.definitions.all() if d.key == key]
    if not versions:
        raise WrongState("Complaints cannot be filed here yet: no process is published.")
    newest = max(versions, key=lambda d: d.version)
    form = desk.services.form(desk.services.package(desk.unit, newest.sha256), INTAKE)
    if form is None:
        raise WrongState("Complaints cannot be filed here yet: the process has no intake form.")
    return IntakeView(form, newest.key, newest.version)
