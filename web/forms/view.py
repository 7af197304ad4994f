"""A form as a page shows it: plain values for templates, conditions and options resolved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from markupsafe import Markup

from engine.forms import Component, Field, Form, Group, fill_in, html_of, options_of
from engine.forms.expressions import evaluate
from engine.forms.rules import is_on, limit
from engine.forms.setting import Setting
from engine.forms.validator import read_answers
from engine.forms.visibility import hidden_ids
from web.forms.words import as_typed

NOTHING = Markup("")


@dataclass(frozen=True, slots=True)
class Choice:
    """One option as it is shown."""

    id: str
    token: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A part of the form as it is shown. `kind` names the template's macro."""

    kind: str
    id: str
    label: str = ""
    html: Markup = NOTHING  #: of a text; help of a field
    span: int = 0  #: columns of sixteen in its row; 0: an even share
    nodes: tuple["Node", ...] = ()  #: of a group or row
    outline: bool = False
    name: str = ""
    value: str = ""
    ticked: bool = False
    choices: tuple[Choice, ...] = ()
    required: bool = False
    locked: bool = False
    error: str = ""
    input_type: str = "text"
    mode: str = ""  #: inputmode
    autocomplete: str = ""
    most: int | None = None  #: characters
    accept: str = ""
    several: bool = False
    again: str = ""  #: names of files that came with refused answers: a page cannot hold them
    prefix: str = ""
    suffix: str = ""
    steers: bool = False  #: whether other parts appear and go by its answer

    @property
    def help_id(self) -> str:
        return f"{self.id}-help" if self.html else ""

    @property
    def error_id(self) -> str:
        return f"{self.id}-error" if self.error else ""

    @property
    def described_by(self) -> str:
        """Ids for aria-describedby."""
        again_id = f"{self.id}-again" if self.again else ""
        return " ".join(part for part in (self.help_id, self.error_id, again_id) if part)


@dataclass(frozen=True, slots=True)
class FormView:
    """A form ready for its template."""

    nodes: tuple[Node, ...]
    errors: tuple[tuple[str, str], ...]  #: (id of the input, message), in reading order
    shown: str  #: keys of the fields that the page shows
    conditional: bool  #: whether answers make parts appear and go
    again: tuple[tuple[str, str], ...]  #: (id of the input, names) of files that have to be chosen again
    visible: tuple[Field, ...] = field(default=())


def form_view(
    form: Form,
    setting: Setting,
    values: Mapping[str, object],
    errors: Mapping[str, str] | None = None,
    autocomplete: Mapping[str, str] | None = None,
) -> FormView:
    """The form filled with values: FEEL values, or texts as they were typed."""
    filled = {
        **_defaults(form, setting),
        **{key: value for key, value in values.items() if value is not None},
    }
    answers, _unreadable = read_answers(form, {f.key: filled.get(f.key) for f in form.fields}, setting)
    seen = setting.knowing({**filled, **answers})
    hidden = hidden_ids(form, answers, setting)
    maker = _Maker(seen, filled, errors or {}, autocomplete or {}, hidden, _steering(form))
    visible = tuple(f for f in form.fields if f.id not in hidden)
    problems = [(_input_id(f), (errors or {})[f.key]) for f in visible if f.key in (errors or {})]
    other = [("", text) for key, text in (errors or {}).items() if key not in {f.key for f in visible}]
    return FormView(
        nodes=maker.rows(form.components),
        errors=(*problems, *other),
        shown=" ".join(f.key for f in visible),
        conditional=bool(_steering(form)),
        again=tuple((_input_id(f), names) for f in visible if (names := _file_names(f, filled.get(f.key)))),
        visible=visible,
    )


def _defaults(form: Form, setting: Setting) -> dict[str, object]:
    found = {}
    for f in form.fields:
        is_feel = isinstance(f.default, str) and f.default.startswith("=")
        found[f.key] = evaluate(str(f.default), setting) if is_feel else f.default
    return found


def _steering(form: Form) -> frozenset[str]:
    """Keys whose names occur in a condition or a computed option list."""
    conditions = " ".join(_conditions(form.components))
    return frozenset(f.key for f in form.fields if f.key in conditions)


def _conditions(components: Iterable[Component]) -> Iterable[str]:
    for component in components:
        if component.hide:
            yield component.hide
        if isinstance(component, Group):
            yield from _conditions(component.components)
        if isinstance(component, Field):
            rules = component.rules
            computed = (component.options_from, component.locked, rules.required, component.label)
            yield from (text for text in computed if isinstance(text, str) and text.startswith("="))


