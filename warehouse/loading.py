"""Landing into the writer's database: new batches, today's people facts, and each affected athlete's activities made once.

Only athletes whose batches or facts changed are touched. Nothing here publishes, and nothing here knows a rule.
"""

from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass

from warehouse import db, plan
from warehouse.landing import Batch, Landing
from warehouse.model import AthleteId
from warehouse.people import PeopleFacts


@dataclass(frozen=True, slots=True)
class Changes:
    """What a load did to one athlete's activities, each counted once however many sources tell of it."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0

    def __add__(self, other: "Changes") -> "Changes":
        """Add up two athletes' changes."""
        return Changes(
            self.added + other.added, self.updated + other.updated, self.unchanged + other.unchanged, self.removed + other.removed
        )

    def then(self, later: "Changes") -> "Changes":
        """Return what two loads changed, one after the other; what both changed counts once, as far as numbers can tell."""
        here = later.added + later.updated + later.unchanged
        added = min(self.added + later.added, here)
        updated = min(self.updated + later.updated, here - added)
        return Changes(added, updated, here - added - updated, self.removed + later.removed)


FACTS = {
    "athlete": "athletes",
    "shoe_told": "shoes",
    "shoe_assignment": "assignments",
    "shoe_default": "defaults",
    "unrecorded": "unrecorded",
    "mark": "marks",
    "check_in": "check_ins",
    "run_choice": "choices",
}
BATCH_TABLES = ("batch", "batch_change", "landed", "landed_gear", "landed_window", "landed_histogram")
FILES_A_STATEMENT = 500


def prepare(con: db.Connection, *, empty: bool) -> None:
    """Create what a new database lacks; empty one that another version of the models made, so that landing is loaded again.

    An `empty` home has published nothing that the next publication would have to wipe.
    """
    db.rows(con, "create table if not exists made_by (models varchar not null)")
    if db.rows(con, "select models from made_by") == [(plan.fingerprint(),)]:
        return
    schema = (plan.SQL / "schema.sql").read_text("utf-8")
    for (table,) in db.rows(con, "select table_name from duckdb_tables() where not temporary and table_name <> 'counter'"):
        db.rows(con, f'drop table "{table}"')
    db.rows(con, schema)
    db.rows(con, "update counter set wipe = ?", [not empty])
    db.insert(con, "made_by", [(plan.fingerprint(),)])


def load(con: db.Connection, landing: Landing, facts: PeopleFacts, awaited: Iterable[Batch] = ()) -> dict[AthleteId, Changes]:
    """Bring the database up to landing and facts in one transaction; return the changes of every athlete touched.

    What an earlier load did with `awaited` batches is counted in.
    A sync may take batches away meanwhile: what cannot be read because it is gone is no error, but a reason to look again.
    """
    batches = landing.batches()
    before = _changed_before(con, awaited)
    try:
        now = _load(con, batches, facts)
    except (FileNotFoundError, db.UnreadableFileError):
        if all(batch.path.exists() for batch in batches):
            raise
        return load(con, landing, facts, awaited)
    changes: dict[AthleteId, Changes] = {}
    for athlete, change in (*before, *now.items()):
        changes[athlete] = changes.get(athlete, Changes()).then(change)
    return changes


def _changed_before(con: db.Connection, awaited: Iterable[Batch]) -> list[tuple[AthleteId, Changes]]:
    """Return what each load that found some of these batches changed, the earliest first."""
    wanted = {(batch.athlete, batch.name) for batch in awaited}
    found = db.rows(con, "from batch_change where list_contains(?, batch) order by nth_load", [[name for _, name in wanted]])
    loads = {(AthleteId(row[0]), row[2]): Changes(*row[3:]) for row in found if (row[0], row[1]) in wanted}
    return [(athlete, change) for (athlete, _), change in loads.items()]


def _load(con: db.Connection, batches: list[Batch], facts: PeopleFacts) -> dict[AthleteId, Changes]:
    con.begin()
    try:
        db.rows(con, "create or replace temp table dirty (athlete_id varchar)")
        _copy_facts(con, facts)
        new = _load_batches(con, batches)
        changes = _refresh(con) if _is_due(con) else {}
        ((nth,),) = db.rows(con, "select coalesce(max(nth_load), 0) + 1 from batch_change")
        db.insert(con, "batch_change", [(batch.athlete, batch.name, nth, *astuple(changes[batch.athlete])) for batch in new])
        con.commit()
    except BaseException:
        con.rollback()
        raise
    return changes


def remove(con: db.Connection, athlete: AthleteId) -> int:
    """Delete every row of the athlete; return how many activities were among them."""
    tables = [name for (name,) in db.rows(con, "select table_name from information_schema.columns where column_name = 'athlete_id'")]
    count = 0
    for table in tables:
        gone = db.rows(con, f'delete from "{table}" where athlete_id = ? returning 1', [athlete])
        count = len(gone) if table == "merged_activity" else count
    return count


def _copy_facts(con: db.Connection, facts: PeopleFacts) -> None:
    """Take over the facts that changed; only those that a model of the load reads make an athlete's activities due."""
    read = {table for model in (*plan.models("staging"), *plan.models("features")) for table in model.inputs}
    for table, name in FACTS.items():
        told: Collection[tuple[object, ...]] = getattr(facts, name)
        changed = {*told} ^ {*db.rows(con, f"from {table}")}
        if changed:
            db.rows(con, f"delete from {table}")
            db.insert(con, table, told)
        if table in read:
            db.insert(con, "dirty", {(row[0],) for row in changed})


