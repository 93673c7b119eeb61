"""Every exercise has a drawing that can be seen in both schemes and heard."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from dashboard.components.drawing import DRAWINGS, FOLDER, drawings, words
from warehouse.advice import load_advice

SVG = "{http://www.w3.org/2000/svg}"
FILES = sorted(FOLDER.glob("*.svg"))
DRAWN = {"stretch", "strength", "cross_training"}


def test_every_exercise_has_its_drawings_and_every_drawing_is_used() -> None:
    exercises = {text.id for text in load_advice().advice if text.kind in DRAWN} | {"warm_up"}
    assert DRAWINGS.keys() == exercises
    assert {name for names in DRAWINGS.values() for name in names} == {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_drawing_has_no_colour_of_its_own_and_says_what_it_shows(path: Path) -> None:
    tree = ET.parse(path).getroot()  # noqa: S314 -- our own file
    assert {node.get(paint) for node in tree.iter() for paint in ("fill", "stroke")} <= {None, "none", "currentColor"}
    assert {node.tag.removeprefix(SVG) for node in tree.iter()} <= {"svg", "title", "desc", "g", "path", "circle", "ellipse", "rect"}
    title, description = words(path.stem)
    assert (title, description) == (tree.findtext(f"{SVG}title"), tree.findtext(f"{SVG}desc"))
    assert description.endswith(".")


def test_a_drawing_is_spoken_and_captioned() -> None:
    shown = drawings("stretch_calf")
    assert shown is not None
    first = shown.children[0].children
    assert getattr(first[0], "aria-label").startswith("Calf, knee straight: Hands on a wall")
    assert first[1].children == "Calf, knee straight"
    assert drawings("cap_longest_run") is None
