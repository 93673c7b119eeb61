"""What a command works on: the homes of real and demo athletes, opened when first needed, and whom it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from commands.terminal import say_waiting
from warehouse.errors import NotFoundError
from warehouse.model import AthleteId
from warehouse.settings import Settings

if TYPE_CHECKING:
    from warehouse.people import People
    from warehouse.reader import Marts
    from warehouse.store import Warehouse

NOBODY = NotFoundError(
    "There is no athlete here yet.", "Bring in your runs with `plimsoll import PATH`, or look around with `plimsoll demo`."
)


@dataclass(frozen=True, slots=True)
class Who:
    """An athlete a command is about."""

    athlete: AthleteId
    name: str
    timezone: str
    demo: bool


class Home:
    """One complete home: its people and its warehouse."""

    def __init__(self, settings: Settings, *, demo: bool) -> None:
        self.settings = settings
        self.demo = demo

    @cached_property
    def people(self) -> "People":
        """The people database, opened (and created) on first use."""
        from warehouse.people import People

        return People.open(self.settings)

    @cached_property
    def warehouse(self) -> "Warehouse":
        """The one writer of this home."""
        from warehouse.store import Warehouse

        return Warehouse(self.settings, self.people)

    @property
    def exists(self) -> bool:
        """Whether there is anything here; asking creates nothing."""
        return self.settings.home.is_dir()

    @property
    def has_people(self) -> bool:
        """Whether there is a people database; asking creates nothing."""
        return bool(self.settings.people_url) or (self.settings.home / "people.sqlite").exists()

    def everybody(self) -> list[Who]:
        """List the athletes of this home."""
        if not self.exists:
            return []
        return [Who(one.athlete, one.name, one.timezone, self.demo) for one in self.people.athletes.all()]


class Context:
    """Everything a command may need; nothing is opened before it is used."""

    def __init__(self, *, debug: bool = False) -> None:
        self.debug = debug

    @cached_property
    def settings(self) -> Settings:
        """The settings of this process."""
        return Settings.from_env()

    @cached_property
    def real(self) -> Home:
        """The home of real athletes."""
        return Home(self.settings, demo=False)

    @cached_property
    def demo(self) -> Home:
        """The home of demo athletes."""
        return Home(self.settings.demo, demo=True)

    @cached_property
    def marts(self) -> "Marts":
        """The published tables of both homes."""
        from warehouse.reader import Marts

        return Marts(self.settings)

    @property
    def now(self) -> datetime:
        """Read the clock."""
        return datetime.now(UTC)

    def home_of(self, who: Who) -> Home:
        """Return the home the athlete lives in."""
        return self.demo if who.demo else self.real

    def member(self, word: str | None) -> Who:
        """Return the athlete of this id or exact name, or the only real one; from the people database."""
        return pick([*self.real.everybody(), *self.demo.everybody()], word)

    def reader(self, word: str | None, as_of: date | None = None) -> Who:
        """Return the athlete like `member`, published and up to date: builds first when the day has turned since the last build.

        Asks the published tables, which open several times faster than the people database, and that only when they do not know.
        """
        shown = [Who(row.athlete, row.name, row.timezone, row.demo) for row in self.marts.athletes()]
        try:
            who = pick(shown, word)
        except (NotFoundError, click.UsageError):
            who = self.member(word)
        if who not in shown or self._outdated(who, as_of):
            self.rebuild(who)
        return who

    def rebuild(self, who: Who) -> None:
        """Build and publish the home the athlete lives in."""
        self.home_of(who).warehouse.build(self.now, on_wait=say_waiting)

    def _outdated(self, who: Who, as_of: date | None) -> bool:
        from warehouse.reader import Marts

        built = Marts(self.home_of(who).settings).built_at()
        zone = ZoneInfo(who.timezone)
        if built is None:
            return True
        until = built.replace(tzinfo=UTC).astimezone(zone).date()
        return until < self.now.astimezone(zone).date() and (as_of is None or as_of > until)


def pick(candidates: Iterable[Who], word: str | None) -> Who:
    """Choose by id, else by exact name (real before demo), else the only real one. Raises NotFoundError or a usage error."""
    here = list(candidates)
    if word is not None:
        found = [who for who in here if who.athlete == word] or sorted((who for who in here if who.name == word), key=lambda who: who.demo)
        if not found:
            raise NotFoundError(f"There is no athlete “{word}”.", "Run `plimsoll athletes` to see who is here.")
        return found[0]
    real = [who for who in here if not who.demo]
    if len(real) > 1:
        raise click.UsageError(f"There are several athletes: {', '.join(who.name for who in real)}. Choose one with --athlete NAME.")
    if real:
        return real[0]
    if here:
        raise NotFoundError("There are only demo athletes here.", f"Choose one with --athlete, such as --athlete {here[0].athlete}.")
    raise NOBODY


pass_context = click.make_pass_decorator(Context)
