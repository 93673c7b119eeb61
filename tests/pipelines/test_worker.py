"""The worker of `plimsoll up`: what the page asked for is done, told in the job's row, and never stays half done."""

from datetime import UTC, date, datetime

import pytest

from pipelines import worker
from tests.homes import House
from tests.season import season, to_log_csv
from warehouse.people import Job
from warehouse.reader import Marts
from warehouse.settings import Settings


@pytest.fixture
def house(settings: Settings) -> House:
    return House.open(settings)


def dropped(house: House, name: str, content: bytes, athlete: str | None = None) -> Job:
    """Drop a file on the page, and let the worker do its work in this process; return the job as the page then sees it."""
    jobs, now, number = house.people.jobs, datetime.now(UTC), house.people.jobs.new_id()
    folder = house.settings.uploads / number
    folder.mkdir(parents=True)
    (folder / name).write_bytes(content)
    jobs.add("import", path=folder / name, name=name, athlete=athlete, timezone="Europe/Berlin", now=now, job_id=number)
    claimed = jobs.claim(now)
    assert claimed is not None
    worker.perform(house.settings, claimed)
    assert not folder.exists()
    found = jobs.get(number)
    assert found is not None
    return found


def test_a_dropped_file_is_imported_published_and_reported(house: House) -> None:
    job = dropped(house, "log.csv", to_log_csv(season(1, 30, kind="steady")), athlete="Ann")
    assert job.state == "done"
    assert job.report is not None
    (ann,) = Marts(house.settings).athletes()
    assert (job.report["athlete_name"], job.report["added"]) == (ann.name, ann.activities) == ("Ann", len(season(1, 30, kind="steady")))
    assert [file["status"] for file in job.report["files"]] == ["imported"]
    assert job.done == job.total > 0
    assert ann.timezone == "Europe/Berlin"


def test_what_a_person_can_solve_is_told_with_the_next_step(house: House) -> None:
    for name in ("Ann", "Ben"):
        house.athlete(name)
    job = dropped(house, "log.csv", to_log_csv(season(1, 30, kind="steady")))
    assert (job.state, job.report) == ("failed", None)
    assert "Ann" in (job.message or "")
    assert job.next_step


def test_what_nobody_expected_is_told_without_its_details(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> dict[str, object]:
        raise ValueError("secret details")

    monkeypatch.setitem(worker.WORK, "import", broken)
    job = dropped(house, "log.csv", b"")
    assert (job.state, job.message, job.next_step) == ("failed", *worker.UNEXPECTED)


def test_tables_are_rebuilt_when_the_day_has_turned_and_only_then(house: House) -> None:
    """Also when there are none, as after a deletion that was interrupted."""
    house.athlete("Ann")
    built = Marts(house.settings).built_at
    worker.rebuild(house.settings)
    first = built()
    assert first is not None
    worker.rebuild(house.settings)
    assert built() == first
    house.build(datetime(2020, 1, 1, tzinfo=UTC))
    worker.rebuild(house.settings)
    assert (built() or first) > first


def test_the_day_turns_for_demo_athletes_also_where_nobody_else_is(house: House) -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert worker.days(house.settings, late) == set()
    demo = House.open(house.settings.demo)
    demo.athlete("Demo: Steady Sam", "Europe/Berlin")
    assert worker.days(house.settings, late) == {date(2026, 11, 24)}
    house.athlete("Ann")
    assert worker.days(house.settings, late) == {date(2026, 11, 23), date(2026, 11, 24)}
