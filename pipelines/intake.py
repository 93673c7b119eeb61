"""An import from first file to published numbers, the same for the command line and for files dropped on the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from pipelines.files.importer import ImportResult, import_paths
from pipelines.files.land_log import first_named
from pipelines.files.run import Progress
from warehouse.errors import PlimsollError
from warehouse.landing import Landing
from warehouse.loading import Changes
from warehouse.model import AthleteId
from warehouse.people import AthleteAccount, People
from warehouse.settings import Settings

NEW_NAME = "Me"
"""What the first athlete of an installation is called until they say."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What landed, and for whom; `athletes` begins with the one the import was for, if anything of theirs is here."""

    athletes: tuple[AthleteAccount, ...]
    result: ImportResult

    def report(self, changes: Mapping[AthleteId, Changes], held: Mapping[AthleteId, int]) -> dict[str, Any]:
        """Return the import as the contract has it; `held` counts the activities of athletes whom the load did not touch."""
        each = {who: changes.get(who.athlete) or Changes(unchanged=held.get(who.athlete, 0)) for who in self.athletes}
        named = [{"athlete": who.athlete, "athlete_name": who.name, **asdict(change)} for who, change in each.items()]
        first = self.athletes[0] if self.athletes else None
        told: dict[str, Any] = {"athlete": first and first.athlete, "athlete_name": first and first.name}
        told |= asdict(sum(each.values(), Changes())) | {"files": [asdict(file) for file in self.result.files]}
        return told | ({"athletes": named} if len(named) > 1 else {})


def whose(people: People, word: str | None) -> AthleteAccount | None:
    """Return the athlete an import is for: the one named, else the only one; None when they are still to be made.

    Raises PlimsollError when nobody is named and there are several.
    """
    if word:
        return people.athletes.find(word)
    here = people.athletes.all()
    if len(here) > 1:
        raise PlimsollError(f"There are several athletes here: {names(here)}.", "Say whose files these are: give the athlete's name.")
    return here[0] if here else None


def names(accounts: Iterable[AthleteAccount]) -> str:
    """Return the athletes' names as one list in words."""
    return ", ".join(account.name for account in accounts)


def take_in(
    paths: Sequence[Path],
    *,
    settings: Settings,
    people: People,
    athlete: str | None,
    timezone: str | None,
    home_timezone: str,
    now: datetime,
    progress: Progress | None = None,
    alone: bool = False,
    job: str | None = None,
) -> Intake:
    """Land what is readable in `paths` for the athlete of this id or name, made if new; nothing is built.

    `timezone` is where these files were recorded, as far as they do not say themselves; a new athlete lives there, or else in
    `home_timezone`. With `alone` nothing lands for anybody else, whomever a training log names. `job` names an import that goes on where it
    was cut off. Raises PlimsollError when it is not clear whose files these are.
    """
    athlete = athlete or _named_inside(people, paths)
    known = whose(people, athlete)
    named = partial(_named, people, timezone or home_timezone, now)
    main = known or people.athletes.get(named(athlete or NEW_NAME))
    place, others = timezone if known else None, None if alone else named
    result = import_paths(
        paths, settings=settings, athlete=main.athlete, timezone=place, now=now, athlete_named=others, progress=progress, job=job
    )
    owners = dict.fromkeys(batch.athlete for batch in result.landed if batch.athlete != main.athlete)
    kept = _keep(people, main, new=known is None, empty=not Landing(settings.landing).batches(main.athlete), now=now)
    return Intake((*kept, *(people.athletes.get(AthleteId(owner)) for owner in owners)), result)


def _named(people: People, timezone: str, now: datetime, name: str) -> AthleteId:
    return people.athletes.ensure(name, now=now, timezone=timezone).athlete


def _named_inside(people: People, paths: Sequence[Path]) -> str | None:
    """Return whom logs name first, where not just one athlete is here to whom they fall, and the logs leave none of their rows open."""
    return first_named(paths) if len(people.athletes.all()) != 1 else None


def _keep(people: People, main: AthleteAccount, *, new: bool, empty: bool, now: datetime) -> tuple[AthleteAccount, ...]:
    """Keep the athlete of the import; a new one who has no data is taken back."""
    if new and empty:
        people.athletes.remove(main.athlete)
        return ()
    # Another import that found nothing may have taken this athlete back in the meantime.
    return (people.athletes.ensure(main.name, now=now, timezone=main.timezone, athlete_id=main.athlete),)


def counts(rows: Iterable[Any]) -> dict[AthleteId, int]:
    """Return how many activities are published for each athlete, from the rows of `Marts.athletes`."""
    return {row.athlete: row.activities for row in rows}
