"""Diagrams that other people drew with other modelers: read and run, or refused in words."""

from pathlib import Path

from engine.model.findings import Severity
from engine.model.package import Package
from engine.model.step import InstanceStatus
from engine.spiff import SpiffRuntime
from tests.runtime.playing import Player, Rules
from tests.support import requires

RUNNING = (InstanceStatus.ACTIVE, InstanceStatus.COMPLETED, InstanceStatus.INCIDENT, InstanceStatus.FAILED)


def test_every_file_of_other_modelers_runs_or_is_refused_on_its_elements() -> None:
    files = sorted(Path(requires.shared("outside")).rglob("*.bpmn"))
    assert len(files) > 70
    refused = 0
    for file in files:
        package = Package("outside", file.stem, file.name, {file.name: file.read_bytes()})
        errors = [f for f in SpiffRuntime(Rules()).supported(package) if f.severity is Severity.ERROR]
        if errors:
            refused += 1
            assert all(finding.element and finding.line for finding in errors), (file.name, errors)
            continue
        player = Player({file.name: file.read_bytes()})
        for _ in range(30):
            assert player.step.status in RUNNING, file.name
            if not player.open:
                break
            player.complete(player.open[0])
    assert refused < len(files) / 2
