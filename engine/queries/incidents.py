"""What stands still in an instance: steps that failed, and jobs that were given up."""

from dataclasses import replace

from engine.desk import Desk
from engine.model.step import Incident, Look
from engine.model.work import Instance
from engine.queries.masking import HIDDEN, sees_personal_data


def incidents_of(desk: Desk, instance: Instance, look: Look) -> tuple[Incident, ...]:
    """All of them, those of the diagram first, in words as the actor may see. A job belongs to no element."""
    given_up = (
        Incident(task=0, element="", name=job.name, message=job.error, at=job.created_at)
        for job in desk.unit.jobs.failed(instance.id)
    )
    found = (*look.incidents, *given_up)
    return found if sees_personal_data(desk.actor) else tuple(replace(each, message=HIDDEN) for each in found)
