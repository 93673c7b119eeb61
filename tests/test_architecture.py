"""The rules of the house, held by machine: who imports whom, how large things may be, what SQL and words may look like."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

import pytest
import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel
from sqlglot.tokens import Tokenizer, TokenType

from warehouse import plan

ROOT = Path(__file__).parents[1]
ROOMS = ("warehouse", "pipelines", "dashboard", "commands")
STAGES = ("samples", "staging", "features", "marts", "checks")
MODELS = [pytest.param(model, id=f"{stage}/{model.name}") for stage in STAGES for model in plan.models(stage)]
MARTS = [pytest.param(model, id=model.name) for model in plan.models("marts")]
QUERIES = sorted((ROOT / "warehouse" / "queries").glob("*.sql"))

LONGEST_FILE = 250
LONGEST_FUNCTION = 30
LONGER_FUNCTIONS = {
    "warehouse/rules.py:check": "one line a column of a check",
    "warehouse/week.py:assemble": "one line a part of the week",
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources() -> list[Path]:
    return [ROOT / "plimsoll.py", *(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))]


@cache
def nodes(path: Path) -> list[ast.AST]:
    """Return every node of a source file that matters here."""
    kinds = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.Constant)
    return [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, kinds)]


def functions() -> Iterator[tuple[str, int]]:
    for path in sources():
        for node in nodes(path):
            if isinstance(node, Function):
                yield f"{path.relative_to(ROOT)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


def imported(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.slow
def test_imports_keep_their_directions() -> None:
    """In a process of its own, for the linter silences every logger it finds; `make check` runs it apart."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-logo"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


def test_nobody_imports_the_front_door() -> None:
    """It is one module, so import-linter does not know it."""
    assert [path for path in sources() for name in imported(path) if name.split(".")[0] == "plimsoll"] == []


def test_the_environment_is_read_in_one_place() -> None:
    reads = re.compile(r"\bos\.(environb?|getenv)\b|from os import .*\b(environ|getenv)\b|\bload_dotenv\b")
    readers = [path.relative_to(ROOT).as_posix() for path in sources() if reads.search(path.read_text("utf-8"))]
    assert readers == ["warehouse/settings.py"]


def test_files_are_small() -> None:
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in sources()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}
    assert median(lengths.values()) <= 80


def test_functions_are_small() -> None:
    lengths = list(functions())
    assert {name for name, length in lengths if length > LONGEST_FUNCTION} == set(LONGER_FUNCTIONS)
    assert median(length for _, length in lengths) <= 8


@pytest.mark.parametrize("model", MODELS)
def test_a_model_says_what_it_answers(model: plan.Model) -> None:
    assert re.fullmatch(r"[A-Z].{10,}\.", model.description)


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_query_says_what_it_answers(path: Path) -> None:
    assert re.match(r"-- [A-Z].{10,}", path.read_text("utf-8"))


@cache
def parsed(sql: str) -> exp.Expression:
    return sqlglot.parse_one(sql, read="duckdb")


@pytest.mark.parametrize("model", MODELS)
def test_the_inputs_of_a_model_are_what_a_parser_finds(model: plan.Model) -> None:
    tree = parsed(model.sql)
    local = {cte.alias for cte in tree.find_all(exp.CTE)}
    assert model.inputs == {table.name for table in tree.find_all(exp.Table)} - local


@pytest.mark.parametrize("model", MARTS)
def test_a_mart_translates_to_spark(model: plan.Model) -> None:
    translated = parsed(model.sql).sql("spark", unsupported_level=ErrorLevel.RAISE)
    sqlglot.parse_one(translated, read="spark")


@pytest.mark.parametrize("model", MARTS)
def test_a_mart_keeps_to_the_portable_subset(model: plan.Model) -> None:
    tree = parsed(model.sql)
    assert not list(tree.find_all(exp.Qualify)), "filter on a column of an inner query instead"
    assert not any(group.args.get("all") for group in tree.find_all(exp.Group)), "name the columns of a group"
    assert aliases(model.sql) == aliases(tree.sql("duckdb")), "write `as` before every alias"


def aliases(sql: str) -> int:
    return sum(token.token_type is TokenType.ALIAS for token in Tokenizer(dialect="duckdb").tokenize(sql))


def spoken() -> Iterator[tuple[str, str]]:
    """Yield every text a user may read with its place: documents, rules, advice, and the strings of pages and commands."""
    documents = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "dashboard" / "texts").iterdir()]
    for path in (*documents, *(ROOT / "warehouse").glob("*.toml")):
        yield path.name, path.read_text("utf-8")
    for path in sources():
        for node in nodes(path):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node.value


def test_nothing_is_called_safe() -> None:
    assert [place for place, text in spoken() if re.search(r"\bsafe(r|st|ly|ty)?\b", text, re.IGNORECASE)] == []


@pytest.mark.parametrize(
    "claim",
    [
        r"\b(chance|likelihood|odds|probability) of (an? )?(injury|injuries|getting|being|pain)",
        r"\bwill (get|be|become) (hurt|injured)\b",
        r"\bcauses? (of )?(an? )?(injur|pain|runner)",
    ],
)
def test_nobody_is_told_their_fate(claim: str) -> None:
    """A sentence may deny a claim; none may make it."""
    denied = re.compile(r"\b(no|not|never|without|nobody)\b[^.]{0,60}$", re.IGNORECASE)
    found = [
        f"{place}: …{text[max(0, match.start() - 40) : match.end()]}"
        for place, text in spoken()
        for match in re.finditer(claim, text, re.IGNORECASE)
        if not denied.search(text[: match.start()])
    ]
    assert found == []
