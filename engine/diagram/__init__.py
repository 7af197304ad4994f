"""Diagrams as they were drawn: read safely, seen as a graph, and checked rule by rule before they may run."""
