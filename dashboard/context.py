"""What every page is given: the installation, its readers, the visitor's choice of athlete."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import parse_qs, urlencode
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from warehouse.errors import NotFoundError
from warehouse.model import AthleteRow
from warehouse.people import People
from warehouse.reader import Marts
from warehouse.settings import Settings


@dataclass(frozen=True, slots=True)
class Context:
    """One installation: settings, published tables, people and the clock."""

    settings: Settings
    marts: Marts
    people: People
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Visit:
    """One look at one page: where, whose numbers, and the local day of that athlete."""

    path: str
    athletes: tuple[AthleteRow, ...]
    athlete: AthleteRow | None
    now: datetime

    @property
    def today(self) -> date:
        """The athlete's local day; UTC when there is no athlete or an unknown zone."""
        return self.now.astimezone(_zone(self.athlete)).date()

    @property
    def chosen(self) -> AthleteRow:
        """The athlete of a page that needs one; raises NotFoundError without."""
        if self.athlete is None:
            raise NotFoundError("There is no athlete here yet.", "Start on the first page.")
        return self.athlete

    def link(self, path: str) -> str:
        """Return the address of another page that keeps the chosen athlete."""
        if self.athlete is None or len(self.athletes) == 1:
            return path
        return f"{path}?{urlencode({'athlete': self.athlete.athlete})}"


def visit(context: Context, path: str, search: str | None) -> Visit:
    """Read whose page it is from the query string; the first athlete who is not a demo unless it says otherwise.

    Raises NotFoundError when the query names an athlete who is not here.
    """
    athletes = context.marts.athletes()
    wanted = parse_qs((search or "").removeprefix("?")).get("athlete", [""])[0]
    return Visit(path, athletes, _choose(athletes, wanted), context.now())


def stranger(context: Context, path: str) -> Visit:
    """Return a visit that knows of no athlete: for pages that are open to everybody."""
    return Visit(path, (), None, context.now())


def _choose(athletes: tuple[AthleteRow, ...], wanted: str) -> AthleteRow | None:
    if not wanted:
        return min(athletes, key=lambda row: row.demo, default=None)
    found = next((row for row in athletes if row.athlete == wanted), None)
    if found is None:
        raise NotFoundError("There is no athlete with this id here.", "Choose one from the list, or open this week's page.")
    return found


def _zone(athlete: AthleteRow | None) -> ZoneInfo:
    try:
        return ZoneInfo(athlete.timezone if athlete else "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
