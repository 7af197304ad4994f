"""Components read from form-js JSON, one by one.

Source: form-js 1.x, "Form schema" (schemaVersion 16 to 19).
"""

import unicodedata
from decimal import Decimal

from engine.forms.expressions import is_name
from engine.forms.model import BLOCKS, INPUTS, Block, Component, Field, Group, Place
from engine.forms.notes import Json, Notes, limit_at, list_at, object_at, switch_at, text_at
from engine.forms.reader_choices import read_options
from engine.forms.reader_rules import read_rules

MAX_COMPONENTS = 300
MAX_DEPTH = 8

_HINTS = {
    "html": "Use a text component: it takes Markdown.",
    "dynamiclist": "Ask for the items in a text area, or in a fixed number of fields.",
    "table": "Write the table as Markdown in a text component.",
    "image": "Publish the picture elsewhere and link to it in a text component.",
    "iframe": "Link to the page in a text component.",
    "expression": "Compute the value in the diagram, in a script task or a mapping.",
    "documentPreview": "Attached files are shown with the case.",
}
_ANY_HINT = "Use one of: " + ", ".join((*INPUTS, *BLOCKS, "group")) + "."


class ComponentReader:
    """Reads the components of one form, counting them and their keys."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._count = 0
        self._keys: set[str] = set()

    def read_all(self, raw: Json, depth: int = 1) -> tuple[Component, ...]:
        """The components under `components`; what cannot be read is left out and noted."""
        if depth > MAX_DEPTH:
            self._notes.error(
                "form-limits", f"Groups are nested more than {MAX_DEPTH} deep.", "Flatten them."
            )
            return ()
        found = []
        for item in list_at(raw, "components", self._notes):
            self._count += 1
            if self._count == MAX_COMPONENTS + 1:
                message = f"The form has more than {MAX_COMPONENTS} components."
                self._notes.error("form-limits", message, "Split it into several steps of the process.")
            if self._count > MAX_COMPONENTS:
                break
            component = self._read(item, depth)
            if component is not None:
                found.append(component)
        return tuple(found)

    def _read(self, item: object, depth: int) -> Component | None:
        notes = self._notes
        if not isinstance(item, dict):
            notes.at(None, None)
            notes.error("form-json", "A component is not an object.", "Remove it, or draw the form anew.")
            return None
        kind = text_at(item, "type", notes)
        ident = text_at(item, "id", notes) or text_at(item, "key", notes) or f"component_{self._count}"
        label = text_at(item, "label", notes)
        notes.at(ident, label or None)
        if kind in INPUTS:
            return self._field(kind, ident, label, item)
        if kind in BLOCKS:
            return Block(kind, ident, text_at(item, "text", notes), _hide(item, notes), _place(item, notes))
        if kind == "group":
            return self._group(ident, label, item, depth)
        if kind == "button" and text_at(item, "action", notes) in ("", "submit"):
            return None  # every page of a form has its own
        hint = _HINTS.get(kind, _ANY_HINT)
        notes.error("unsupported-form-component", f"Forms here cannot have a component “{kind}”.", hint)
        return None

    def _group(self, ident: str, label: str, item: Json, depth: int) -> Group:
        notes = self._notes
        if text_at(item, "path", notes):
            notes.error(
                "unsupported-form-path",
                "The group collects its answers under a path.",
                "Remove the path: every answer becomes a variable of its own.",
            )
        hide, place = _hide(item, notes), _place(item, notes)
        outline = item.get("showOutline") is True
        return Group(ident, label, self.read_all(item, depth + 1), hide, outline, place)

    def _field(self, kind: str, ident: str, label: str, item: Json) -> Field | None:
        notes = self._notes
        if not label.strip() and kind != "datetime":
            notes.warning("form-label", "The field has no label.", "Write what a person would ask.")
        key = self._key(item)
        appearance = object_at(item, "appearance", notes)
        subtype = text_at(item, "subtype", notes) or "date"
        if kind == "datetime":
            label = label or _datetime_label(item, subtype, notes)
            if subtype not in ("date", "time", "datetime"):
                notes.error(
                    "unsupported-form-component",
                    f"There is no moment “{subtype}”.",
                    "Use date, time or datetime.",
                )
        options, options_from = read_options(kind, item, notes)
        return Field(
            type=kind,
            id=ident,
            key=key,
            label=label,
            description=text_at(item, "description", notes),
            hide=_hide(item, notes),
            locked=switch_at(item, "disabled", notes) or switch_at(item, "readonly", notes),
            rules=read_rules(kind, item, notes),
            default=_default(item, notes),
            options=options,
            options_from=options_from,
            subtype=subtype if kind == "datetime" else "",
            zoned=_zoned(subtype, text_at(item, "timeSerializingFormat", notes)),
            not_past=item.get("disallowPassedDates") is True,
            decimals=_decimals(item, notes),
            step=_step(item, notes),
            as_text=item.get("serializeToString") is True,
            several=switch_at(item, "multiple", notes) is True,
            accept=tuple(part.strip() for part in text_at(item, "accept", notes).split(",") if part.strip()),
            prefix=text_at(appearance, "prefixAdorner", notes),
            suffix=text_at(appearance, "suffixAdorner", notes),
            place=_place(item, notes),
            store=text_at(object_at(item, "properties", notes), "store", notes),
        )

    def _key(self, item: Json) -> str:
        key = unicodedata.normalize("NFC", text_at(item, "key", self._notes).strip())
        if not key:
            self._notes.error("form-key", "The field has no key.", "Name the variable that takes the answer.")
        elif "." in key:
            self._notes.error(
                "unsupported-form-path",
                f"The key “{key}” is a path.",
                "Use a key without dots: every answer becomes a variable of its own.",
            )
        elif not is_name(key):
            hint = "Use letters, digits and _, beginning with a letter."
            self._notes.error("form-key", f"“{key}” cannot be the name of a variable.", hint)
        elif key in self._keys:
            self._notes.error("form-key", f"Two fields have the key “{key}”.", "Give each its own key.")
        self._keys.add(key)
        return key


def _hide(item: Json, notes: Notes) -> str | None:
    return text_at(object_at(item, "conditional", notes), "hide", notes).strip() or None


def _place(item: Json, notes: Notes) -> Place:
    layout = object_at(item, "layout", notes)
    columns = layout.get("columns")
    fits = isinstance(columns, Decimal) and columns in range(1, 17)
    return Place(text_at(layout, "row", notes) or None, int(str(columns)) if fits else None)


def _default(item: Json, notes: Notes) -> object:
    value = item.get("defaultValue")
    if isinstance(value, list) and all(isinstance(part, str | bool | Decimal) for part in value):
        return list(value)
    if value is None or isinstance(value, str | bool | Decimal):
        return value
    notes.error(
        "form-json", "The default is neither a text, a number nor a list of them.", "Change the default."
    )
    return None


def _decimals(item: Json, notes: Notes) -> int | None:
    value = limit_at(item, "decimalDigits", notes)
    if value is None:
        return None
    if isinstance(value, Decimal) and value in range(35):
        return int(value)
    notes.error("form-json", "The decimal digits are not a whole number from 0 to 34.", "Change the number.")
    return None


def _step(item: Json, notes: Notes) -> Decimal | None:
    value = limit_at(item, "increment", notes)
    if value is None or (isinstance(value, Decimal) and value > 0):
        return value
    notes.error("form-json", "The increment is not a number above 0.", "Change the number.")
    return None


def _zoned(subtype: str, format: str) -> bool:
    """Whether the answer carries the zone: moments unless told otherwise, times of day only when told."""
    return format != "no_timezone" if subtype == "datetime" else format.startswith("utc_")


def _datetime_label(item: Json, subtype: str, notes: Notes) -> str:
    label = text_at(item, "timeLabel" if subtype == "time" else "dateLabel", notes)
    if label.strip():
        notes.at(text_at(item, "id", notes) or None, label)
    else:
        notes.warning("form-label", "The field has no label.", "Write what a person would ask.")
    return label
