"""docs/methods.md says what the TOML says."""

from dataclasses import replace
from pathlib import Path

from warehouse.advice import load_advice
from warehouse.claims import load_claims
from warehouse.methods import refresh
from warehouse.quality import load_quality
from warehouse.rules import load_rules
from warehouse.wording import number

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "methods.md").read_text("utf-8")
RULES = load_rules()


def test_the_page_is_what_the_rules_and_the_advice_say() -> None:
    assert refresh(PAGE, RULES, load_advice(), load_claims()) == PAGE, "run: python -m warehouse.methods docs/methods.md"


def test_another_threshold_would_change_the_page() -> None:
    first = RULES.rule[0]
    moved = replace(first, levels=(replace(first.levels[0], above=1.15), *first.levels[1:]))
    assert "> 1.15 times: 1 point" in refresh(PAGE, replace(RULES, rule=(moved, *RULES.rule[1:])), load_advice(), load_claims())


def test_every_rule_is_there_with_its_lines_numbers_grade_and_source() -> None:
    for rule in RULES.rule:
        section = PAGE.split(f"(`{rule.id}`)")[1].split("\n### ")[0]
        for level in rule.levels:
            assert any(f"{sign} {written}" in section for sign in ">≥" for written in (number(level.above), f"{level.above:.2f}"))
        for name, value in rule.parameters.items():
            assert f"{name} = {number(value)}" in section
        assert f"Grade {rule.grade}: {rule.source}" in section


def test_every_level_and_piece_of_advice_is_there() -> None:
    ids = [level.id for level in RULES.level] + [text.id for text in load_advice().advice]
    assert [name for name in ids if f"(`{name}`)" not in PAGE] == []


def test_a_backslash_in_a_text_is_text() -> None:
    odd = replace(RULES.rule[0], meaning=r"A \1 in it")
    assert r"A \1 in it" in refresh(PAGE, replace(RULES, rule=(odd,)), load_advice(), load_claims())


def test_every_doubt_is_there_with_its_numbers() -> None:
    for one in load_quality().doubt:
        assert f"(`{one.id}`)" in PAGE
        assert [name for name, value in one.parameters.items() if f"{name} = {number(value)}" not in PAGE] == []