def _input_id(f: Field) -> str:
    return f"f-{f.key}"


@dataclass(frozen=True, slots=True)
class _Maker:
    setting: Setting
    values: Mapping[str, object]
    errors: Mapping[str, str]
    autocomplete: Mapping[str, str]
    hidden: frozenset[str]
    steering: frozenset[str]

    def rows(self, components: Iterable[Component]) -> tuple[Node, ...]:
        """The visible components; neighbours of one row side by side."""
        shown = [c for c in components if c.id not in self.hidden]
        nodes = []
        for row, members in groupby(shown, key=lambda c: c.place.row):
            made = [self.node(member) for member in members]
            if row and len(made) > 1:
                nodes.append(Node("row", f"r-{row}", nodes=tuple(made)))
            else:
                nodes += made
        return tuple(nodes)

    def node(self, component: Component) -> Node:
        span = component.place.columns or 0
        if isinstance(component, Group):
            label = fill_in(component.label, self.setting)
            inside = self.rows(component.components)
            return Node(
                "group", f"g-{component.id}", label, span=span, nodes=inside, outline=component.outline
            )
        if isinstance(component, Field):
            return self.field(component, span)
        html = Markup(html_of(fill_in(component.text, self.setting))) if component.text else Markup("")  # noqa: S704 - sanitised
        return Node(component.type, f"b-{component.id}", html=html, span=span)

    def field(self, f: Field, span: int) -> Node:
        value = self.values.get(f.key)
        ident = _input_id(f)
        help_text = fill_in(f.description, self.setting) if f.description else ""
        kind, input_type, mode = _control(f)
        most = limit(f.rules.max_length, self.setting)
        return Node(
            kind=kind,
            id=ident,
            label=fill_in(f.label, self.setting).strip() or f.key,
            html=Markup(html_of(help_text)) if help_text else Markup(""),  # noqa: S704 - sanitised
            span=span,
            name=f.key,
            value="" if f.is_choice else as_typed(f, value),
            ticked=value is True or value in ("on", "true"),
            choices=self.choices(f, value, ident) if f.is_choice else (),
            required=is_on(f.rules.required, self.setting),
            locked=is_on(f.locked, self.setting),
            error=self.errors.get(f.key, ""),
            input_type=input_type,
            mode=mode,
            autocomplete=self.autocomplete.get(f.key, ""),
            most=int(most) if most is not None and f.type in ("textfield", "textarea") else None,
            accept=",".join(f.accept),
            several=f.several,
            again=_file_names(f, value),
            prefix=fill_in(f.prefix, self.setting),
            suffix=fill_in(f.suffix, self.setting),
            steers=f.key in self.steering,
        )

    def choices(self, f: Field, value: object, ident: str) -> tuple[Choice, ...]:
        given = value if isinstance(value, list | tuple) else [value]
        chosen = {_token(item) for item in given if item is not None}
        return tuple(
            Choice(
                ident if number == 0 else f"{ident}-{number}",
                option.token,
                option.label,
                option.token in chosen,
            )
            for number, option in enumerate(options_of(f, self.setting))
        )


def _file_names(f: Field, value: object) -> str:
    """The files that were chosen, where the field is for files."""
    names = value if f.type == "filepicker" and isinstance(value, list) else []
    return ", ".join(f"“{name}”" for name in names)


def _token(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


_CONTROLS = {
    "textarea": ("textarea", "", ""),
    "checkbox": ("checkbox", "checkbox", ""),
    "radio": ("radios", "radio", ""),
    "select": ("select", "", ""),
    "checklist": ("checks", "checkbox", ""),
    "taglist": ("checks", "checkbox", ""),
    "filepicker": ("files", "file", ""),
}
_MOMENTS = {"date": "date", "time": "time", "datetime": "datetime-local"}
_KINDS = {"email": ("email", "email"), "phone": ("tel", "tel")}


def _control(f: Field) -> tuple[str, str, str]:
    """Macro, type attribute and inputmode."""
    if f.type in _CONTROLS:
        return _CONTROLS[f.type]
    if f.type == "datetime":
        return "input", _MOMENTS[f.subtype], ""
    if f.type == "number":
        return "input", "text", "numeric" if f.decimals == 0 else "decimal"
    return "input", *_KINDS.get(f.rules.kind or "", ("text", ""))
