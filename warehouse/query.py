"""The text of the named queries in `queries/`, and of those that ask a model again for a day looked back at."""

from datetime import date
from functools import cache
from pathlib import Path

from warehouse import plan

QUERIES = Path(__file__).parent / "queries"
ON_DAY = {"shoes_on_day": ("shoe",), "shoe_notes_on_day": ("shoe", "shoe_note")}
"""Which models a query of an earlier day asks again."""


@cache
def text(name: str) -> str:
    """Return the SQL of a query by its name."""
    if name in ON_DAY:
        again = ", ".join(f"{model} as ({_model(model)})" for model in ON_DAY[name])
        return f"with as_of as (select $athlete as athlete_id, $as_of::date as as_of), {again}\n{text(name.removesuffix('_on_day'))}"
    return (QUERIES / f"{name}.sql").read_text("utf-8").replace("$as_of", "$as_of::date")


def of_day(name: str, day: date, today: date) -> str:
    """Return the name of the query for a day: of what is published for today, else of the models asked again."""
    return name if day == today else f"{name}_on_day"


def _model(name: str) -> str:
    return next(model.sql for model in plan.models("marts") if model.name == name)
