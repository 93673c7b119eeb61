"""Whether a runner told of pain after a build: asked at every `plimsoll week`, so without the library behind the people database.

Loading SQLAlchemy takes longer than the whole answer; it is only loaded when there is something to read.
"""

import sqlite3
from contextlib import closing
from datetime import datetime

from warehouse.model import AthleteId
from warehouse.settings import Settings

NEWER = "select 1 from check_in where athlete_id = ? and at > ? limit 1"


def said_since(settings: Settings, athlete: AthleteId, built_at: datetime | None) -> bool:
    """Tell whether there is a check-in newer than `built_at` (naive UTC); True where this cannot be told so quickly."""
    path = settings.home / "people.sqlite"
    if settings.people_url or built_at is None or not path.is_file():
        return True
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(NEWER, (athlete, built_at.isoformat(" ", "microseconds"))).fetchone() is not None
    except sqlite3.Error:
        return True
