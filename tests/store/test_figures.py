"""Figures over the register, compared with counting by hand."""

from engine.model.step import InstanceStatus
from engine.model.work import Job
from engine.store import SqlStore
from tests.store.samples import clock, hours, instance, mail, open_case


def test_it_counts_clocks_that_were_kept_of_those_due_in_the_period(store: SqlStore) -> None:
    stopped = [47, 48, 49, None, 10]
    due = [48, 48, 48, 48, 200]
    with store.begin() as unit:
        for number, (stop, limit) in enumerate(zip(stopped, due, strict=True), 1):
            reference = open_case(unit, number)
            late = stop is None or stop > limit
            unit.complaints.put_clock(
                clock(
                    reference=reference,
                    due_at=hours(limit),
                    stopped_at=None if stop is None else hours(stop),
                    breached_at=hours(limit) if late else None,
                )
            )
            unit.complaints.put_clock(clock("other", reference=reference, stop="decided", due_at=hours(48)))
        assert unit.reads.on_time("acknowledged", hours(0), hours(100)) == (2, 4)
        assert unit.reads.on_time("acknowledged", hours(48), hours(48)) == (0, 0)
        assert unit.reads.on_time("acknowledged", hours(48), hours(201)) == (3, 5)
        assert unit.reads.on_time("closed", hours(0), hours(999)) == (0, 0)


def test_it_counts_what_came_and_what_went(store: SqlStore) -> None:
    rows = [
        {"received_at": hours(1)},
        {"received_at": hours(2), "status": "closed", "closed_at": hours(5), "outcome": "upheld"},
        {"received_at": hours(3), "status": "closed", "closed_at": hours(6), "outcome": "withdrawn"},
        {"received_at": hours(0), "status": "closed", "closed_at": hours(7), "outcome": "merged"},
        {"received_at": hours(20), "status": "closed", "closed_at": hours(30), "outcome": "withdrawn"},
    ]
    with store.begin() as unit:
        for number, row in enumerate(rows, 1):
            open_case(unit, number, **row)
        counted = unit.reads.volumes(hours(1), hours(20))
        assert unit.reads.oldest_open() == hours(1)
        assert unit.reads.open_until([hours(9), hours(1), hours(0.9)]) == [1, 1, 0]
        assert unit.reads.open_until([]) == []
    assert (counted["received"], counted["withdrawn"], counted["open"]) == (3, 2, 1)


def test_it_counts_what_waits_to_be_done(store: SqlStore) -> None:
    with store.begin() as unit:
        for number, due in enumerate((1, 2, 50, None)):
            unit.instances.add(instance(f"i{number}", next_due_at=None if due is None else hours(due)))
        unit.instances.add(instance("bad", status=InstanceStatus.INCIDENT, key="other", definition_version=2))
        unit.instances.add(instance("over", status=InstanceStatus.COMPLETED, ended_at=hours(1)))
        for state in ("queued", "sending", "sent", "failed"):
            unit.outbox.add(mail(state, state=state))
        for state in ("queued", "parked", "failed"):
            due = hours(2) if state == "queued" else None
            unit.jobs.add(Job("i1", state, "message", "reply", {}, hours(1), due, state=state))
        found = dict(unit.reads.backlog(hours(3)))
        assert found.pop("workers_alive", 0) == found.pop("workers_silent", 0) == 0
        assert found == {
            "due_timers": 2,
            "oldest_late_seconds": 7200,
            "queued_mails": 2,
            "failed_mails": 1,
            "oldest_mail_late_seconds": (hours(3) - mail("queued").created_at).total_seconds(),
            "queued_jobs": 1,
            "parked_jobs": 1,
            "failed_jobs": 1,
            "oldest_job_late_seconds": 3600,
            "incidents": 1,
            "ended_by_error": 0,
            "limit": 10_000,
        }
        assert unit.reads.backlog(hours(0))["oldest_late_seconds"] == 0
        assert unit.reads.open_instances() == {("complaint", 1): 4, ("other", 2): 1}


def test_it_pages_instances_and_mails_newest_first(store: SqlStore) -> None:
    with store.begin() as unit:
        for number in range(5):
            unit.instances.add(instance(f"i{number}", started_at=hours(number // 2)))
            unit.outbox.add(mail(f"m{number}", created_at=hours(number // 2)))
        unit.instances.add(instance("x", status=InstanceStatus.SUSPENDED))
        first = unit.reads.instances("active", 3, None)
        rest = unit.reads.instances("active", 3, first.next)
        assert [i.id for i in (*first.items, *rest.items)] == ["i4", "i3", "i2", "i1", "i0"]
        assert rest.next is None
        mails = unit.reads.mails(4, None)
        assert [m.id for m in (*mails.items, *unit.reads.mails(4, mails.next).items)] == [
            "m4",
            "m3",
            "m2",
            "m1",
            "m0",
        ]
