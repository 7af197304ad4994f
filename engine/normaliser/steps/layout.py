"""The drawing: kept where there is one, made where there is none."""

from engine.normaliser.layout import lay_out
from engine.normaliser.sheet import Sheet

RULE = "layout"


def apply(sheet: Sheet) -> None:
    """Draw a file that has no drawing, or none that can be used."""
    if sheet.graph.nodes and lay_out(sheet.root):
        sheet.change(RULE, None, "Nothing showed where the elements lie, so they were laid out.")
