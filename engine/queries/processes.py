"""Published processes and their instances."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.authority import require
from engine.desk import Desk
from engine.errors import NotFound
from engine.model.package import Definition, Package
from engine.model.request import Query
from engine.model.step import Look
from engine.model.work import Instance
from engine.ports.reads import Page
from engine.queries.incidents import incidents_of
from engine.queries.masking import HIDDEN, masked_values, sees_personal_data
from engine.sight import seen_instance


@dataclass(frozen=True)
class ProcessRow:
    """A process with its versions, newest first, and how many instances of each are open."""

    key: str
    title: str
    versions: tuple[Definition, ...]
    open: Mapping[int, int]  #: version: open instances


@dataclass(frozen=True)
class Processes(Query[tuple[ProcessRow, ...]]):
    """Every published process."""


@dataclass(frozen=True)
class ProcessVersions(Query[ProcessRow]):
    key: str


@dataclass(frozen=True)
class ProcessPackage(Query[tuple[Definition, Package]]):
    """A version's content; without `version` the newest."""

    key: str
    version: int | None = None


@dataclass(frozen=True)
class ProcessFile(Query[bytes]):
    key: str
    version: int
    file: str


@dataclass(frozen=True)
class InstanceDetail(Query["InstanceView"]):
    instance: str


@dataclass(frozen=True)
class InstanceView:
    instance: Instance
    look: Look


@dataclass(frozen=True)
class StandingStill(Query["tuple[InstanceView, ...]"]):
    """The instances with incidents, the latest started first: a hundred at most."""


@dataclass(frozen=True)
class InstanceList(Query[Page[Instance]]):
    """Instances by status, e.g. those with incidents."""

    status: str | None = None
    limit: int = 50
    cursor: str | None = None


def processes(_query: Processes, desk: Desk) -> tuple[ProcessRow, ...]:
    """Processes by key."""
    require(desk.actor, "see processes")
    definitions = desk.unit.definitions.all()
    counts = desk.unit.reads.open_instances()
    keys = dict.fromkeys(d.key for d in definitions)
    return tuple(_row(key, [d for d in definitions if d.key == key], counts) for key in sorted(keys))


def process_versions(query: ProcessVersions, desk: Desk) -> ProcessRow:
    """Raises NotFound."""
    found = next((row for row in processes(Processes(), desk) if row.key == query.key), None)
    if found is None:
        raise NotFound(f"There is no process “{query.key}”.")
    return found


def process_package(query: ProcessPackage, desk: Desk) -> tuple[Definition, Package]:
    """Raises NotFound."""
    require(desk.actor, "see processes")
    definition = desk.unit.definitions.get(query.key, query.version)
    return definition, desk.unit.definitions.package(definition.sha256)


def process_file(query: ProcessFile, desk: Desk) -> bytes:
    """One file of a version. Raises NotFound."""
    _definition, package = process_package(ProcessPackage(query.key, query.version), desk)
    if query.file not in package.files:
        raise NotFound(f"Version {query.version} of “{query.key}” has no file “{query.file}”.")
    return package.files[query.file]


def instance_detail(query: InstanceDetail, desk: Desk) -> InstanceView:
    """Its variables' texts only for those who see personal data. Raises NotFound."""
    instance = seen_instance(desk, query.instance)
    look = desk.services.runtime.look(desk.package(instance), instance.state)
    if not sees_personal_data(desk.actor):
        look = replace(look, variables=masked_values(look.variables))
    return InstanceView(instance, replace(look, incidents=incidents_of(desk, instance, look)))


def instance_list(query: InstanceList, desk: Desk) -> Page[Instance]:
    """A page of instances, newest first."""
    require(desk.actor, "see operations")
    return desk.unit.reads.instances(query.status, query.limit, query.cursor)


def standing_still(_query: StandingStill, desk: Desk) -> tuple[InstanceView, ...]:
    """Who keeps things running sees which step failed, but not whom it concerns (DOMAIN §9).

    Raises:
        NotAllowed: the actor does not run the installation.
    """
    found = instance_list(InstanceList(status="incident", limit=100), desk).items
    return tuple(_still(desk, instance) for instance in found)


def _still(desk: Desk, instance: Instance) -> InstanceView:
    try:
        return instance_detail(InstanceDetail(instance.id), desk)
    except NotFound:
        look = desk.services.runtime.look(desk.package(instance), instance.state)
    bare = tuple(replace(each, message=HIDDEN) for each in incidents_of(desk, instance, look))
    look = Look(look.status, variables={}, open=(), waiting=(), incidents=bare, ended=())
    return InstanceView(replace(instance, reference=None), look)


def _row(key: str, versions: list[Definition], counts: Mapping[tuple[str, int], int]) -> ProcessRow:
    newest = max(versions, key=lambda d: d.version)
    ordered = tuple(sorted(versions, key=lambda d: -d.version))
    return ProcessRow(
        key, newest.title, ordered, {d.version: counts.get((key, d.version), 0) for d in versions}
    )
