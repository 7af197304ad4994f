"""What was given up is tried again by those who keep the installation running, and leaves a trace."""

from pathlib import Path

import pytest

from engine.commands.do_job import MOST_TRIES, NoteFailedJob
from engine.commands.send_mail import ClaimMail, NoteMail
from engine.commands.try_again import RetryJob, RetryMail
from engine.errors import NotAllowed, WrongState
from engine.mails import CODE_MARK
from engine.model.work import Job
from engine.queries.operations import GivenUp, HowItRuns
from engine.queries.processes import HIDDEN
from tests.commands.lodging import case, kinds, lodge, mails
from tests.support.installation import Installation, installation


def give_up_mail(house: Installation) -> str:
    """A mail that no server has taken; answers its case."""
    reference = lodge(house).reference
    [mail] = mails(house, reference)
    for _ in range(MOST_TRIES):
        house.clock.advance(days=1)
        assert house.do(ClaimMail(mail.id)) is not None
        house.do(NoteMail(mail.id, error="nobody answers"))
    return reference


def give_up_job(house: Installation) -> str:
    """A job that failed to the last; answers its case."""
    reference = lodge(house).reference
    instance = case(house, reference).instance.id
    with house.querela.store.begin() as unit:
        now = house.clock()
        unit.jobs.add(Job(instance, "j1", "recount", "the calendar changed", {}, now, now))
    for _ in range(MOST_TRIES):
        house.clock.advance(days=1)
        house.do(NoteFailedJob("j1", "It failed for ada@example.org."))
    return reference


def given_up(house: Installation, login: str) -> tuple[tuple[GivenUp, ...], tuple[GivenUp, ...]]:
    view = house.ask(HowItRuns(), house.actor(login))
    return view.jobs, view.mails


def test_a_mail_is_sent_again_with_its_code(house):
    reference = give_up_mail(house)
    _, [mail] = given_up(house, "admin")
    assert (mail.reference, mail.attempts, mail.error) == (None, MOST_TRIES, "nobody answers")
    house.do(RetryMail(mail.handle), house.actor("admin"))
    [queued] = mails(house, reference)
    assert (queued.state, queued.attempts, queued.error) == ("queued", 0, "")
    assert queued.secret is not None
    assert kinds(house, reference)[-1] == "mail-retried"
    assert house.ask(HowItRuns(), house.actor("admin")).mails == ()
    house.run_due()
    [kept] = mails(house, reference)
    assert (kept.state, kept.secret) == ("kept", None)


def test_a_job_is_done_again(house):
    reference = give_up_job(house)
    [job], _ = given_up(house, "admin")
    assert (job.kind, job.name, job.attempts) == ("recount", "the calendar changed", MOST_TRIES)
    house.do(RetryJob(job.handle), house.actor("admin"))
    assert kinds(house, reference)[-1] == "job-retried"
    assert house.run_due()[1] >= 1
    assert given_up(house, "admin") == ((), ())


def test_it_is_tried_again_once(house):
    give_up_job(house)
    give_up_mail(house)
    [job], [mail] = given_up(house, "quality")
    for command in (RetryJob(job.handle), RetryMail(mail.handle)):
        house.do(command, house.actor("quality"))
        with pytest.raises(WrongState):
            house.do(command, house.actor("quality"))


@pytest.mark.parametrize(
    ("login", "allowed"),
    [("admin", True), ("quality", True), ("manager", True), ("handler", False), ("auditor", False)],
)
def test_it_is_for_those_who_keep_it_running(tmp_path: Path, login: str, allowed: bool) -> None:
    with installation(tmp_path) as house:
        give_up_job(house)
        [job], _ = given_up(house, "quality")
        if allowed:
            house.do(RetryJob(job.handle), house.actor(login))
            return
        with pytest.raises(NotAllowed):
            house.do(RetryJob(job.handle), house.actor(login))
        with pytest.raises(NotAllowed):
            house.ask(HowItRuns(), house.actor(login))


def test_it_tells_an_administrator_nothing_of_people_and_cases(tmp_path: Path) -> None:
    with installation(tmp_path) as house:
        reference = give_up_job(house)
        give_up_mail(house)
        [job], [mail] = given_up(house, "admin")
        assert (job.reference, job.error, mail.reference) == (None, HIDDEN, None)
        assert case(house, reference).instance.id not in str((job, mail))
        [job], [mail] = given_up(house, "quality")
        assert (job.reference, job.error) == (reference, "It failed for ada@example.org.")


def test_a_mail_that_has_lost_its_code_is_not_sent_without_it(tmp_path: Path) -> None:
    with installation(tmp_path) as house:
        reference = give_up_mail(house)
        [mail] = mails(house, reference)
        assert CODE_MARK in mail.body
        with house.querela.store.begin() as unit:
            unit.connection.exec_driver_sql("UPDATE outbox SET secret = NULL")
        _, [shown] = given_up(house, "admin")
        with pytest.raises(WrongState, match="write to the complainant anew"):
            house.do(RetryMail(shown.handle), house.actor("admin"))


def test_it_tells_of_the_database_and_its_workers(house):
    view = house.ask(HowItRuns(), house.actor("admin"))
    assert view.database.kind in ("SQLite", "PostgreSQL")
    assert view.database.size > 10_000
    assert view.database.schema == house.querela.about()["schema"]
    assert view.database.version[0].isdigit()
    assert view.workers == () or list(view.workers) == []
    assert view.backlog["limit"] == 10_000
