"""What a page's form sends back, as a mapping that the validator takes.

Names with a dot are the page's own: no field of a form can have one.
"""

from werkzeug.datastructures import FileStorage, MultiDict

from engine.forms import Field, Form

SHOWN = "form.shown"
REFRESH = "form.refresh"
META = (SHOWN, REFRESH)


def posted(
    form: Form, sent: MultiDict[str, str], files: MultiDict[str, FileStorage] | None = None
) -> dict[str, object]:
    """An entry for every field that the page showed; those without an answer are empty.

    A page that does not say which it showed (a script's) counts as having shown all.
    """
    shown = _shown(sent)
    answers: dict[str, object] = {}
    for field in form.fields:
        if shown is None or field.key in shown:
            answers[field.key] = _answer(field, sent, files)
    return answers


def _answer(field: Field, sent: MultiDict[str, str], files: MultiDict[str, FileStorage] | None) -> object:
    if field.type in ("checklist", "taglist"):
        return sent.getlist(field.key)
    if field.type == "checkbox":
        return field.key in sent and sent[field.key] not in ("", "false", "off", "0")
    if field.type == "filepicker":
        return [file.filename for file in uploads(field, files) if file.filename]
    return sent.get(field.key, "")


def uploads(field: Field, files: MultiDict[str, FileStorage] | None) -> list[FileStorage]:
    """The files that were added to a field."""
    return [file for file in (files.getlist(field.key) if files else []) if file.filename]


def was_refreshed(sent: MultiDict[str, str]) -> bool:
    """Whether the page only asks which questions there are now."""
    return REFRESH in sent


def without_new_questions(sent: MultiDict[str, str], visible: tuple[Field, ...]) -> bool:
    """Whether the page had shown every question that these answers lead to."""
    shown = _shown(sent)
    return shown is None or all(field.key in shown for field in visible)


def _shown(sent: MultiDict[str, str]) -> set[str] | None:
    return set(sent[SHOWN].split()) if SHOWN in sent else None
