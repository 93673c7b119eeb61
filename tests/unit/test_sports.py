"""Words for sports in six languages and the dialects of watches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.files.sports import UNKNOWN, WORDS, _plain, sport_type


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Run", "Run"),
        ("9", "Run"),
        ("1", "Ride"),
        ("Lauf", "Run"),
        ("Course à pied", "Run"),
        ("COURSE A PIED", "Run"),
        ("Carrera", "Run"),
        ("Corrida", "Run"),
        ("Corsa", "Run"),
        ("Trail Run", "TrailRun"),
        ("TrailRun", "TrailRun"),
        ("trail_running", "TrailRun"),
        ("Virtueller Lauf", "VirtualRun"),
        ("Course à pied virtuelle", "VirtualRun"),
        ("Spaziergang", "Walk"),
        ("Randonnée", "Hike"),
        ("Biking", "Ride"),
        ("E-Bike Ride", "EBikeRide"),
        ("Stair-Stepper", "StairStepper"),
        ("Football (Soccer)", "Soccer"),
        ("Natação", "Swim"),
        ("Allenamento con i pesi", "WeightTraining"),
        ("lap_swimming", "Swim"),
        ("Fußball", "Soccer"),
        ("Workout", UNKNOWN),
        ("", UNKNOWN),
        ("Quidditch", UNKNOWN),
    ],
)
def test_words_become_stravas_names(word: str, expected: str) -> None:
    assert sport_type(word) == expected


def test_no_word_means_two_sports() -> None:
    owners: dict[str, set[str]] = {}
    for sport, words in WORDS.items():
        for word in words.split(","):
            owners.setdefault(_plain(word), set()).add(sport)
    assert {word: sports for word, sports in owners.items() if len(sports) > 1} == {}
    assert "" not in owners


@given(st.text())
def test_any_text_has_a_sport(word: str) -> None:
    assert sport_type(word) in WORDS
