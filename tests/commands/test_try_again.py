"""What was given up is tried again by those who keep the installation running, and leaves a trace."""

from base64 import urlsafe_b64decode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from engine.commands.dismiss import DismissJob, DismissMail
from engine.commands.do_job import MOST_TRIES, NoteFailedJob
from engine.commands.intervene import CancelInstance
from engine.commands.send_mail import ClaimMail, NoteMail
from engine.commands.try_again import RetryJob, RetryMail
from engine.errors import InvalidInput, NotAllowed, Refused, WrongState
from engine.mails import CODE_MARK
from engine.model.request import Command
from engine.model.step import InstanceStatus
from engine.model.work import Job
from engine.queries import operations
from engine.queries.masking import HIDDEN
from engine.queries.operations import GivenUp, HowItRuns
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


def test_a_mail_is_let_go_of_with_a_reason(house):
    reference = give_up_mail(house)
    _, [mail] = given_up(house, "admin")
    house.do(DismissMail(mail.handle, " She has moved abroad. "), house.actor("admin"))
    [kept] = mails(house, reference)
    assert (kept.state, kept.secret, kept.error) == ("kept", None, "nobody answers")
    assert last(house, reference) == ("mail-dismissed", "admin", "She has moved abroad.")
    assert given_up(house, "admin") == ((), ())
    assert house.run_due()[1] == 0


def test_a_job_is_let_go_of_with_a_reason(house):
    reference = give_up_job(house)
    [job], _ = given_up(house, "quality")
    house.do(DismissJob(job.handle, "The calendar is gone for good."), house.actor("quality"))
    assert last(house, reference) == ("job-dismissed", "quality", "The calendar is gone for good.")
    assert given_up(house, "admin") == ((), ())
    with house.querela.store.read() as unit:
        assert unit.jobs.get("j1") is None


def last(house: Installation, reference: str) -> tuple[str, str, object]:
    """Kind, actor and reason of the case's last entry."""
    with house.querela.store.read() as unit:
        entry = unit.history.of_instance(case(house, reference).instance.id)[-1]
        return entry.kind, entry.actor, unit.history.reveal(entry)["reason"]


def test_it_is_let_go_of_once_and_never_without_a_reason(house):
    give_up_job(house)
    give_up_mail(house)
    [job], [mail] = given_up(house, "quality")
    for dismiss, again in (
        (DismissJob(job.handle, "x"), RetryJob(job.handle)),
        (DismissMail(mail.handle, "x"), RetryMail(mail.handle)),
    ):
        with pytest.raises(InvalidInput, match="Give a reason"):
            house.do(type(dismiss)(job.handle, "  "), house.actor("quality"))
        with pytest.raises(NotAllowed):
            house.do(dismiss, house.actor("handler"))
        house.do(dismiss, house.actor("quality"))
        for late in (dismiss, again):
            with pytest.raises(WrongState, match="somebody else"):
                house.do(late, house.actor("quality"))


def test_a_case_that_has_ended_is_freed_of_what_was_given_up(house):
    of_job, of_mail = give_up_job(house), give_up_mail(house)
    for reference in (of_job, of_mail):
        house.do(CancelInstance(case(house, reference).instance.id, "A mistake."), house.actor("quality"))
    [job], [mail] = given_up(house, "quality")
    house.do(DismissJob(job.handle, "It is over."), house.actor("quality"))
    house.do(DismissMail(mail.handle, "It is over."), house.actor("quality"))
    assert last(house, of_job) == ("job-dismissed", "quality", "It is over.")
    assert last(house, of_mail) == ("mail-dismissed", "quality", "It is over.")
    assert given_up(house, "quality") == ((), ())
    assert case(house, of_job).instance.status is InstanceStatus.CANCELLED


def test_of_those_who_decide_at_once_only_one_is_heard(house):
    reference = give_up_mail(house)
    give_up_job(house)
    [job], [mail] = given_up(house, "quality")
    for several in (
        [RetryMail(mail.handle), DismissMail(mail.handle, "x"), RetryMail(mail.handle)],
        [DismissJob(job.handle, "x"), RetryJob(job.handle), DismissJob(job.handle, "y")],
    ):
        heard = at_once(house, several)
        assert heard.count(None) == 1
        assert [type(each) for each in heard].count(WrongState) == len(several) - 1
    told = kinds(house, reference)
    assert told.count("mail-retried") + told.count("mail-dismissed") == 1


def at_once(house: Installation, commands: list[Command[None]]) -> list[object]:
    """What each answers or raises."""
    ready = Barrier(len(commands))

    def carry_out(command: Command[None]) -> object:
        ready.wait(timeout=30)
        try:
            return house.do(command, house.actor("quality"))
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(carry_out, commands))


@pytest.mark.parametrize("handle", ["", "j1", "nonsense", "gAAAAABk", "ä"])
def test_a_handle_that_it_has_not_given_names_nothing(house, handle):
    give_up_job(house)
    for command in (RetryJob(handle), RetryMail(handle), DismissJob(handle, "x"), DismissMail(handle, "x")):
        with pytest.raises(WrongState):
            house.do(command, house.actor("admin"))


def test_it_lists_them_page_by_page(house, monkeypatch):
    monkeypatch.setattr(operations, "SHOWN", 2)
    references = [give_up_mail(house) for _ in range(5)]
    instance = case(house, references[0]).instance.id
    with house.querela.store.begin() as unit:
        for number in range(3):
            unit.jobs.add(
                Job(instance, f"j{number}", "recount", str(number), {}, house.clock(), None, "failed")
            )
    actor = house.actor("quality")
    found, more = [], None
    for size in (2, 2, 1):
        view = house.ask(HowItRuns(mails=more), actor)
        assert (len(view.mails), len(view.jobs)) == (size, 2)
        found += [mail.reference for mail in view.mails]
        more = view.more_mails
    assert (found, more) == (references, None)
    rest = house.ask(HowItRuns(jobs=view.more_jobs), actor)
    assert [job.name for job in (*view.jobs, *rest.jobs)] == ["0", "1", "2"]
    assert {job.reference for job in view.jobs} == {references[0]}
    assert rest.more_jobs is None
    with pytest.raises(InvalidInput, match="no such page"):
        house.ask(HowItRuns(mails="nonsense"), actor)


def test_a_page_s_mark_names_no_case_to_an_administrator(house, monkeypatch):
    monkeypatch.setattr(operations, "SHOWN", 1)
    instances = [case(house, give_up_mail(house)).instance.id for _ in range(2)]
    more = house.ask(HowItRuns(), house.actor("admin")).more_mails
    plain = urlsafe_b64decode(more + "==")
    assert not any(instance.encode() in plain for instance in instances)
