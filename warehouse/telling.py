"""What a build says in words: the message of every alert and today's advice, as rows of the file being built.

The sentences are those of the screen, made by the same functions from the same queries, asked for all athletes at once.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from warehouse import db
from warehouse.advice import advise
from warehouse.model import Level
from warehouse.rules import load_rules
from warehouse.week import FACTS_OF, QUERIES_OF_CHECKS, checks_of, result_of

QUERIES = Path(__file__).parent / "queries"
ADVICE = """create table advice (
  athlete_id varchar, local_date date, advice_id varchar, kind varchar, title varchar, dose varchar, why varchar,
  grade varchar, source varchar
)"""
TOLD = "create or replace temp table told (athlete_id varchar, alert_id varchar, message varchar)"
TODAY = "select athlete_id, today as as_of, '' as about from athlete"
PEAKS = "select athlete_id, peak_on as as_of, alert_id as about from alert where rule = $rule or $rule = ''"

Row = Mapping[str, Any]


def tell(con: db.Connection) -> None:
    """Fill `advice` for every athlete's today and `message` of every alert; call when all marts are built."""
    db.rows(con, ADVICE)
    db.rows(con, TOLD)
    units: dict[str, str] = dict(db.rows(con, "select athlete_id, units from athlete"))
    db.insert(con, "advice", _advice(con, units))
    db.insert(con, "told", _messages(con, units))
    db.rows(
        con,
        "update alert set message = told.message from told where told.athlete_id = alert.athlete_id and told.alert_id = alert.alert_id",
    )


def _advice(con: db.Connection, units: Row) -> Iterator[tuple[Any, ...]]:
    found = {query: _everybody(con, query, TODAY) for query in QUERIES_OF_CHECKS}
    for athlete, today in db.rows(con, "select athlete_id, today from athlete order by athlete_id"):
        answers = {query: rows.get((athlete, ""), {}) for query, rows in found.items()}
        level = Level(answers["day"].get("level") or Level.NOT_ENOUGH_HISTORY)
        for one in advise(checks_of(answers, units[athlete]), level):
            yield athlete, today, one.id, one.kind, one.title, one.dose, one.why, one.grade, one.source


def _messages(con: db.Connection, units: Row) -> Iterator[tuple[str, str, str]]:
    rules = [rule for (rule,) in db.rows(con, "select distinct rule from alert order by rule")]
    days = _everybody(con, "day", PEAKS, rule="") if rules else {}
    for rule in rules:
        query = FACTS_OF[rule]
        for key, facts in _everybody(con, query, PEAKS, rule=rule).items():
            told = result_of(load_rules().about(rule), {"day": days[key], query: facts}, units[key[0]])
            yield *key, told.message


def _everybody(con: db.Connection, query: str, asked: str, **parameters: object) -> dict[tuple[str, str], Row]:
    """Ask one of the screen's queries for every row of `asked` at once; return its first row by athlete and what it is about."""
    sql = (QUERIES / f"{query}.sql").read_text("utf-8").replace("$athlete", "asked.athlete_id").replace("$as_of", "asked.as_of")
    rows = db.dicts(
        con,
        f"with asked as ({asked}) select asked.athlete_id as asked_athlete, asked.about as asked_about, answer.*"
        f" from asked left join lateral ({sql}) as answer on true",
        parameters or None,
    )
    return {(row["asked_athlete"], row["asked_about"]): row for row in rows}
