"""Work that nobody waits for: due timers and outgoing mails. Truth is in the database."""

from engine.jobs.dispatcher import Dispatcher, Done

__all__ = ["Dispatcher", "Done"]
