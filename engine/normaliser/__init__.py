"""Diagrams of other modelers made to run here, every change listed."""
