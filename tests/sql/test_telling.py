"""What a build says in words: alerts and today's advice, the same sentences as on the screen."""

from datetime import date, timedelta

import pytest

from tests.homes import NOW, House, Row, run
from warehouse.check_in import CheckIn
from warehouse.model import AthleteId
from warehouse.pain import worse
from warehouse.people import Mark
from warehouse.reader import Marts
from warehouse.settings import Settings

STEADY = [run(f"strava:{day}", f"2026-03-{day:02d} 06:00:00", 8, 50) for day in range(1, 32, 3)]
SPIKES = [run("strava:100", "2026-04-02 06:00:00", 9.5, 60), run("strava:101", "2026-04-04 06:00:00", 20, 130)]

TODAY, BACK = date(2026, 6, 30), date(2026, 6, 28)


def returned(days_off: int, back: date = BACK) -> list[Row]:
    """Return five steady weeks of running, so many days off, and a run too long for the first week back."""
    before = [back - timedelta(days=days_off + 1 + 3 * n) for n in range(12)]
    return [run(f"log:{day}", f"{day} 06:00:00", 8 if day < back else 13, 60) for day in (*before, back)]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Build a home with a runner who jumped twice, one in miles who did the same, one who has nothing yet, and four back from a break."""
    house = House.open(Settings(home=tmp_path_factory.mktemp("telling") / "home"))
    for name in ("Ann", "Miles"):
        house.land(house.athlete(name), "export", [*STEADY, *SPIKES], full=True, as_of="2026-04-05")
    house.people.athletes.set(house.athlete("Miles"), "units", "mi")
    house.athlete("Nobody")
    for name, days_off in {"Three weeks": 23, "Four weeks": 28, "Unknown": 45}.items():
        house.land(house.athlete(name), "log", returned(days_off))
    house.land(house.athlete("Settled"), "log", returned(20, BACK - timedelta(days=18)))
    house.people.marks.add(AthleteId("unknown"), Mark("unrecorded", BACK - timedelta(days=45), BACK - timedelta(days=26)), NOW)
    house.build()
    return house


def test_an_alert_tells_of_the_day_of_its_highest_number_in_the_runners_units(house: House) -> None:
    alerts = {row["name"]: row for row in house.ask("select name, alert.* from alert join athlete using (athlete_id) where level = 2")}
    assert {row["opened_on"] for row in alerts.values()} == {date(2026, 4, 2)}
    assert {row["peak_on"] for row in alerts.values()} == {date(2026, 4, 4)}
    assert alerts["Ann"]["message"].startswith(
        "Your run of 20.0 km was more than double, 2.11 times, your longest of the 30 days before it (9.5 km)"
    )
    assert "12.4 mi" in alerts["Miles"]["message"]


def test_after_two_jumps_the_longest_run_to_keep_to_is_the_one_before_the_first(house: House) -> None:
    week = Marts(house.settings).week(AthleteId("ann"), date(2026, 4, 5))
    spike = week.checks[0]
    assert "2.11 times, your longest of the 30 days before it (9.5 km)" in spike.message
    assert spike.action == "Until 10 April keep every run to 8.0 km or less, the longest you had run before the first jump."
    assert week.ceiling_reason == "No further than the longest you had run before the first jump (8.0 km), until 10 April has passed."


def test_every_alert_has_a_sentence_without_holes(house: House) -> None:
    for row in house.ask("select message from alert"):
        assert row["message"].endswith(".")
        assert not {"unknown", "{", "None"} & set(row["message"].replace("{", " { ").split())


def test_the_published_advice_is_the_advice_on_the_screen(house: House) -> None:
    marts = Marts(house.settings)
    for athlete in marts.athletes():
        week = marts.week(athlete.athlete)
        rows = house.ask(f"select * from advice where athlete_id = '{athlete.athlete}'")
        assert [(row["advice_id"], row["why"], row["local_date"]) for row in rows] == [(one.id, one.why, week.as_of) for one in week.advice]
        assert rows or week.advice == ()


@pytest.mark.parametrize(("name", "days_off", "stages"), [("three weeks", 23, False), ("four weeks", 28, True), ("unknown", 25, False)])
def test_what_is_offered_after_a_break_fits_the_days_off(house: House, name: str, days_off: int, stages: bool) -> None:
    week = Marts(house.settings).week(AthleteId(name))
    (check,) = (one for one in week.checks if one.rule == "return_from_break")
    assert f"after {days_off} days off" in check.message
    assert check.action == "Until 4 July rest, walk or cross-train instead of running; how far the next run may be counts after that."
    said = worse(week, [CheckIn(TODAY, 3)], TODAY)
    for advice in (week.advice, said.advice):
        load = [one.id for one in advice if one.kind == "load"]
        assert ("walk_run" in load) is stages
        assert "ease_back" in load


@pytest.mark.parametrize(("name", "days_back"), [("three weeks", -1), ("settled", -1), ("settled", 14), ("settled", 20)])
def test_a_return_is_told_of_for_two_weeks_and_then_no_more(house: House, name: str, days_back: int) -> None:
    marts, back = Marts(house.settings), BACK if name == "three weeks" else BACK - timedelta(days=18)

    def said(days: int) -> str:
        return next(
            one.message for one in marts.week(AthleteId(name), back + timedelta(days=days)).checks if one.rule == "return_from_break"
        )

    assert said(days_back) == "You are not within two weeks of coming back from a break of 14 days or more."
    assert "days off" in said(0)
    if name == "settled":
        assert "in week 1 back after 20 days off" in said(6)
        assert "for week 2 back" in said(13)
