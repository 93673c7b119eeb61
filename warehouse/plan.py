"""The order of the SQL models: reads `sql/`, finds what each model reads, sorts them.

A model is one file with one `select`; its name is the file's, its first comment line its description; `name.view.sql` is kept as a
view. Nothing here runs SQL.
Inputs are found by pattern, because a SQL parser costs 0.8 s a start; a test holds the pattern against a parser's reading.
"""

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Literal

SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True, slots=True)
class Model:
    """One question, asked in SQL: its name, description, statement and the tables it reads."""

    name: str
    description: str
    sql: str
    inputs: frozenset[str]
    kind: Literal["table", "view"] = "table"


def read_model(path: Path) -> Model:
    """Read one file; raise `ValueError` when it lacks its description line."""
    text = path.read_text("utf-8")
    first, _, sql = text.partition("\n")
    if not first.startswith("-- "):
        raise ValueError(f"{path.name} must start with a comment that says what it answers")
    name, _, kind = path.stem.partition(".")
    return Model(name, first.removeprefix("-- ").strip(), sql.strip(), _inputs(sql), "view" if kind == "view" else "table")


@cache
def models(stage: str) -> tuple[Model, ...]:
    """Return the models of `stage` (staging, features, marts, checks), each after those it reads."""
    found = {model.name: model for model in map(read_model, sorted((SQL / stage).glob("*.sql")))}
    graph = {name: sorted(model.inputs & found.keys()) for name, model in found.items()}
    return tuple(found[name] for name in TopologicalSorter(graph).static_order())


def behind(stage: str, queries: Iterable[str], given: Collection[str] = ()) -> tuple[Model, ...]:
    """Return the models of `stage` that these queries need, directly or through others, each after those it reads; not those `given`."""
    wanted = set[str]().union(*map(_inputs, queries))
    found = tuple(model for model in models(stage) if model.name not in given)
    for model in reversed(found):
        wanted |= model.inputs if model.name in wanted else set()
    return tuple(model for model in found if model.name in wanted)


@cache
def fingerprint() -> str:
    """Return a word that changes with any model, so that tables made by another version are known as such."""
    texts = (path.read_bytes() for path in sorted(SQL.rglob("*.sql")))
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:16]


_READ = re.compile(r"\b(?:from|join)\s+([a-z_]+)\b(?!\s*\()")
_CTE = re.compile(r"(?:\bwith|,)\s+(?:recursive\s+)?([a-z_]+) as \(")


def _inputs(sql: str) -> frozenset[str]:
    return frozenset(_READ.findall(sql)) - frozenset(_CTE.findall(sql))
