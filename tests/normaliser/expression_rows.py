"""Foreign expressions with what becomes of them, and the variables that their values are computed with."""

Row = tuple[str, str | None, str, object]
Approximated = tuple[str, str | None, str, object, str]
Refused = tuple[str, str | None, str]

VARIABLES: dict[str, object] = {
    "amount": 1200,
    "approved": True,
    "rejected": False,
    "status": "open",
    "name": "Ada",
    "nothing": None,
    "empty_text": "",
    "items": ["a", "b", "c"],
    "none": [],
    "numbers": [10, 20, 30],
    "customer": {"name": "Ada", "age": 40, "address": {"city": "Graz"}, "tags": ["vip"], "in": 7},
    "orders": [{"id": 1, "price": 5}, {"id": 2, "price": 9}],
}

TRANSLATED: list[Row] = [
    ("${amount > 1000}", None, "amount > 1000", True),
    ("#{amount gt 1000}", None, "amount > 1000", True),
    ("${status == 'open'}", None, 'status = "open"', True),
    ("Hello ${name}", None, 'string join(["Hello ", string(name)])', "Hello Ada"),
    ("${!approved}", None, "approved != true", False),
    ("${not empty items}", None, 'not(list contains([null, "", [], {}], items))', True),
]
APPROXIMATED: list[Approximated] = [
    ("amount > 1000", None, "amount > 1000", True, "plain text"),
]
REFUSED: list[Refused] = [
    ("yes", None, "label"),
]
