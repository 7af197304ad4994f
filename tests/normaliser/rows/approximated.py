"""Expressions whose FEEL may differ for some values, with a word of the reason."""

from tests.normaliser.rows.kinds import Approximated

APPROXIMATED: list[Approximated] = [
    ("amount > 1000", None, "amount > 1000", True, "plain text"),
    ("status = open", None, 'status = "open"', True, "“open” is taken for a text"),
    ("status <> closed", None, 'status != "closed"', True, "plain text"),
    ('status = "open"', None, 'status = "open"', True, "plain text"),
    ("amount ≥ 1200 and status = open", None, 'amount >= 1200 and status = "open"', True, "plain text"),
    (
        "amount > 1000 oder approved = ja",
        None,
        'amount > 1000 or list contains([true, "ja"], approved)',
        True,
        "“ja”",
    ),
    ("approved = yes", None, 'list contains([true, "yes"], approved)', True, "true or the text"),
    ("approved != no", None, 'not(list contains([false, "no"], approved))', True, "false or the text"),
    ("customer.age >= 18", None, "customer.age >= 18", True, "plain text"),
    ("nothing = null", None, "nothing = null", True, "plain text"),
    ("amount > 1000", "http://www.w3.org/1999/XPath", "amount > 1000", True, "plain text"),
    ("true", "http://www.w3.org/1999/XPath", "true", True, "not for a name"),
    ("${amount % 7}", None, "modulo(amount, 7)", 3.0, "negative"),
    ("${items.size()}", None, "count(items)", 3.0, "list"),
    ("${items.size() > 2}", None, "count(items) > 2", True, "list"),
    ("${execution.hasVariable('name')}", None, "name != null", True, "nothing"),
    ("!name", "javascript", "name != true", None, "JavaScript also takes"),
    ("name && approved", "groovy", "name and approved", None, "Groovy also takes"),
    ("name ?: 'x'", "groovy", 'if name != null then name else "x"', "Ada", "Groovy also takes"),
    ("amount + name", "javascript", "amount + name", None, "does not join"),
    ('return status == "open";', "java", 'status = "open"', True, "where they lie"),
    ("this.variables.amount > 5", "javascript", "amount > 5", True, "variables of the process"),
    ("environment.variables.amount > 5", "javascript", "amount > 5", True, "variables of the process"),
]
