"""Why a decision has no answer, on its way out of the evaluation."""


class Fault(Exception):
    """A decision cannot answer. `reason` completes the sentence “The decision … cannot answer: …”."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def within(self, where: str) -> "Fault":
        """The same fault, with the place where it happened put before it, once."""
        return self if self.reason.startswith(f"{where}: ") else Fault(f"{where}: {self.reason}")
