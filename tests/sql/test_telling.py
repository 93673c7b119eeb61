"""What a build says in words: alerts and today's advice, the same sentences as on the screen."""

from datetime import date

import pytest

from tests.homes import House, run
from warehouse.reader import Marts
from warehouse.settings import Settings

STEADY = [run(f"strava:{day}", f"2026-03-{day:02d} 06:00:00", 8, 50) for day in range(1, 32, 3)]
SPIKES = [run("strava:100", "2026-04-02 06:00:00", 9.5, 60), run("strava:101", "2026-04-04 06:00:00", 20, 130)]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Build a home with a runner who jumped twice, one in miles who did the same, and one who has nothing yet."""
    house = House.open(Settings(home=tmp_path_factory.mktemp("telling") / "home"))
    for name in ("Ann", "Miles"):
        house.land(house.athlete(name), "export", [*STEADY, *SPIKES], full=True, as_of="2026-04-05")
    house.people.athletes.set(house.athlete("Miles"), "units", "mi")
    house.athlete("Nobody")
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
