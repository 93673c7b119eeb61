"""The tables of the people database as SQLAlchemy sees them; migrations.py makes them."""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Dialect, Float, ForeignKey, Integer, MetaData, String, Table, Text
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A moment in UTC: aware in Python, without zone in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- SQLAlchemy's signature
        """Return the moment as naive UTC."""
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- SQLAlchemy's signature
        """Return the moment as aware UTC."""
        return value and value.replace(tzinfo=UTC)


metadata = MetaData()


def _athlete_id() -> Column[str]:
    return Column("athlete_id", String, ForeignKey("athlete.athlete_id", ondelete="CASCADE"), primary_key=True)


athlete = Table(
    "athlete",
    metadata,
    Column("athlete_id", String, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("timezone", String, nullable=False),
    Column("units", String, nullable=False),
    Column("week_start", String, nullable=False),
    Column("sex", String),
    Column("hr_max", Integer),
    Column("hr_rest", Integer),
    Column("threshold_hr", Integer),
    Column("threshold_pace", Float),
)

shoe = Table(
    "shoe",
    metadata,
    _athlete_id(),
    Column("shoe_id", String, primary_key=True),
    Column("name", String),
    Column("start_km", Float, nullable=False, default=0.0),
    Column("limit_km", Float),
    Column("retired", Boolean, nullable=False, default=False),
    Column("racing", Boolean, nullable=False, default=False),
    Column("retired_on", Date),
)

shoe_default = Table(
    "shoe_default",
    metadata,
    _athlete_id(),
    Column("since", Date, primary_key=True),
    Column("shoe_id", String),
)

shoe_assignment = Table(
    "shoe_assignment",
    metadata,
    _athlete_id(),
    Column("activity_id", String, primary_key=True),
    Column("shoe_id", String, nullable=False),
)

check_in = Table(
    "check_in",
    metadata,
    _athlete_id(),
    Column("check_in_id", String, primary_key=True),
    Column("local_date", Date, nullable=False),
    Column("pain", Integer, nullable=False),
    Column("site", String, nullable=False),
    Column("side", String, nullable=False),
    Column("moment", String, nullable=False),
    Column("minutes_after", Integer),
    Column("worse_next_morning", Boolean, nullable=False),
    Column("changed_gait", Boolean, nullable=False),
    Column("red_flags", String, nullable=False),
    Column("note", String, nullable=False),
    Column("at", Moment, nullable=False),
)

mark = Table(
    "mark",
    metadata,
    _athlete_id(),
    Column("kind", String, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("note", String, nullable=False),
    Column("mark_id", String, primary_key=True),
)

alert_note = Table(
    "alert_note",
    metadata,
    _athlete_id(),
    Column("alert_id", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("until", Date),
    Column("at", Moment, nullable=False),
)

alert_push = Table(
    "alert_push",
    metadata,
    _athlete_id(),
    Column("alert_id", String, primary_key=True),
    Column("at", Moment, nullable=False),
)

done = Table(
    "done",
    metadata,
    _athlete_id(),
    Column("day", Date, primary_key=True),
    Column("advice_id", String, primary_key=True),
    Column("done_at", Moment, nullable=False),
)

run_choice = Table(
    "run_choice",
    metadata,
    _athlete_id(),
    Column("activity_id", String, primary_key=True),
    Column("choice", String, nullable=False),
    Column("chosen_at", Moment, nullable=False),
)

job = Table(
    "job",
    metadata,
    Column("job_id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False, default="waiting"),
    Column("path", String, nullable=False),
    Column("name", String, nullable=False),
    Column("athlete", String),
    Column("timezone", String),
    Column("done", Integer, nullable=False, default=0),
    Column("total", Integer, nullable=False, default=0),
    Column("what", String, nullable=False, default=""),
    Column("report", Text),
    Column("message", String),
    Column("next_step", String),
    Column("created_at", Moment, nullable=False),
    Column("lease_until", Moment),
    Column("holder", String),
    Column("attempts", Integer, nullable=False, default=0),
)

strava_connection = Table(
    "strava_connection",
    metadata,
    _athlete_id(),
    Column("strava_id", BigInteger, nullable=False, unique=True),
    Column("scopes", String, nullable=False),
    Column("state", String, nullable=False, default="connected"),
    Column("access_token", Text, nullable=False),
    Column("refresh_token", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("connected_at", Moment, nullable=False),
    Column("refresher", String),
    Column("refreshing_until", Moment),
)

consent = Table(
    "consent",
    metadata,
    Column("consent_id", Integer, primary_key=True),
    Column("athlete_id", String, ForeignKey("athlete.athlete_id", ondelete="CASCADE"), nullable=False),
    Column("kind", String, nullable=False),
    Column("version", String, nullable=False),
    Column("given_at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
)

inbox = Table(
    "inbox",
    metadata,
    Column("event_id", Integer, primary_key=True),
    Column("strava_id", BigInteger, nullable=False),
    Column("object_type", String, nullable=False),
    Column("object_id", BigInteger, nullable=False),
    Column("aspect", String, nullable=False),
    Column("updates", Text, nullable=False),
    Column("event_time", BigInteger, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("done_at", Moment),
)

sync = Table(
    "sync",
    metadata,
    _athlete_id(),
    Column("looked_at", Moment),
    Column("walked_at", Moment),
    Column("resume_at", Moment),
    Column("activities", Integer, nullable=False, default=0),
    Column("oldest", Date),
    Column("walking", Boolean, nullable=False, default=False),
    Column("problem", String, nullable=False, default=""),
    Column("next_step", String, nullable=False, default=""),
    Column("full_wanted", Boolean, nullable=False, default=False),
    Column("lease", String),
    Column("lease_until", Moment),
)

wanted = Table(
    "wanted",
    metadata,
    _athlete_id(),
    Column("activity_id", String, primary_key=True),
    Column("asked_at", Moment, nullable=False),
)

quota = Table(
    "quota",
    metadata,
    Column("quota_id", Integer, primary_key=True),
    Column("short_limit", Integer, nullable=False),
    Column("short_used", Integer, nullable=False),
    Column("day_limit", Integer, nullable=False),
    Column("day_used", Integer, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("blocked_until", Moment),
    Column("problem", String, nullable=False, default=""),
)

installation = Table("installation", metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False))

version = Table("people_version", metadata, Column("version", Integer, primary_key=True))
