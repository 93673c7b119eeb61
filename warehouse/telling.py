"""What a build says in words: the message of every alert and today's advice, as rows of the file being built.

The sentences are those of the screen, made by the same functions from the same queries, asked for all athletes at once, and only
about the checks over their line: nothing is said of the others.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from warehouse import db
from warehouse.advice import advise
from warehouse.model import Check, Lasting, Level
from warehouse.referral import told
from warehouse.rules import load_rules
from warehouse.week import FACTS_OF, result_of

QUERIES = Path(__file__).parent / "queries"
ADVICE = """create table advice (
  athlete_id varchar, local_date date, advice_id varchar, kind varchar, title varchar, dose varchar, why varchar,
  grade varchar, source varchar
)"""
TOLD = "create or replace temp table told (athlete_id varchar, alert_id varchar, message varchar)"
OVER = """create or replace temp table over_line as
select signal.athlete_id, signal.rule, signal.local_date as as_of, '' as about
from signal
join athlete on athlete.athlete_id = signal.athlete_id and athlete.today = signal.local_date
where signal.level > 0
union all
select athlete_id, rule, peak_on, alert_id
from alert"""
"""What is told of: the checks that are over their line on an athlete's today, and the day of the highest number of every alert."""
DAYS = """select over_line.rule, over_line.about, athlete.units, day_check.*
from over_line
join athlete on athlete.athlete_id = over_line.athlete_id
join day_check on day_check.athlete_id = over_line.athlete_id and day_check.local_date = over_line.as_of"""
LEVELS = """select athlete.athlete_id, athlete.today, daily_risk.level
from athlete
left join daily_risk on daily_risk.athlete_id = athlete.athlete_id and daily_risk.local_date = athlete.today
order by athlete.athlete_id"""
ASKED = """select asked.athlete_id as asked_athlete, pain_day.why, answer.*
from athlete as asked
left join pain_day on pain_day.athlete_id = asked.athlete_id and pain_day.local_date = asked.today"""

Row = Mapping[str, Any]
Checks = Mapping[tuple[str, str], list[Check]]


def tell(con: db.Connection) -> None:
    """Fill `advice` for every athlete's today and `message` of every alert; call when all marts are built."""
    for sql in (ADVICE, TOLD, OVER):
        db.rows(con, sql)
    checks = _checks(con)
    db.insert(con, "advice", _advice(con, checks))
    db.insert(con, "told", ((athlete, about, said[0].message) for (athlete, about), said in checks.items() if about))
    db.rows(
        con,
        "update alert set message = told.message from told where told.athlete_id = alert.athlete_id and told.alert_id = alert.alert_id",
    )


def _advice(con: db.Connection, checks: Checks) -> Iterator[tuple[Any, ...]]:
    lasting = _lasting(con)
    for athlete, today, level in db.rows(con, LEVELS):
        over = checks.get((athlete, ""), ())
        for one in advise(over, Level(level or Level.NOT_ENOUGH_HISTORY), lasting=lasting[athlete]):
            yield athlete, today, one.id, one.kind, one.title, one.dose, one.why, one.grade, one.source


def _lasting(con: db.Connection) -> dict[str, Lasting]:
    """Ask for every athlete's today what lasts, with the words of the answer about pain that counts."""
    sql = (QUERIES / "referral.sql").read_text("utf-8").replace("$athlete", "asked.athlete_id").replace("$as_of", "asked.today")
    rows = db.dicts(con, f"{ASKED} left join lateral ({sql}) as answer on true")
    return {row["asked_athlete"]: told(row, row["why"]) for row in rows}


def _checks(con: db.Connection) -> Checks:
    """Word every check over its line; by the athlete and the alert it is about, which is empty for today's."""
    days = db.dicts(con, DAYS)
    facts = {rule: _facts(con, rule) for rule in sorted({day["rule"] for day in days})}
    found: dict[tuple[str, str], list[Check]] = defaultdict(list)
    for day in days:
        key, rule = (day["athlete_id"], day["about"]), load_rules().about(day["rule"])
        found[key].append(result_of(rule, {"day": day, FACTS_OF[rule.id]: facts[rule.id].get(key, {})}, day["units"]))
    return found


def _facts(con: db.Connection, rule: str) -> dict[tuple[str, str], Row]:
    """Ask the screen's query of a rule for all its days at once; return its first row by athlete and alert."""
    sql = (QUERIES / f"{FACTS_OF[rule]}.sql").read_text("utf-8").replace("$athlete", "asked.athlete_id").replace("$as_of", "asked.as_of")
    rows = db.dicts(
        con,
        "with asked as (select * from over_line where rule = $rule) select asked.athlete_id as asked_athlete, asked.about as asked_about,"
        f" answer.* from asked left join lateral ({sql}) as answer on true",
        {"rule": rule},
    )
    return {(row["asked_athlete"], row["asked_about"]): row for row in rows}
