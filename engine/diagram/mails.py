"""Checks mail texts: what their placeholders read, and what an acknowledgement may not repeat."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from engine.diagram.expressions import HOST_NAMES
from engine.diagram.rule import Setting
from engine.diagram.variables import all_form_keys, set_names, takes_anything
from engine.errors import InvalidInput
from engine.feel import FeelSyntaxError, parse
from engine.mails import Text, read_text
from engine.model.findings import Finding, Severity

LETTER_NAMES = frozenset(
    "reference organisation contact base_url tracking_link case_link task_link tracking_code handler "
    "task_name received due next_due outcome".split()
)
"""What every mail text may use beside the variables of its case."""

TYPED = frozenset("subject description name email phone complainant outcome_sought product category".split())
"""What the public typed. Sent back unasked, it would turn the acknowledgement into a relay for spam."""

_HINT = "Correct the text; `{{ reference }}` stands for a value, `---` lines enclose the subject."
_HEAD = re.compile(r"\A---[^\n]*\n(.*?)\n---", re.DOTALL)


def mail_findings(setting: Setting) -> Iterator[Finding]:
    """What is wrong with the mail texts of a package, beside what keeps them from being read."""
    package = setting.package
    known = LETTER_NAMES | HOST_NAMES | all_form_keys(package.files[name] for name in package.forms)
    known = known.union(*(set_names(diagram) for diagram in setting.diagrams.values()))
    sure = not any(takes_anything(diagram) for diagram in setting.diagrams.values())
    acknowledging = _acknowledgements(setting)
    for file in package.messages:
        data = package.files[file]
        try:
            text = read_text(data)
        except InvalidInput:
            continue  # said where the text is read
        key = PurePosixPath(file).name.split(".")[0]
        yield from _shape(file, data, text)
        for placeholder in text.placeholders():
            read = _read(placeholder, known)
            if key in acknowledging and (typed := sorted(read & TYPED)):
                yield _repeating(file, placeholder, typed)
            elif sure and (unknown := sorted(read - known)):
                yield _unknown(file, placeholder, unknown)


def _acknowledgements(setting: Setting) -> frozenset[str]:
    """Keys of mails that confirm the receipt: by their name, or by the milestone of who sends them."""
    sent = {
        node.own("mail") or ""
        for diagram in setting.diagrams.values()
        for node in diagram.nodes
        if node.own("milestone") == "acknowledged"
    }
    return frozenset(sent | {mail for mail in setting.mails if mail.startswith("acknowledg")})


def _read(placeholder: str, known: frozenset[str]) -> frozenset[str]:
    try:
        return parse(placeholder, names=known).references()
    except FeelSyntaxError:
        return frozenset()  # said where the text is read


def _shape(file: str, data: bytes, text: Text) -> Iterator[Finding]:
    """Halves of placeholders, and header lines that nothing reads."""
    for part in (text.subject, text.body):
        if part.count("{{") != part.count("}}"):
            yield Finding(
                "mail-text", Severity.ERROR, "A placeholder is not closed: “{{” without “}}”.", _HINT, file
            )
    head = _HEAD.match(data.decode("utf-8").replace("\r\n", "\n"))
    for line in head[1].split("\n") if head else ():
        if line.strip() and not line.startswith("subject:"):
            message = f"Nothing reads the header line “{line.strip()[:60]}”: a mail text has a subject only."
            yield Finding("mail-text", Severity.ERROR, message, "Write the subject on one line.", file)


def _repeating(file: str, placeholder: str, typed: list[str]) -> Finding:
    message = (
        f"The acknowledgement repeats what was typed: “{placeholder}” reads {', '.join(typed)}. "
        "Anybody could send their own words to a stranger that way."
    )
    hint = "Refer to the case by {{ reference }} and {{ tracking_link }} only."
    return Finding("mail-repeats-input", Severity.ERROR, message, hint, file)


def _unknown(file: str, placeholder: str, names: list[str]) -> Finding:
    message = f"The placeholder “{placeholder}” reads {', '.join(names)}, which nothing sets."
    hint = f"Look for a slip in the name. Every text may use {', '.join(sorted(LETTER_NAMES))}."
    return Finding("mail-text", Severity.WARNING, message, hint, file)
