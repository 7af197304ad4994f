"""The one renderer of forms: what a person sees of an `engine.forms.Form`, and what comes back from it."""

from web.forms.posted import META, posted, was_refreshed, without_new_questions
from web.forms.view import FormView, form_view

__all__ = ["META", "FormView", "form_view", "posted", "was_refreshed", "without_new_questions"]
