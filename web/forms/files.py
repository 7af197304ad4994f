"""Files that came with a form, checked before anything is done with the answers."""

from werkzeug.datastructures import FileStorage, MultiDict

from engine.errors import InvalidForm, Refused
from engine.files import media_type
from engine.forms import Form
from web.forms.posted import uploads


def checked_files(form: Form, files: MultiDict[str, FileStorage]) -> list[tuple[str, bytes]]:
    """Names and bytes of all files. Raises InvalidForm when one is too large or of another type."""
    found: list[tuple[str, bytes]] = []
    for field in form.fields:
        for file in uploads(field, files) if field.type == "filepicker" else []:
            data = file.read()
            try:
                media_type(data)
            except Refused as refused:
                raise InvalidForm({field.key: f"“{file.filename}”: {refused}"}) from refused
            found.append((file.filename or "file", data))
    return found
