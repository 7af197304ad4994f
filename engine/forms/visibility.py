"""Which parts of a form are asked, given the answers so far."""

from collections.abc import Mapping

from engine.forms.expressions import evaluate
from engine.forms.model import Component, Field, Form, Group
from engine.forms.setting import Setting

MAX_ROUNDS = 12
"""A hidden answer counts as none, which may show or hide others: so often it is looked again."""


def hidden_ids(form: Form, answers: Mapping[str, object], setting: Setting) -> frozenset[str]:
    """Ids of the components whose condition hides them, and of everything inside hidden groups."""
    hidden: frozenset[str] = frozenset()
    for _ in range(MAX_ROUNDS):
        gone = {field.key: None for field in form.fields if field.id in hidden}
        seen = setting.knowing({**answers, **gone})
        now_hidden = frozenset(_hidden(form.components, seen, False))
        if now_hidden == hidden:
            break
        hidden = now_hidden
    return hidden


def visible_fields(form: Form, answers: Mapping[str, object], setting: Setting) -> tuple[Field, ...]:
    """The inputs that are asked."""
    hidden = hidden_ids(form, answers, setting)
    return tuple(field for field in form.fields if field.id not in hidden)


def _hidden(components: tuple[Component, ...], setting: Setting, inside: bool) -> list[str]:
    found = []
    for component in components:
        hidden = inside or (component.hide is not None and evaluate(component.hide, setting) is True)
        if hidden:
            found.append(component.id)
        if isinstance(component, Group):
            found += _hidden(component.components, setting, hidden)
    return found
