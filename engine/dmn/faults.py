"""Why a decision has no answer, on its way out of the evaluation."""


class Fault(Exception):
    """A decision cannot answer. `reason` completes the sentence “The decision … cannot answer: …”."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def within(self, where: str) -> "Fault":
        """The same fault, with the place where it happened put before it, once."""
        return self if self.reason.startswith(f"{where}: ") else type(self)(f"{where}: {self.reason}")


class Breach(Fault):
    """The file is in order, but with these values a table breaks its own hit policy or says what it may not.

    DMN leaves the result undefined. A case must not go on with it; who only asks may take it for null.
    """
