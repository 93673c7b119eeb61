"""The documents say what is there: tables, commands, addresses, settings, links; and what they tell to type works."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import click
import pytest

from commands.documents import week_document
from dashboard.app import create_app
from plimsoll import main
from tests.homes import House
from tests.keeping import once
from tests.web import seasons
from warehouse.reader import Marts
from warehouse.rulebook import load_rules
from warehouse.settings import Settings

ROOT = Path(__file__).parents[1]
DOCS = {path.name: path.read_text("utf-8") for path in (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")))}
DICTIONARY, COMMANDS = DOCS["data-dictionary.md"], DOCS["commands.md"]
HEADER = "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,Relative Effort,Commute"
EXPORT = f"""{HEADER},Activity Gear,Filename
101,"May 1, 2026, 6:00:00 AM",Morning,Run,,3000,10.00,,false,Blue pair,
"""
TYPED = (".venv/bin/plimsoll ", "plimsoll ")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Open a home with a published file."""
    house = House.open(Settings(home=once(tmp_path_factory, "town", seasons.town, tmp_path_factory.mktemp("docs") / "home")))
    yield house
    house.people.close()


def section(text: str, heading: str) -> str:
    """Return what stands below a heading, to the next one of its rank or higher."""
    rank = heading.partition(" ")[0]
    return re.split(rf"^#{{1,{len(rank)}}} ", text.partition(f"\n{heading}\n")[2], flags=re.MULTILINE)[0]


def blocks(language: str, text: str) -> list[str]:
    """Return every code block in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def typed(text: str) -> list[list[str]]:
    """Return the words of every command of ours that a document says to type."""
    return [shlex.split(line, comments=True) for code in blocks("sh", text) for line in code.splitlines() if line.startswith(TYPED)]


def test_the_dictionary_has_every_table_with_every_column(house: House) -> None:
    promised = re.findall(r"^### `(\w+)`$", DICTIONARY, re.MULTILINE)
    for table in promised:
        told = re.findall(r"^\| `(\w+)` \| (\S+) \| .*\| .+ \|$", section(DICTIONARY, f"### `{table}`"), re.MULTILINE)
        assert told == [(row["column_name"], row["column_type"]) for row in house.ask(f"describe {table}")], table
    internal = re.findall(r"^- `(\w+)`: .{10,}", section(DICTIONARY, "## Internal tables"), re.MULTILINE)
    there = [row["table_name"] for row in house.ask("select table_name from information_schema.tables")]
    assert sorted([*promised, *internal]) == sorted(there)


@pytest.mark.parametrize("sql", blocks("sql", DICTIONARY))
def test_the_questions_of_the_dictionary_can_be_asked(house: House, sql: str) -> None:
    house.ask(sql)


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_is_described_with_its_options(name: str) -> None:
    told = section(COMMANDS, f"### `plimsoll {name}`")
    options = [option for option in main.commands[name].params if isinstance(option, click.Option)]
    names = [word for option in options for word in (*option.opts, *option.secondary_opts)]
    assert told
    assert [word for word in names if f"`{word}`" not in told] == []


def test_no_command_is_described_that_is_not_there() -> None:
    assert set(re.findall(r"^### `plimsoll ([\w-]+)`$", COMMANDS, re.MULTILINE)) == set(main.commands)
    said = {name for text in DOCS.values() for name in re.findall(r"plimsoll ([a-z][a-z-]+)\b[^`\n]*`", text)}
    assert said <= set(main.commands)


@pytest.mark.parametrize("words", [words for text in DOCS.values() for words in typed(text)], ids=" ".join)
def test_what_the_documents_say_to_type_is_understood(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = [word.replace("~", str(tmp_path)) for word in words[2:]]
    for path in (Path(word) for word in arguments if word.endswith((".zip", ".gz", "/garmin"))):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    main.commands[words[1]].make_context(words[1], arguments)


def test_the_keys_of_the_week_are_described(house: House) -> None:
    told = section(COMMANDS, "## The week as JSON")
    document = week_document(Marts(house.settings).week(house.people.athletes.all()[0].athlete, seasons.TODAY))
    items = [item for part in document.values() for item in (part if isinstance(part, list) else [part])]
    inner = {key for item in items if isinstance(item, dict) for key in item}
    assert document["shoes"]
    assert document["checks"]
    assert [key for key in document.keys() | inner if f"`{key}`" not in told] == []


def test_every_address_is_described(house: House) -> None:
    app = create_app(house.settings, Marts(house.settings), house.people)
    rules = {rule.rule for rule in app.server.url_map.iter_rules()}
    routes = {rule for rule in rules if not re.match(r"/(_|assets|static|<path)", rule)} - {"/"}
    sources = [path.read_text("utf-8") for path in (ROOT / "dashboard" / "pages").glob("*.py")]
    pages = {path for source in sources for path in re.findall(r'\bPage\("([^"]+)"', source)}
    assert set(re.findall(r"`(/[^`]*)`", section(COMMANDS, "## Addresses of the page"))) == routes | pages


def test_every_setting_is_described() -> None:
    names = re.findall(r'read\("([A-Z_]+)"', (ROOT / "warehouse" / "settings.py").read_text("utf-8"))
    assert names
    assert [name for name in names if f"`{name}`" not in section(DOCS["operations.md"], "## Settings")] == []


def test_the_readme_lists_the_rules_in_force() -> None:
    told = re.findall(r"^\| (.+?) \| .+ \|$", section(DOCS["README.md"], "## How it decides"), re.MULTILINE)
    assert told[1:] == [rule.title for rule in load_rules().rule if rule.in_force]


def test_every_target_of_make_that_is_named_is_there() -> None:
    there = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {name for text in DOCS.values() for name in re.findall(r"(?:`|^)make ([a-z]+)", text, re.MULTILINE)}
    assert {"run", "test"} <= named <= there


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", sorted(DOCS))
def test_links_lead_somewhere(name: str) -> None:
    folder = ROOT if (ROOT / name).exists() else ROOT / "docs"
    for target in re.findall(r"\]\(([^)\s]+)\)", DOCS[name]):
        if target.startswith(("http:", "https:")):
            continue
        path, _, anchor = target.partition("#")
        place = folder / path if path else folder / name
        assert place.exists(), target
        assert not anchor or anchor in anchors(place.read_text("utf-8")), target


@pytest.mark.slow
def test_the_readme_works_as_typed(tmp_path: Path) -> None:
    """A runner's folder with an export in it; each command of the README is run as it stands."""
    (tmp_path / "Downloads").mkdir()
    with ZipFile(tmp_path / "Downloads" / "export_12345678.zip", "w") as archive:
        archive.writestr("activities.csv", EXPORT)
    lines = typed(DOCS["README.md"])
    assert len(lines) >= 3
    environment = {**os.environ, "PLIMSOLL_HOME": str(tmp_path / "home")}
    for words in lines:
        command = [sys.executable, "-m", "plimsoll", *(word.replace("~", str(tmp_path)) for word in words[1:])]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert "Blue pair" in done.stdout
