"""An athlete's pairs as the page shows them: what is published, with what was said since laid over it, and pairs nobody wore yet."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from dashboard.context import Context
from warehouse.model import FOOT_SPORTS, ActivityId, AthleteId, Run, Shoe, ShoeId
from warehouse.people import ShoeSettings
from warehouse.rules import load_rules

BACK = ShoeId("")
"""Stands for no pair of the runner's choice: what the source says counts."""
DAYS = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair: as published, or bare numbers when it was not worn yet, and what its runner says of it."""

    shoe: Shoe
    said: ShoeSettings

    @property
    def retired(self) -> bool:
        """Whether it is out of use, by its runner's word or Strava's."""
        return self.shoe.state == "retired"

    @property
    def retired_at_source(self) -> bool:
        """Whether Strava says so, so that it can only be taken back there."""
        return self.retired and not self.said.retired


def pairs_of(context: Context, athlete: AthleteId) -> list[Pair]:
    """List the athlete's pairs, those used last first, new ones before them."""
    said = context.people.shoes.settings(athlete)
    worn = [Pair(_told(shoe, said.get(shoe.shoe)), said.get(shoe.shoe) or ShoeSettings(shoe.shoe)) for shoe in context.marts.shoes(athlete)]
    known = {pair.shoe.shoe for pair in worn}
    return [Pair(_unworn(own), own) for shoe, own in said.items() if shoe not in known] + worn


def without_pair(context: Context, athlete: AthleteId, today: date) -> list[Run]:
    """List the runs, walks and hikes of the last 90 days that are in no pair, nor were put in one since the last build."""
    put = context.people.shoes.assignments(athlete)
    return [
        run for run in on_foot(context, athlete, today - DAYS + timedelta(days=1), today) if not run.shoe_id and run.activity_id not in put
    ]


def on_foot(context: Context, athlete: AthleteId, first: date, last: date) -> list[Run]:
    """List the activities that wear shoes between two days, both included, the newest first."""
    return [run for run in context.marts.runs(athlete) if run.sport_type in FOOT_SPORTS and first <= run.local_date <= last]


def worn_in(context: Context, athlete: AthleteId, activity: ActivityId) -> ShoeId:
    """Return the pair its runner chose for an activity, under whichever of its ids; `BACK` when they chose none."""
    put = context.people.shoes.assignments(athlete)
    ids = {activity, *context.marts.members(athlete).get(activity, ())}
    return next((put[one] for one in sorted(ids) if one in put), BACK)


def _told(shoe: Shoe, said: ShoeSettings | None) -> Shoe:
    if said is None:
        return shoe
    return replace(shoe, name=said.name or shoe.name, state="retired" if said.retired else shoe.state)


def _unworn(said: ShoeSettings) -> Shoe:
    rule = load_rules().about("shoe_wear").parameters
    limit = said.limit_km or rule["racing_limit_km" if said.racing else "limit_km"]
    name, state = said.name or said.shoe, "retired" if said.retired else "ok"
    return Shoe(said.shoe, name, said.start_km, limit, None, None, None, None, None, None, state, said.start_km)  # type: ignore[arg-type]
