"""Small steps through a DMN tree that every part of the reader takes."""

from collections.abc import Iterator

from lxml import etree

from engine.dmn.logic import Parameter, Place, TypeName
from engine.dmn.namespaces import FEEL, MODEL


def local(element: etree._Element) -> str:
    """The element's name without its namespace; empty for comments, instructions and foreign elements."""
    if not isinstance(element.tag, str):
        return ""
    name = etree.QName(element)
    return name.localname if name.namespace in MODEL else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Child elements of DMN, of the given names if any are given."""
    for child in element:
        name = local(child)
        if name and (not names or name in names):
            yield child


def child(element: etree._Element, *names: str) -> etree._Element | None:
    """The first child of one of the names."""
    return next(children(element, *names), None)


def text_of(element: etree._Element | None) -> str:
    """The text inside a `text` child, as written; empty without one."""
    holder = child(element, "text") if element is not None else None
    return "".join(holder.itertext()) if holder is not None else ""


def clean(value: str | None) -> str | None:
    """The value with white space tidied, or None where nothing is left."""
    tidy = " ".join((value or "").split())
    return tidy or None


def type_name(element: etree._Element) -> TypeName | None:
    """The type that an element names, by attribute or, in an item definition, by child element."""
    holder = child(element, "typeRef")
    written = element.get("typeRef") if holder is None else "".join(holder.itertext())
    value = clean(written)
    return qualified(element, value) if value else None


def qualified(element: etree._Element, value: str) -> TypeName:
    """A type's name with its prefix resolved, as DMN 1.1 writes them."""
    if value.startswith("{") and "}" in value:
        namespace, _, name = value[1:].partition("}")
        return _of(element, namespace, name)
    prefix, colon, name = value.partition(":")
    if colon and prefix in element.nsmap:
        return _of(element, str(element.nsmap[prefix]), name)
    if colon and prefix == "feel":
        return TypeName(name)  # as DMN 1.1 wrote them, copied to a file that declares the prefix no more
    return TypeName(value)


def _of(element: etree._Element, namespace: str, name: str) -> TypeName:
    own = element.getroottree().getroot().get("namespace")
    return TypeName(name) if namespace in FEEL or namespace == own else TypeName(name, namespace)


def parameter(element: etree._Element) -> Parameter:
    """A variable, formal parameter or column as name and type."""
    return Parameter(clean(element.get("name")) or "", type_name(element), element.get("id"))


def place(element: etree._Element) -> Place:
    """Where an expression stands."""
    return Place(element.get("id"), type_name(element), element.sourceline)
