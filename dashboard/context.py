"""What every page is given: the installation, its readers, who looks, and the visitor's choice of athlete."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dashboard.access import NOBODY, Viewer, may_see
from dashboard.authorizer import Authorizer
from warehouse.errors import NotFoundError, PlimsollError
from warehouse.model import AthleteId, AthleteRow
from warehouse.people import AthleteAccount, People
from warehouse.reader import Marts
from warehouse.settings import Settings


class UnavailableError(PlimsollError):
    """What is published cannot be read now; nobody's page can be shown."""

    title = "Not available right now"


class OutdatedError(UnavailableError):
    """What is published was made by another version, and is being made again."""

    title = "Being brought up to date"


@dataclass(frozen=True, slots=True)
class Context:
    """One installation: settings, published tables, people, the clock, and the way to Strava when an application is set."""

    settings: Settings
    marts: Marts
    people: People
    now: Callable[[], datetime]
    strava: Authorizer | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One look at one page: where, whose numbers, the local day of that athlete, and what else the address asks for."""

    path: str
    athletes: tuple[AthleteRow, ...]
    athlete: AthleteRow | None
    now: datetime
    asked: Mapping[str, str] = field(default_factory=dict)
    viewer: Viewer = NOBODY
    arriving: bool = False
    """Whether the athlete is connected and nothing of them is published yet."""

    @property
    def today(self) -> date:
        """The athlete's local day; UTC when there is no athlete or an unknown zone."""
        return self.now.astimezone(_zone(self.athlete)).date()

    @property
    def as_of(self) -> date | None:
        """The earlier day to look back at, None for today; raises NotFoundError for what is no day, or not here yet or any more."""
        word = self.asked.get("as_of", "")
        return self._past(word) if word else None

    def _past(self, word: str) -> date | None:
        first = self.athlete.first_date if self.athlete else None
        try:
            wanted = date.fromisoformat(word)
        except ValueError:
            raise NotFoundError(f"“{word[:20]}” is not a day.", f"Write it as year, month and day: {self.today}.") from None
        if wanted > self.today:
            raise NotFoundError(f"{wanted} has not come yet.", f"Only days up to today, {self.today}, can be looked back at.")
        if first and wanted < first:
            raise NotFoundError(f"There is nothing to see on {wanted} yet.", f"The first activity here is of {first}.")
        return wanted if wanted < self.today else None

    @property
    def chosen(self) -> AthleteRow:
        """The athlete of a page that needs one; raises NotFoundError without."""
        if self.athlete is None:
            raise NotFoundError("There is no athlete here yet.", "Start on the first page.")
        return self.athlete

    def link(self, path: str, **asked: str) -> str:
        """Return the address of another page that keeps the chosen athlete and asks for more."""
        who = {} if self.athlete is None or len(self.athletes) == 1 else {"athlete": self.athlete.athlete}
        query = urlencode(who | asked)
        return f"{path}?{query}" if query else path


def visit(context: Context, path: str, search: str | None, viewer: Viewer) -> Visit:
    """Read whose page it is from the query string; the first athlete who is not a demo unless it says otherwise.

    Only athletes whom the viewer may see are here. Raises NotFoundError when the query names another one, UnavailableError when nothing
    published can be read.
    """
    asked = dict(parse_qsl((search or "").removeprefix("?")))
    published = tuple(row for row in readable(context) if may_see(viewer, row.athlete))
    arriving = _arriving(context, viewer, {row.athlete for row in published})
    chosen = _choose((*published, *arriving), asked.get("athlete", ""))
    return Visit(path, (*published, *arriving), chosen, context.now(), asked, viewer, chosen in arriving)


def stranger(context: Context, path: str, viewer: Viewer = NOBODY) -> Visit:
    """Return a visit that knows of no athlete: for pages that are open to everybody."""
    return Visit(path, (), None, context.now(), viewer=viewer)


def _arriving(context: Context, viewer: Viewer, published: Collection[AthleteId]) -> tuple[AthleteRow, ...]:
    connected = {one.athlete for one in context.people.connections.all()} - set(published)
    seen = {athlete for athlete in connected if may_see(viewer, athlete)}
    accounts = context.people.athletes.all() if seen else []
    return tuple(_nothing_yet(account) for account in accounts if account.athlete in seen)


def _nothing_yet(who: AthleteAccount) -> AthleteRow:
    return AthleteRow(who.athlete, who.name, who.timezone, who.units, who.week_start, 0, first_date=None, last_date=None, level=None)


def readable(context: Context) -> tuple[AthleteRow, ...]:
    """Return everybody of whom something is published; raise UnavailableError when that cannot be read now."""
    try:
        outdated, athletes = context.marts.outdated(), context.marts.athletes()
    except PlimsollError as problem:
        raise UnavailableError(problem.message, problem.next_step) from problem
    if outdated:
        raise OutdatedError(
            "Your numbers were made by another version of Plimsoll and are being made again; nothing is lost.",
            "This page goes on by itself when they are there. If that takes long, run “plimsoll build”.",
        )
    return athletes


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
