"""Popular advice is told as it was found, and no advice of ours leans on what does not hold."""

import re
from pathlib import Path

import pytest

from warehouse.advice import load_advice
from warehouse.claims import VERDICTS, Claim, load_claims, parse_claims
from warehouse.errors import SettingsError

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "methods.md").read_text("utf-8")
CLAIMS = {claim.id: claim for claim in load_claims()}
ADVICE = {text.id: text for text in load_advice().advice}
VERDICT_OF = {
    "graded_return": "supported",
    "strength_treats": "supported",
    "more_steps": "supported",
    "cross_train": "supported",
    "tight_flat_hard": "weak",
    "stretching_treats": "weak",
    "shoe_miles": "weak",
    "strength_prevents": "weak",
    "stretching_prevents": "contradicted",
    "heat_heals": "contradicted",
    "responds_well": "contradicted",
}
NUMBERS = {
    "stretching_prevents": "RR 0.963 (0.846-1.095)",
    "responds_well": "about half",
    "heat_heals": "muscle tears in mice",
    "strength_prevents": "RR 0.97",
    "ten_percent": "20.8 % and 20.3 %",
    "180_steps": "155 to 203",
    "cycling_is_kind": "36 %",
}
ONE = """
[[claim]]
id = "rest"
said = "Rest helps"
verdict = "weak"
found = "It may."
source = "Convention"
advice = ["stop_running"]
"""


def test_the_verdicts_are_those_of_the_studies() -> None:
    assert {name: CLAIMS[name].verdict for name in VERDICT_OF} == VERDICT_OF
    assert {claim.verdict for claim in CLAIMS.values()} == set(VERDICTS)


@pytest.mark.parametrize("name", NUMBERS)
def test_the_numbers_are_those_of_the_studies(name: str) -> None:
    assert NUMBERS[name] in CLAIMS[name].found


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=lambda claim: claim.id)
def test_every_statement_is_in_the_document_with_verdict_and_source(claim: Claim) -> None:
    assert f"| {claim.said} | {VERDICTS[claim.verdict]} | {claim.found} | {claim.source} |" in PAGE


def test_advice_that_a_contradicted_statement_bears_on_is_never_grade_a_or_b() -> None:
    leaning = {name for claim in CLAIMS.values() if claim.verdict == "contradicted" for name in claim.advice}
    assert {ADVICE[name].grade for name in leaning} == {"C"}


def test_no_advice_promises_to_prevent_to_heal_or_names_an_absolute_cadence() -> None:
    for text in ADVICE.values():
        words = f"{text.title} {text.dose} {text.how}"
        assert not re.search(r"\bprevents?\b|\b1[5-9]\d\b|\bheals?\b(?<!Neither heals)", words), text.id


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('verdict = "weak"', 'verdict = "true"', "rest: verdict: 'true' is not"),
        ('"stop_running"', '"nap"', "rest: unknown advice nap"),
        ('source = "Convention"\n', "", "rest: source is missing"),
        ("\n[[claim]]", ONE + "\n[[claim]]", "an id is used twice"),
    ],
)
def test_a_damaged_file_is_named_to_the_place(old: str, new: str, said: str) -> None:
    assert parse_claims(ONE)[0].id == "rest"
    with pytest.raises(SettingsError, match=said):
        parse_claims(ONE.replace(old, new, 1))
