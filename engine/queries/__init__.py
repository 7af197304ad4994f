"""The read side. `HANDLERS` says which function answers which query."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.queries import (
    due,
    figures,
    house,
    intake,
    office,
    processes,
    register,
    sign_in,
    tasklist,
    trace,
    track,
)

HANDLERS: Mapping[type, Callable[[Any, Any], Any]] = {
    due.DueInstances: due.due_instances,
    due.DueMails: due.due_mails,
    due.DueJobs: due.due_jobs,
    due.DueOf: due.due_of,
    due.Mails: due.mails,
    figures.Figures: figures.figures,
    house.HouseHistory: house.house_history,
    house.HouseSettings: house.house_settings,
    intake.IntakeForm: intake.intake_form,
    office.OfficeCalendar: office.office_calendar,
    processes.InstanceDetail: processes.instance_detail,
    processes.InstanceList: processes.instance_list,
    processes.Processes: processes.processes,
    processes.ProcessFile: processes.process_file,
    processes.ProcessPackage: processes.process_package,
    processes.ProcessVersions: processes.process_versions,
    processes.StandingStill: processes.standing_still,
    register.CaseCounts: register.case_counts,
    register.CaseDetail: register.case_detail,
    register.FieldValues: register.field_values,
    register.GetAttachment: register.get_attachment,
    register.Register: register.register,
    sign_in.BearerOf: sign_in.bearer_of,
    sign_in.Operations: sign_in.operations,
    sign_in.PeopleList: sign_in.people_list,
    sign_in.PersonOf: sign_in.person_of,
    sign_in.SignIn: sign_in.sign_in,
    tasklist.TaskCounts: tasklist.task_counts,
    tasklist.TaskDetail: tasklist.task_detail,
    tasklist.Tasklist: tasklist.tasklist,
    trace.InstanceHistory: trace.instance_history,
    trace.Trace: trace.trace,
    track.Track: track.track,
}
