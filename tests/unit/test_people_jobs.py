"""Jobs between the page and the worker."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from warehouse.people import People
from warehouse.settings import Settings

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)

CLAIM_ALL = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from warehouse.people import People
from warehouse.settings import Settings
people = People.open(Settings(home=Path(sys.argv[1])))
while job := people.jobs.claim(datetime(2026, 11, 23, 8, tzinfo=UTC)):
    print(job.id)
"""


def test_a_job_goes_from_waiting_to_done(people: People) -> None:
    job_id = people.jobs.add("import", path="/up/x.zip", name="x.zip", timezone="UTC", now=NOW)
    waiting = people.jobs.get(job_id)
    assert waiting is not None
    assert (waiting.state, waiting.kind, waiting.name, waiting.athlete, waiting.created_at) == ("waiting", "import", "x.zip", None, NOW)
    claimed = people.jobs.claim(NOW)
    assert claimed is not None
    assert (claimed.id, claimed.state) == (job_id, "running")
    people.jobs.progress(job_id, 3, 9, "reading", NOW)
    people.jobs.finish(job_id, {"added": 3}, NOW)
    people.jobs.progress(job_id, 4, 9, "too late", NOW)
    done = people.jobs.get(job_id)
    assert done is not None
    assert (done.state, done.done, done.total, done.what, done.report) == ("done", 3, 9, "reading", {"added": 3})
    assert people.jobs.claim(NOW + timedelta(days=1)) is None


def test_a_failed_job_says_why(people: People) -> None:
    job_id = people.jobs.add("demo", path="", name="demo", now=NOW)
    people.jobs.claim(NOW)
    people.jobs.fail(job_id, "The disk is full.", "Free some space.", NOW)
    failed = people.jobs.get(job_id)
    assert failed is not None
    assert (failed.state, failed.message, failed.next_step) == ("failed", "The disk is full.", "Free some space.")


def test_jobs_are_claimed_in_order_and_listed_newest_first(people: People) -> None:
    ids = [people.jobs.add("import", path="x", name="x", now=NOW + timedelta(seconds=n)) for n in range(3)]
    claimed = [people.jobs.claim(NOW) for _ in range(4)]
    assert [job and job.id for job in claimed] == [*ids, None]
    assert [job.id for job in people.jobs.recent(2)] == [ids[2], ids[1]]


def test_a_dead_workers_job_is_claimed_again_and_progress_keeps_it(people: People) -> None:
    job_id = people.jobs.add("import", path="x", name="x", now=NOW)
    people.jobs.claim(NOW)
    people.jobs.progress(job_id, 1, 2, "reading", NOW + timedelta(seconds=50))
    assert people.jobs.claim(NOW + timedelta(seconds=100)) is None
    again = people.jobs.claim(NOW + timedelta(seconds=111))
    assert again is not None
    assert again.id == job_id


def test_what_a_dead_worker_held_is_offered_at_once_and_nobody_elses(people: People) -> None:
    ids = [people.jobs.add("import", path="x", name="x", now=NOW + timedelta(seconds=n)) for n in range(2)]
    for name in ("worker-here-1", "worker-there-1"):
        people.jobs.claim(NOW, name)
    people.jobs.let_go("worker-here-1", NOW)
    again = [people.jobs.claim(NOW, "worker-here-1") for _ in range(2)]
    assert [job and job.id for job in again] == [ids[0], None]
    people.jobs.finish(ids[0], {}, NOW)
    people.jobs.let_go("worker-here-1", NOW)
    assert people.jobs.claim(NOW) is None


def test_a_job_that_keeps_killing_its_worker_is_given_up(people: People) -> None:
    job_id = people.jobs.add("import", path="x", name="x", now=NOW)
    for attempt in range(3):
        assert people.jobs.claim(NOW + timedelta(minutes=2 * attempt)) is not None
    assert people.jobs.claim(NOW + timedelta(minutes=9)) is None
    job = people.jobs.get(job_id)
    assert job is not None
    assert job.state == "failed"
    assert job.next_step


@pytest.mark.slow
def test_no_two_processes_get_the_same_job(people: People, settings: Settings) -> None:
    ids = {people.jobs.add("import", path="x", name="x", now=NOW) for _ in range(40)}
    command = [sys.executable, "-c", CLAIM_ALL, str(settings.home)]
    children = [subprocess.Popen(command, stdout=-1, text=True) for _ in range(3)]
    claimed = [line for child in children for line in child.communicate()[0].split()]
    assert sorted(claimed) == sorted(ids)


def test_forgetting_takes_jobs_by_id_name_and_report_with_their_uploads(people: People, settings: Settings) -> None:
    ada = people.athletes.ensure("Ada_L%", now=NOW).athlete
    ben = people.athletes.ensure("Ben", now=NOW).athlete
    theirs = [people.jobs.add("import", path="x", name="x", athlete=who, now=NOW) for who in (ada, "Ada_L%")]
    told, unknown, bens = (people.jobs.add("import", path="x", name="x", athlete=who, now=NOW) for who in (ben, None, ben))
    while people.jobs.claim(NOW):
        pass
    people.jobs.finish(told, {"athletes": [{"athlete": ada}]}, NOW)
    people.jobs.finish(unknown, {}, NOW)
    people.jobs.finish(bens, {"athlete_name": "AdaxLy"}, NOW)
    for job in (*theirs, bens):
        (settings.uploads / job).mkdir(parents=True)
    assert people.forget(ada) == 5
    assert [job.id for job in people.jobs.recent(9)] == [bens]
    assert [path.name for path in settings.uploads.iterdir()] == [bens]
