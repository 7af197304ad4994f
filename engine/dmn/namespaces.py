"""The XML namespaces of DMN 1.1 to 1.6 and of its expression language.

Source: the normative schemas of each version (DMN11.xsd to DMN16.xsd).
"""

from typing import Final

MODEL: Final = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20151101/dmn11.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
        "https://www.omg.org/spec/DMN/20240513/MODEL/",
    }
)

FEEL: Final = frozenset(
    {
        "http://www.omg.org/spec/FEEL/20140401",
        "http://www.omg.org/spec/DMN/20180521/FEEL/",
        "https://www.omg.org/spec/DMN/20191111/FEEL/",
        "https://www.omg.org/spec/DMN/20211108/FEEL/",
        "https://www.omg.org/spec/DMN/20230324/FEEL/",
        "https://www.omg.org/spec/DMN/20240513/FEEL/",
    }
)


def is_feel(language: str | None) -> bool:
    """Whether an `expressionLanguage` names FEEL; without one it is FEEL."""
    if not language or not language.strip():
        return True
    name = language.strip()
    return name in FEEL or name.lower() in {"feel", "s-feel", "sfeel"} or name.rstrip("/") in _BARE


_BARE: Final = frozenset(uri.rstrip("/") for uri in FEEL)
