"""It checks a package as a whole: what its files say of each other."""

from pathlib import Path

import pytest

from engine.checking import checkers
from engine.diagram.check import Checkers, check, failed
from engine.dmn import DmnDecisions
from engine.errors import InvalidInput
from engine.model.findings import Finding, Severity
from engine.packages import check_path, read_package
from engine.spiff import SpiffRuntime
from tests.diagrams.drawing import document, flows, process, whole

SEND = '<startEvent id="s"/><sendTask id="a" name="Confirm" querela:mail="acknowledgement" {}/>' + flows(
    "s a"
)
ACKNOWLEDGE = document(SEND.format('querela:milestone="acknowledged"'))


def mail(text: str, name: str = "acknowledgement.en.md", diagram: bytes = ACKNOWLEDGE) -> list[Finding]:
    """What is said of one mail text in a package."""
    found = check(whole(diagram, {f"messages/{name}": text.encode()}), Checkers())
    return [finding for finding in found if finding.file.startswith("messages/")]


def text(body: str, subject: str = "Your complaint {{ reference }}") -> str:
    return f"---\nsubject: {subject}\n---\n{body}\n"


GOOD_MAILS = {
    "plain": text("We have received your complaint."),
    "a link and a moment": text("See {{ base_url }}/track, by {{ next_due }} at the latest."),
    "a fact of the case": text("It came by {{ complaint.channel }} on {{ complaint.received at }}."),
}
BAD_MAILS = {
    "repeats the subject": (text("You wrote: {{ subject }}"), "mail-repeats-input", "error"),
    "repeats it in its own subject": (text("Hello", "Re: {{ subject }}"), "mail-repeats-input", "error"),
    "repeats the description": (
        text("{{ substring(description, 1, 50) }}"),
        "mail-repeats-input",
        "error",
    ),
    "repeats the name": (text("Dear {{ name }}"), "mail-repeats-input", "error"),
    "reads what nothing sets": (text("{{ referense }}"), "mail-text", "warning"),
    "half a placeholder": (text("{{ reference"), "mail-text", "error"),
    "another header": ("---\nsubject: x\nBcc: all@example.org\n---\nHello\n", "mail-text", "error"),
}


@pytest.mark.parametrize("row", GOOD_MAILS)
def test_it_accepts_the_mail(row: str) -> None:
    assert mail(GOOD_MAILS[row]) == []


@pytest.mark.parametrize("row", BAD_MAILS)
def test_it_reports_the_mail(row: str) -> None:
    source, rule, severity = BAD_MAILS[row]
    (finding,) = mail(source)

    assert (finding.rule, str(finding.severity)) == (rule, severity)


def test_a_mail_to_colleagues_may_read_what_was_typed() -> None:
    diagram = document(SEND.format("").replace("acknowledgement", "handover"))

    assert not failed(mail(text("About: {{ subject }}"), "handover.en.md", diagram))


def test_a_mail_without_english_is_reported() -> None:
    found = check(whole(ACKNOWLEDGE, {"messages/acknowledgement.de.md": text("Hallo").encode()}), Checkers())

    assert [finding.rule for finding in found if finding.severity is Severity.ERROR] == ["mail-exists"]


MANIFEST = 'key = "k"\nprocess = "k.bpmn"\n'
CLOCK = """
[[clocks]]
name = "{name}"
from = "{start}"
to = "{stop}"
limit = "{limit}"
escalate-to = "{role}"
"""
RIGHT = {
    "name": "answer",
    "start": "received",
    "stop": "closed",
    "limit": "if urgent then 1 else 20",
    "role": "reviewer",
}
CLOSING = document(
    '<startEvent id="s"/><userTask id="a" name="A" querela:milestone="closed"/>' + flows("s a")
)


def of_manifest(folder: Path, manifest: str) -> list[tuple[str, str]]:
    """Rule and weight of what is said of package.toml."""
    (folder / "package.toml").write_text(manifest)
    (folder / "k.bpmn").write_bytes(CLOSING)
    found = check_path(folder, Checkers())
    return [(finding.rule, str(finding.severity)) for finding in found if finding.file == "package.toml"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, []),
        ({"stop": "finished"}, [("clocks", "error")]),
        ({"stop": "responded"}, [("clocks", "warning")]),
        ({"limit": "20 +"}, [("clocks", "error")]),
        ({"role": "boss"}, [("clocks", "warning")]),
    ],
)
def test_it_checks_clocks(change: dict[str, str], said: list[tuple[str, str]], tmp_path: Path) -> None:
    assert of_manifest(tmp_path, MANIFEST + CLOCK.format(**{**RIGHT, **change})) == said


def test_two_clocks_of_one_name_are_reported(tmp_path: Path) -> None:
    twice = MANIFEST + CLOCK.format(**RIGHT) * 2

    assert of_manifest(tmp_path, twice) == [("clocks", "error")]


def test_what_nothing_reads_in_the_manifest_is_a_warning(tmp_path: Path) -> None:
    said = of_manifest(tmp_path, MANIFEST + 'decison = ["a.dmn"]\ncalendar = "moon"\n')

    assert sorted(said) == [("calendar-exists", "warning"), ("package-entry", "warning")]


# ---- weight


def test_a_pool_that_only_shows_the_other_side_has_no_errors() -> None:
    ours = process('<startEvent id="s"/>')
    theirs = process('<startEvent id="t"/><exclusiveGateway id="g"/>' + flows("t g"), "q", "")
    found = check(whole(document(ours, theirs)), Checkers())

    assert not failed(found)
    assert ("gateway-exit", "g") in {(f.rule, f.element) for f in found}


def test_the_runtime_is_asked_when_nothing_else_is_wrong() -> None:
    said = Finding("unsupported-thing", Severity.ERROR, "This does not run here.", file="d.bpmn")
    asked = Checkers(runtime=lambda package: [said])

    assert said in check(whole(document('<startEvent id="s"/>')), asked)
    assert said not in check(whole(document('<startEvent id="s"/>' + flows("s zz"))), asked)


def test_a_decision_beside_a_lone_diagram_counts_only_when_it_is_asked(tmp_path: Path) -> None:
    task = '<startEvent id="s"/><businessRuleTask id="a" name="A" querela:decision="{}" querela:result="r"/>'
    (tmp_path / "broken.dmn").write_bytes(b"<broken")
    (tmp_path / "good.dmn").write_text(
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="x" name="x" namespace="urn:x">'
        '<decision id="triage" name="Triage"><variable name="Triage"/><literalExpression><text>1</text>'
        "</literalExpression></decision></definitions>"
    )
    for decision in ("triage", "zz"):
        (tmp_path / f"{decision}.bpmn").write_bytes(document(task.format(decision) + flows("s a")))
    wired = checkers(SpiffRuntime(DmnDecisions()))

    assert not failed(check_path(tmp_path / "triage.bpmn", wired))
    errors = [f.rule for f in check_path(tmp_path / "zz.bpmn", wired) if f.severity is Severity.ERROR]
    assert errors == ["decision-exists"]
    assert failed(check_path(tmp_path / "broken.dmn", wired))


def test_nothing_at_the_path_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    for name in ("absent.bpmn", "notes.txt"):
        with pytest.raises(InvalidInput):
            check_path(tmp_path / name, Checkers())


def test_the_shipped_packages_have_no_errors() -> None:
    wired = checkers(SpiffRuntime(DmnDecisions()))
    folders = sorted(Path(__file__).resolve().parents[2].glob("processes/*/package.toml"))

    assert folders
    for manifest in folders:
        assert not failed(check(read_package(manifest.parent), wired)), manifest.parent.name
