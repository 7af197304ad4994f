"""Frozen values that travel between the rooms of the engine. No behaviour beyond their own arithmetic."""
