"""Forms: form-js JSON read, checked and validated, the same for portal, staff and API.

`read_form` gives a `Form`; `validate` turns what a person or a program sent into FEEL values, or says field
by field what to do; `findings` tells the checker what cannot be published.
"""

from engine.forms.check import findings, read_form
from engine.forms.digits import western_digits
from engine.forms.markup import html_of
from engine.forms.model import Block, Component, Field, Form, Group, Option, record_keys
from engine.forms.options import options_of
from engine.forms.texts import fill_in
from engine.forms.validator import draft_of, validate
from engine.forms.visibility import hidden_ids, visible_fields

__all__ = [
    "Block",
    "Component",
    "Field",
    "Form",
    "Group",
    "Option",
    "draft_of",
    "fill_in",
    "findings",
    "hidden_ids",
    "html_of",
    "options_of",
    "read_form",
    "record_keys",
    "validate",
    "visible_fields",
    "western_digits",
]
