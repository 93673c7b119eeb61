"""Which activities' samples are worth a request: those a runner opened, and recent runs that a rule flagged."""

from datetime import date, timedelta

from pipelines.strava.known import Known
from warehouse.model import AthleteId
from warehouse.reader import Marts

MOST = 10
RECENT = timedelta(days=42)


def wishes(wanted: list[str], known: Known, marts: Marts, athlete: AthleteId, today: date) -> list[str]:
    """Return keys of activities that Strava lists and whose samples were not asked for yet, the most wanted first."""
    flagged = [run.activity_id for run in marts.runs(athlete) if run.spike_level and run.local_date >= today - RECENT]
    missing = known.starts.keys() - known.sampled
    return [key for key in dict.fromkeys([*wanted, *flagged]) if key in missing][:MOST]
