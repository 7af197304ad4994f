"""The drawing: kept where there is one, made where there is none."""

from engine.diagram.names import DI
from engine.normaliser.layout import lay_out
from engine.normaliser.sheet import Sheet

RULE = "layout"
MOST_NODES = 2_000  #: that are laid out


def apply(sheet: Sheet) -> None:
    """Draw a file that has no drawing, or none that can be used."""
    if not sheet.graph.nodes:
        return
    if len(sheet.graph.nodes) > MOST_NODES:
        if not any(True for _ in sheet.root.iter(f"{{{DI}}}BPMNShape")):
            sheet.note(
                RULE, None, f"The file has no drawing, and more than {MOST_NODES} elements: none is made."
            )
    elif lay_out(sheet.root):
        sheet.change(RULE, None, "Nothing showed where the elements lie, so they were laid out.")
