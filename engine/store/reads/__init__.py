"""The read side: pages of lists, counts and few figures."""

from engine.store.reads.all import SqlReads

__all__ = ["SqlReads"]
