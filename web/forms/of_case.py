"""The forms of a case's process, in the order in which the case came to them."""

from functools import lru_cache

from engine.errors import WrongState
from engine.forms import Form, read_form
from engine.model.package import INTAKE
from engine.queries.intake import IntakeForm
from engine.queries.processes import ProcessPackage
from engine.queries.register import CaseView
from web.gate import ask


def case_forms(view: CaseView) -> tuple[Form, ...]:
    """The forms whose questions the case's record answers: intake, those of its tasks, then all others."""
    _definition, package = ask(ProcessPackage(view.instance.key, view.instance.definition_version))
    forms = {form.id: form for form in _read(tuple(package.files[name] for name in package.forms))}
    asked = [INTAKE, *(task.form for task in view.tasks if task.form), *forms]
    return tuple(forms[key] for key in dict.fromkeys(asked) if key in forms)


def intake_forms() -> tuple[Form, ...]:
    """The intake form in force, for its options' names; nothing while no process is published."""
    try:
        return (ask(IntakeForm()).form,)
    except WrongState:
        return ()


@lru_cache(maxsize=16)
def _read(files: tuple[bytes, ...]) -> tuple[Form, ...]:
    return tuple(read_form(data) for data in files)
