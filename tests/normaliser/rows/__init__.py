"""Foreign expressions with what becomes of them, and the variables that their values are computed with."""

from tests.normaliser.rows.approximated import APPROXIMATED
from tests.normaliser.rows.calls import CALLS
from tests.normaliser.rows.kinds import VARIABLES, Approximated, Refused, Row
from tests.normaliser.rows.languages import LANGUAGES
from tests.normaliser.rows.refused import REFUSED
from tests.normaliser.rows.values import VALUES

__all__ = ["APPROXIMATED", "REFUSED", "TRANSLATED", "VARIABLES", "Approximated", "Refused", "Row"]

TRANSLATED: list[Row] = [*VALUES, *CALLS, *LANGUAGES]
