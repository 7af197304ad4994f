"""Querela's engine: complaint-handling processes run as they are drawn."""