def _load_batches(con: db.Connection, batches: list[Batch]) -> list[Batch]:
    """Follow what landed and what is gone; return the batches that were new."""
    here = {(b.athlete, b.name): b for b in batches}
    known = {(AthleteId(row[0]), row[1]) for row in db.rows(con, "select athlete_id, batch from batch")}
    gone, new = known - here.keys(), [batch for key, batch in here.items() if key not in known]
    if gone:
        _remove_batches(con, gone)
    for start in range(0, len(new), FILES_A_STATEMENT):
        _insert_batches(con, new[start : start + FILES_A_STATEMENT])
    db.insert(con, "dirty", [(athlete,) for athlete in {key[0] for key in gone} | {batch.athlete for batch in new}])
    return new


def _remove_batches(con: db.Connection, keys: Iterable[tuple[AthleteId, str]]) -> None:
    """Delete what came from batches that are gone; builds under way still hold it, so they are made stale, and the next one is to wipe."""
    db.rows(con, "create or replace temp table gone (athlete_id varchar, batch varchar)")
    db.insert(con, "gone", keys)
    for table in BATCH_TABLES:
        db.rows(con, f"delete from {table} using gone where gone.athlete_id = {table}.athlete_id and gone.batch = {table}.batch")
    db.rows(con, "update counter set forgotten_at = snapshot, wipe = true")


def _insert_batches(con: db.Connection, batches: Collection[Batch]) -> None:
    db.rows(con, "create or replace temp table arriving (athlete_id varchar, batch varchar, path varchar)")
    db.insert(con, "arriving", [(b.athlete, b.name, str(b.activities)) for b in batches])
    described = [(b, b.manifest()) for b in batches]
    db.insert(con, "batch", [(b.athlete, b.source, b.name, m.full, m.as_of, m.timezone) for b, m in described])
    gear = [(b.athlete, b.name, m.as_of, g.gear_id, g.name, g.distance_m, g.retired) for b, m in described for g in m.gear]
    db.insert(con, "landed_gear", gear)
    db.rows(
        con,
        "insert into landed by name select arriving.athlete_id, arriving.batch, file.* exclude (filename)"
        " from read_parquet($paths, filename = true, union_by_name = true) as file join arriving on arriving.path = file.filename",
        {"paths": [str(b.activities) for b in batches]},
    )
    sampled = [batch for batch in batches if batch.samples.exists()]
    if sampled:
        _insert_samples(con, sampled)


def _insert_samples(con: db.Connection, batches: Collection[Batch]) -> None:
    """Reduce the samples of new batches to windows and histograms, once; later loads read only these."""
    db.rows(con, "create or replace temp table arriving (athlete_id varchar, batch varchar, path varchar)")
    db.insert(con, "arriving", [(b.athlete, b.name, str(b.samples)) for b in batches])
    db.rows(
        con,
        "create or replace temp table arriving_sample as select arriving.athlete_id, arriving.batch, file.* exclude (filename)"
        " from read_parquet($paths, filename = true) as file join arriving on arriving.path = file.filename",
        {"paths": [str(b.samples) for b in batches]},
    )
    made = plan.models("samples")
    for model in made:
        db.rows(con, f"create or replace temp table {model.name} as {model.sql}")
    for name in ("window", "histogram"):
        db.rows(con, f"insert into landed_{name} by name from sample_{name}")
    for table in ("arriving_sample", *(model.name for model in made)):
        db.rows(con, f"drop table {table}")


def _is_due(con: db.Connection) -> bool:
    """Tell whether anybody's activities changed, or nobody's were ever made."""
    if db.rows(con, "from dirty limit 1"):
        return True
    made = {name for (name,) in db.rows(con, "select table_name from duckdb_tables() where not temporary")}
    return not made.issuperset(model.name for model in plan.models("features"))


def _refresh(con: db.Connection) -> dict[AthleteId, Changes]:
    for kind in ("", "_gear", "_window", "_histogram"):
        db.rows(con, f"create or replace temp view incoming{kind} as from landed{kind} where athlete_id in (from dirty)")
    for model in plan.models("staging"):
        db.rows(con, f"create or replace temp table {model.name} as {model.sql}")
    features = plan.models("features")
    for model in features:
        db.rows(con, f"create or replace temp table fresh_{model.name} as {model.sql}")
        db.rows(con, f"create table if not exists {model.name} as from fresh_{model.name} limit 0")
    changes = _compare(con)
    for model in features:
        db.rows(con, f"delete from {model.name} where athlete_id in (from dirty)")
        db.rows(con, f"insert into {model.name} by name from fresh_{model.name}")
    return changes


def _compare(con: db.Connection) -> dict[AthleteId, Changes]:
    counted = db.rows(con, (plan.SQL / "changes.sql").read_text("utf-8"))
    touched = {AthleteId(row[0]): Changes() for row in db.rows(con, "select distinct athlete_id from dirty")}
    return touched | {AthleteId(row[0]): Changes(*row[1:]) for row in counted}
