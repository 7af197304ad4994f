"""What can go wrong with an expression.

FeelError
├── FeelSyntaxError   the text cannot be parsed
├── FeelBudgetError   the evaluation took more steps, room, depth or time than it was given
└── FeelValueError    a value cannot come into or leave FEEL (a float, a function, an unknown object)

Everything else that fails inside an expression yields null, as the standard says, and leaves a warning.
"""


class FeelError(Exception):
    """An expression cannot be read, run or answered."""


class FeelSyntaxError(FeelError):
    """The text is no FEEL; carries the place of the first character that does not fit."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message, line, column)
        self.message = message
        self.line = line
        self.column = column

    def __str__(self) -> str:
        return f"{self.message} (line {self.line}, column {self.column})"


class FeelBudgetError(FeelError):
    """The evaluation was stopped because it exceeded its budget."""


class FeelValueError(FeelError):
    """A value that FEEL cannot hold, or that cannot be written."""


class Undefined(FeelValueError):
    """Why an operation has no value; inside an expression it becomes null and a warning."""


def at_offset(text: str, offset: int, message: str) -> FeelSyntaxError:
    """The syntax error with the line and column (both from 1) of a character offset in the text."""
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return FeelSyntaxError(message, line, column)
