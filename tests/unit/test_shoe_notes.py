"""The words of shoe notes: strict, in the runner's units, held against their lines; and for days looked back at."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.homes import House, run
from warehouse.errors import SettingsError
from warehouse.reader import Marts
from warehouse.settings import Settings
from warehouse.shoe_notes import load_notes, parse_notes, say

NOTE = '[[note]]\nid = "x"\nimportant = true\ntitle = "T"\nmessage = "{shoe}"\nwhy = "W"\naction = "A"\ngrade = "C"\nsource = "S"\n'
FULL: dict[str, Any] = {
    "shoe_id": "log:A",
    "shoe": "Blue",
    "other": "Red",
    "uses": 9,
    "distance_km": 90.04,
    "of_uses": 10,
    "of_km": 100.0,
    "recent_uses": 1,
    "recent_km": 16.09344,
    "other_uses": 6,
    "until": date(2026, 6, 30),
}


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Marts]:
    """Build a runner who began a new pair in June and named none in May."""
    house = House.open(Settings(home=tmp_path_factory.mktemp("notes") / "home"))
    rows = [run(f"strava:{day}", f"2026-06-{day:02d} 06:00:00", 10, 50, gear_id="strava:g7", gear_name="Blue") for day in range(2, 30, 3)]
    house.land(house.athlete("Ada", units="mi"), "export", [run("strava:99", "2026-05-01 06:00:00", 5, 30), *rows], full=True)
    house.build()
    yield Marts(house.settings)
    house.people.close()


@pytest.mark.parametrize("note", [text.id for text in load_notes()])
@pytest.mark.parametrize("units", ["km", "mi"])
def test_every_note_is_one_sentence_with_its_numbers_and_what_to_do(note: str, units: Any) -> None:
    (said,) = say([{**FULL, "note": note}], units)
    assert said.message.endswith(".")
    assert any(digit in said.message for digit in "0123456789")
    assert {" mi": "km", " km": " mi"}[f" {units}"] not in said.message
    assert "{" not in said.message + said.why + said.action
    assert (said.grade, bool(said.source), bool(said.action), bool(said.why)) == ("C", True, True, True)


def test_a_share_has_the_digits_that_tell_it_from_its_line() -> None:
    (said,) = say([{**FULL, "note": "one_pair"}])
    assert "carried 90.04 % of" in said.message
    assert "the line is 90.0 %" in said.message


def test_the_most_pressing_comes_first() -> None:
    said = say([{**FULL, "note": note} for note in ("no_pair", "one_pair", "retired_in_use")])
    assert [one.note for one in said] == ["retired_in_use", "one_pair", "no_pair"]


@pytest.mark.parametrize(("change", "why"), [(("{shoe}", "{nobody}"), "nobody"), (('grade = "C"', 'grade = "D"'), "grade")])
def test_damaged_words_are_told(change: tuple[str, str], why: str) -> None:
    with pytest.raises(SettingsError, match=why):
        parse_notes(NOTE.replace(*change))


def test_notes_are_those_of_the_day_looked_at(marts: Marts) -> None:
    ada = marts.athletes()[0].athlete
    assert [note.note for note in marts.shoe_notes(ada)] == ["one_pair", "no_pair"]
    before = marts.shoe_notes(ada, date(2026, 6, 5))
    assert [(note.note, note.shoe) for note in before] == [("new_pair", "strava:g7"), ("no_pair", None)]
    assert "Until 15 June" in before[0].action
    assert "12.4 mi of 12.4 mi" in before[0].message
    assert marts.shoe_notes(ada, date(2026, 5, 1))[0].note == "no_pair"
