"""What a row holds: the foreign expression, its language, and what becomes of it."""

Row = tuple[str, str | None, str, object]
Approximated = tuple[str, str | None, str, object, str]
Refused = tuple[str, str | None, str]

VARIABLES: dict[str, object] = {
    "amount": 1200,
    "approved": True,
    "rejected": False,
    "status": "open",
    "s": "open",
    "name": "Ada",
    "nothing": None,
    "empty_text": "",
    "items": ["a", "b", "c"],
    "none": [],
    "numbers": [10, 20, 30],
    "customer": {"name": "Ada", "age": 40, "address": {"city": "Graz"}, "tags": ["vip"], "in": 7},
    "orders": [{"id": 1, "price": 5}, {"id": 2, "price": 9}],
}
"""What the values of all rows are computed with."""
