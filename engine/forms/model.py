"""A form as read: a tree of components, its inputs in reading order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from engine.forms.texts import expressions_in

INPUTS = (
    "textfield",
    "textarea",
    "number",
    "checkbox",
    "radio",
    "select",
    "checklist",
    "taglist",
    "datetime",
    "filepicker",
)
"""Component types that ask for a value."""

BLOCKS = ("text", "separator", "spacer")
"""Component types that only show something."""

ONE_OF = ("radio", "select")
SOME_OF = ("checklist", "taglist")
CHOICES = ONE_OF + SOME_OF
"""Inputs that offer options."""

Scalar = str | bool | Decimal

Limit = Decimal | str
"""A number, or a FEEL expression (with its leading `=`) that yields one."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers that a choice offers."""

    label: str
    value: Scalar

    @property
    def token(self) -> str:
        """The value as a form field of a page carries it."""
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Rules:
    """What an answer has to keep to."""

    required: bool | str = False  #: a FEEL expression where it depends
    min_length: Limit | None = None
    max_length: Limit | None = None
    min: Limit | None = None
    max: Limit | None = None
    pattern: str | None = None
    kind: str | None = None  #: email or phone


@dataclass(frozen=True, slots=True)
class Place:
    """Where a component stands: row, and columns of sixteen (None: its even share)."""

    row: str | None = None
    columns: int | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """An input. Texts beginning with `=` are FEEL; `{{…}}` inside a text is filled in."""

    type: str
    id: str
    key: str
    label: str
    description: str = ""
    hide: str | None = None  #: FEEL: true while the field is not asked
    locked: bool | str = False  #: shown but not to be changed; a FEEL expression where it depends
    rules: Rules = Rules()
    default: object = None  #: FEEL value, or FEEL text with a leading `=`
    options: tuple[Option, ...] = ()
    options_from: str | None = None  #: FEEL: the options, where they are not written in the form
    subtype: str = ""  #: of datetime: date, time or datetime
    zoned: bool = False  #: of datetime: whether times carry the zone
    not_past: bool = False  #: of datetime: refuses days gone by
    decimals: int | None = None  #: of number
    step: Decimal | None = None  #: of number: what it has to be a multiple of
    as_text: bool = False  #: of number: kept as text
    several: bool = False  #: of filepicker
    accept: tuple[str, ...] = ()  #: of filepicker: endings such as `.pdf`, or media types
    prefix: str = ""
    suffix: str = ""
    place: Place = Place()
    store: str = ""  #: `record`: the answer goes into the register entry

    @property
    def is_choice(self) -> bool:
        """Whether it offers options."""
        return self.type in CHOICES


@dataclass(frozen=True, slots=True)
class Block:
    """A text (Markdown), separator or spacer."""

    type: str
    id: str
    text: str = ""
    hide: str | None = None
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Group:
    """Components under one heading."""

    id: str
    label: str
    components: tuple["Component", ...]
    hide: str | None = None
    outline: bool = False
    place: Place = Place()


Component = Field | Block | Group


@dataclass(frozen=True)
class Form:
    """A form that can be shown and validated."""

    id: str
    components: tuple[Component, ...]
    title: str = ""

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All inputs, in reading order, those of groups included."""
        return tuple(component for component in walk(self.components) if isinstance(component, Field))

    @cached_property
    def reads(self) -> str:
        """All its expressions, without white space: a name may stand in them with any."""
        found = (text for component in walk(self.components) for text in expressions_of(component))
        return "\n".join("".join(text.split()) for text in found)

    def named(self, values: Mapping[str, object]) -> dict[str, object]:
        """Those of the values whose names the form's expressions hold; no other is looked at.

        A name within another word counts too: more is read then than is needed, never less.
        """
        reads = self.reads
        return {name: values[name] for name in values if _squeezed(name) in reads} if reads else {}


@lru_cache(maxsize=1024)
def _squeezed(name: str) -> str:
    return "".join(name.split())


def walk(components: tuple[Component, ...]) -> Iterator[Component]:
    """All components in reading order, a group before what is in it."""
    for component in components:
        yield component
        if isinstance(component, Group):
            yield from walk(component.components)


def templates_of(component: Component) -> tuple[str, ...]:
    """The texts of a component that may have expressions in them."""
    if isinstance(component, Block):
        return (component.text,)
    if isinstance(component, Field):
        return (component.label, component.description, component.prefix, component.suffix)
    return (component.label,)


def expressions_of(component: Component) -> Iterator[str]:
    """All FEEL expressions of a component, those in its texts included."""
    for text in templates_of(component):
        yield from expressions_in(text)
    if component.hide:
        yield component.hide
    if isinstance(component, Field):
        rules = component.rules
        maybe = (component.locked, rules.required, rules.min, rules.max, rules.min_length, rules.max_length)
        yield from (
            value for value in (*maybe, component.default) if isinstance(value, str) and value.startswith("=")
        )
        if component.options_from:
            yield component.options_from


def record_keys(form: Form) -> frozenset[str]:
    """Keys of the fields whose answers go into the register entry (`properties: {"store": "record"}`)."""
    return frozenset(field.key for field in form.fields if field.store == "record")
