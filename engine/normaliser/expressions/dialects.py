"""The languages that are read, and how they differ."""

from collections.abc import Mapping
from dataclasses import dataclass, field

_C_OPERATORS = {
    "||": "or",
    "&&": "and",
    "==": "=",
    "!=": "!=",
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
    "+": "+",
    "-": "-",
    "*": "*",
    "/": "/",
    "%": "%",
}
_EL_WORDS = {
    "or": "or",
    "and": "and",
    "eq": "=",
    "ne": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
    "div": "/",
    "mod": "%",
}

RANKS = {
    "??": 2,
    "or": 3,
    "and": 4,
    "=": 6,
    "!=": 6,
    "<": 7,
    "<=": 7,
    ">": 7,
    ">=": 7,
    "in": 7,
    "contains": 7,
    "+": 9,
    "-": 9,
    "*": 10,
    "/": 10,
    "%": 10,
}
"""How tightly operators bind, by their one name."""
CHOICE_RANK = 1
PREFIX_RANK = 11


@dataclass(frozen=True)
class Dialect:
    """How one language writes expressions."""

    title: str  #: as a sentence names it
    operators: Mapping[str, str]
    prefixes: Mapping[str, str] = field(default_factory=lambda: {"!": "not", "-": "-", "+": "+"})
    nulls: frozenset[str] = frozenset(["null"])
    joins_texts: bool = True  #: whether + joins texts
    truthy: bool = False  #: whether empty texts and zero count as false
    whole_division: bool = False  #: whether whole numbers are divided without remainder
    interpolates: str = ""  #: the quotes inside which ${…} is replaced
    by_reference: bool = False  #: whether == of texts compares where they lie
    escapes: bool = True  #: whether a backslash in a text means something
    names: str = r"[^\W\d]\w*|\$\w+"


JUEL = Dialect(
    "JUEL",
    _C_OPERATORS | _EL_WORDS,
    prefixes={"!": "not", "not": "not", "-": "-", "empty": "empty"},
    joins_texts=False,
)
JAVASCRIPT = Dialect(
    "JavaScript",
    _C_OPERATORS | {"===": "=", "!==": "!=", "??": "??"},
    nulls=frozenset(["null", "undefined"]),
    truthy=True,
    interpolates="`",
)
GROOVY = Dialect("Groovy", _C_OPERATORS | {"?:": "??", "in": "in"}, truthy=True, interpolates='"')
JAVA = Dialect("Java", _C_OPERATORS, whole_division=True, by_reference=True)
MVEL = Dialect(
    "MVEL",
    _C_OPERATORS | {"contains": "contains", "in": "in"},
    nulls=frozenset(["null", "nil"]),
    whole_division=True,
)
XPATH = Dialect(
    "XPath",
    {name: name for name in ["or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*"]}
    | {"div": "/", "mod": "%"},
    prefixes={"-": "-"},
    nulls=frozenset(),
    joins_texts=False,
    escapes=False,
    names=r"(?:[^\W\d][\w-]*:)?[^\W\d](?:[\w-]*\w)?",
)

_HINTS = {
    "juel": JUEL,
    "el": JUEL,
    "uel": JUEL,
    "javascript": JAVASCRIPT,
    "ecmascript": JAVASCRIPT,
    "js": JAVASCRIPT,
    "nashorn": JAVASCRIPT,
    "graal.js": JAVASCRIPT,
    "groovy": GROOVY,
    "java": JAVA,
    "mvel": MVEL,
    "mvel2": MVEL,
    "xpath": XPATH,
}


def of_hint(language: str) -> Dialect | None:
    """The dialect that a language's name or address means: `juel`, `http://www.java.com/java`."""
    lowered = language.strip().lower().rstrip("/")
    if "xpath" in lowered:
        return XPATH
    word = lowered.rpartition("/")[2]
    return _HINTS.get(word) or _HINTS.get(word.partition("-")[0])
