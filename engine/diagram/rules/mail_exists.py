"""A mail that an element sends has a text in the package, in English at least, and somebody to go to."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from engine.diagram.model import Diagram
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    texts = {PurePosixPath(name).name for name in setting.package.messages}
    for node in diagram.nodes:
        named = node.own("mail")
        if not named:
            continue
        if named not in setting.mails:
            place = "the package has no text of that name" if setting.whole else "it is not part of this file"
            hint = f"Add messages/{named}.en.md to the package, or correct the name."
            yield Report(node, f"{node} sends the mail “{named}”, but {place}.", hint, setting.missing)
        elif f"{named}.en.md" not in texts:
            message = f"The mail “{named}” has no English text, which every other language falls back to."
            yield Report(node, message, f"Add {named}.en.md.", setting.missing)


rule = Rule("mail-exists", Severity.WARNING, check)
