"""What goes wrong while an instance runs, as opposed to a wrong request."""


class Failure(Exception):
    """A step cannot be done; it becomes an incident on its element. The text is for people."""
