"""Eight clients at once on one instance: parallel branches and a hundred of a multi-instance end, each once.

And a message and who waits for it, both on their way at the same moment: delivered once, never lost.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4

import pytest

from engine.bootstrap import Querela, from_environment
from engine.commands.administer import AddPerson, AddToken
from engine.commands.complete_task import CompleteTask
from engine.commands.deliver_message import DeliverMessage
from engine.commands.publish import Publish
from engine.commands.start_instance import StartInstance
from engine.errors import WrongState
from engine.history import verify
from engine.model.people import Actor
from engine.packages import read_package
from engine.queries.processes import InstanceDetail
from engine.queries.sign_in import PersonOf
from tests.faults.conftest import Town
from tests.faults.racing import both
from tests.faults.scene import Scene
from tests.support.installation import PASSWORD
from tests.whole.effort import either
from tests.whole.invariants import troubles

HERE = Path(__file__).parent
CLIENTS = 8
BRANCHES = 100
TIMES = either(1, 50)
MEETINGS = either(5, 200)

View = Mapping[str, Any]


@dataclass(frozen=True)
class Client:
    """One of the eight: how it looks and acts."""

    login: str
    look: Callable[[str], View]  #: by instance: status, and open tasks with id and element
    complete: Callable[[str], str]  #: by task: nothing when it was done, else why it was refused


@dataclass
class Tally:
    """What became of all tries."""

    won: Counter[str] = field(default_factory=Counter)  #: by task
    by: Counter[str] = field(default_factory=Counter)  #: by login
    lost: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def note(self, client: Client, task: str, refused: str) -> None:
        with self.lock:
            if refused:
                self.lost.append(refused)
            else:
                self.won[task] += 1
                self.by[client.login] += 1


@pytest.fixture
def place(town: Town) -> Scene:
    """With the two processes, and eight clerks."""
    here, _ = town
    if here.querela.ask(PersonOf("clerk0")) is None:
        for package in ("crowd", "meeting"):
            here.querela.do(Publish(read_package(HERE / package), "for tests"))
        for number in range(CLIENTS):
            here.querela.do(AddPerson(f"clerk{number}", ("handler",), PASSWORD, name=f"Clerk {number}"))
    return here


@dataclass(frozen=True)
class Door:
    """The eight, and another system that sends messages, all by the same way in."""

    clients: list[Client]
    send: Callable[[str, str], None]  #: the word, with this key and this id


@pytest.fixture(params=["bus", "http"])
def door(request: pytest.FixtureRequest, place: Scene) -> Iterator[Door]:
    logins = [f"clerk{number}" for number in range(CLIENTS)]
    if request.param == "http":
        yield Door([by_http(place, login) for login in logins], lambda key, id: send_by_http(place, key, id))
        return
    houses = [from_environment(place.site.environ, place.orders.clock) for _ in range(2)]
    clients = [by_bus(houses[number % 2], login) for number, login in enumerate(logins)]
    yield Door(clients, lambda key, id: send_by_bus(houses[1], key, id))
    for house in houses:
        house.close()


def by_http(place: Scene, login: str) -> Client:
    token = place.querela.do(AddToken(login))
    overseer = place.office.tokens["quality"]

    def look(instance: str) -> View:
        status, answer = place.site.call("GET", f"/api/v1/instances/{instance}", token=overseer)
        assert status == 200, answer
        view: View = answer
        return view

    def complete(task: str) -> str:
        path = f"/api/v1/tasks/{task}/complete"
        status, answer = place.site.call("POST", path, {"values": {}}, token)
        assert status in (200, 409), answer
        return answer["detail"] if status == 409 else ""

    return Client(login, look, complete)


def send_by_http(place: Scene, key: str, id: str) -> None:
    body = {"name": "word", "key": key, "values": {}, "id": id}
    status, answer = place.site.call("POST", "/api/v1/messages", body, place.office.tokens["admin"])
    assert status == 202, answer


def send_by_bus(querela: Querela, key: str, id: str) -> None:
    querela.do(DeliverMessage("word", key, {}, id))


def by_bus(querela: Querela, login: str) -> Client:
    person = querela.ask(PersonOf(login))
    assert person is not None
    actor = Actor.of(person)

    def look(instance: str) -> View:
        view = querela.ask(InstanceDetail(instance))
        return {
            "status": view.instance.status.value,
            "open": [{"task": f"{instance}-{task.id}", "element": task.element} for task in view.look.open],
        }

    def complete(task: str) -> str:
        try:
            querela.do(CompleteTask(task), actor)
        except WrongState as refused:
            return str(refused)
        return ""

    return Client(login, look, complete)


@pytest.mark.timeout(1800)
def test_eight_clients_end_every_branch_once(place: Scene, door: Door) -> None:
    lost, begun_now = 0, []
    for _ in range(TIMES):
        instance = begun(place, "crowd", {"parts": [Decimal(part) for part in range(BRANCHES)]})
        begun_now.append(instance)
        tally = Tally()
        with ThreadPoolExecutor(CLIENTS) as threads:
            for ended in [threads.submit(work, client, instance, tally) for client in door.clients]:
                ended.result()
        assert len(tally.won) == BRANCHES + 3
        assert set(tally.won.values()) == {1}
        assert all("was completed by clerk" in told.lower() for told in tally.lost), tally.lost[:3]
        assert len(tally.by) > 1
        lost += len(tally.lost)
        with place.querela.store.read() as unit:
            assert unit.instances.get(instance).status.value == "completed"
            entries = unit.history.of_instance(instance)
        done = Counter(entry.element for entry in entries if entry.kind == "task-completed")
        assert done == {"left": 1, "right": 1, "each": BRANCHES, "last": 1}
    assert lost
    assert [wrong for wrong in troubles(place.querela) if wrong.startswith(tuple(begun_now))] == []
    assert verify(place.querela.store).ok


def work(client: Client, instance: str, tally: Tally) -> None:
    """Complete what is open, always one of the first few, until the instance is over."""
    chance = random.Random(client.login)
    while (view := client.look(instance))["status"] == "active":
        if view["open"]:
            task = chance.choice(view["open"][:4])["task"]
            tally.note(client, task, client.complete(task))


@pytest.mark.timeout(1800)
def test_a_message_and_who_waits_for_it_meet_once(place: Scene, door: Door) -> None:
    handler = door.clients[0]
    for number in range(MEETINGS):
        order, id = uuid4().hex, f"word-{uuid4().hex}"
        instance = begun(place, "meeting", {"order": order})
        [task] = handler.look(instance)["open"]
        both(partial(handler.complete, task["task"]), partial(twice, door, order, id))
        assert handler.look(instance)["status"] == "completed", number
        with place.querela.store.read() as unit:
            message = unit.inbox.get(id)
            kinds = [entry.kind for entry in unit.history.of_instance(instance)]
        assert message is not None
        assert list(message.delivered_to) == [instance]
        assert (kinds.count("task-completed"), kinds.count("message-received")) == (1, 1), kinds
    assert verify(place.querela.store).ok


def twice(door: Door, key: str, id: str) -> None:
    """The same message, from two at once."""
    both(partial(door.send, key, id), partial(door.send, key, id))


def begun(place: Scene, process: str, variables: Mapping[str, object]) -> str:
    return place.querela.do(StartInstance(process, variables)).id
