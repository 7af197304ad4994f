"""What stands still in an instance: steps that failed, and jobs that were given up."""

from engine.desk import Desk
from engine.model.step import Incident, Look
from engine.model.work import Instance


def incidents_of(desk: Desk, instance: Instance, look: Look) -> tuple[Incident, ...]:
    """All of them, those of the diagram first. A job belongs to no element."""
    given_up = (
        Incident(task=0, element="", name=job.name, message=job.error, at=job.created_at)
        for job in desk.unit.jobs.failed(instance.id)
    )
    return (*look.incidents, *given_up)
