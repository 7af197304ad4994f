"""A request sent twice is carried out once, and answered alike: done, refused, or both at one moment."""

import json
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.commands.lodge_complaint import LodgeComplaint, Lodged
from engine.commands.once import KEPT, Once
from engine.commands.publish import Publish
from engine.commands.reopen_case import ReopenCase
from engine.errors import ConcurrentChange, DiagramError, InvalidInput, WrongState
from engine.model.complaint import Complainant
from engine.model.request import Command
from engine.packages import read_package
from engine.ports.reads import CaseFilter
from engine.queries.register import Register
from tests.commands.lodging import lodge
from tests.support.installation import MINI, Installation

COMPLAINT = LodgeComplaint("The parcel came open.", Complainant(email="ada@home.example"))


def once(command: Command[object], key: str = "k", fingerprint: str = "f") -> Once:
    def render(answer: object) -> bytes:
        return json.dumps(answer.reference if isinstance(answer, Lodged) else str(answer)).encode()

    return Once(command, render, "caller", key, fingerprint)


def lodged(house: Installation) -> int:
    return len(house.ask(Register(CaseFilter()), house.actor("manager")).items)


def test_two_at_one_moment_do_it_once_and_hear_the_same(house: Installation) -> None:
    answers: list[bytes] = []
    start = threading.Barrier(4)

    def send() -> None:
        start.wait()
        for _ in range(5):
            try:
                answers.append(house.do(once(COMPLAINT)))
                return
            except ConcurrentChange:  # told to come again
                continue

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert len(set(answers)) == 1
    assert lodged(house) == 1


def test_a_package_with_findings_is_refused_alike_again(house: Installation) -> None:
    good = read_package(MINI)
    process = good.files[good.process].replace(b'targetRef="assess"', b'targetRef="nowhere"')
    broken = Publish(replace(good, files={**good.files, good.process: process}), "x")
    quality = house.actor("quality")
    with pytest.raises(DiagramError) as first:
        house.do(once(broken), quality)
    with pytest.raises(DiagramError) as again:
        house.do(once(Publish(good, "x")), quality)  # the key is taken: nobody looks at the content anew
    assert again.value.findings == first.value.findings
    with pytest.raises(InvalidInput):
        house.do(once(Publish(good, "x"), fingerprint="another"), quality)
    house.do(once(Publish(good, "x"), key="another"), quality)


def test_a_refusal_is_forgotten_after_its_time(house: Installation) -> None:
    reference, manager = lodge(house).reference, house.actor("manager")
    for _ in range(3):
        for _ in range(2):
            with pytest.raises(WrongState):
                house.do(once(ReopenCase(reference, "new facts")), manager)
        with pytest.raises(InvalidInput):
            house.do(once(ReopenCase(reference, "other facts"), fingerprint="another"), manager)
        house.clock.now += KEPT + timedelta(seconds=1)


def test_a_refusal_is_kept_in_the_place_of_an_expired_answer(house: Installation) -> None:
    manager = house.actor("manager")
    reference = json.loads(house.do(once(COMPLAINT)))
    house.clock.now += KEPT + timedelta(seconds=1)
    for _ in range(2):
        with pytest.raises(WrongState):
            house.do(once(ReopenCase(reference, "new facts"), fingerprint="g"), manager)
    with pytest.raises(InvalidInput):
        house.do(once(COMPLAINT))
