"""One made-up world put to the test: it happens, the product judges it, and the estimators say what they see."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

import numpy as np

from pipelines.backtest.discrimination import Discrimination, area
from pipelines.backtest.hazards import Recovered, recover
from pipelines.backtest.judging import FIRST, Injury, judged, name_of, query, runs_of
from pipelines.backtest.population import LEVELS, Population, population
from pipelines.backtest.sessions import STEPS, UNKNOWN, Sessions, read_sessions
from pipelines.backtest.simulator import Season, simulate
from pipelines.backtest.training import Whole
from pipelines.backtest.world import BANDS, World
from warehouse import db

SCORES = 8
AFTER, BEFORE, LAW = "the score after the run", "the score of the evening before", "the world's own law"


@dataclass(frozen=True, slots=True)
class Lead:
    """Injuries, those with an alert active on their day, those whose alert had opened on an earlier day, and its days (median)."""

    injuries: int
    flagged: int
    flagged_before: int
    median_days: float | None


@dataclass(frozen=True, slots=True)
class Followed:
    """Days with a run at a level, and how many had an injury on them or in the six days after."""

    days: int
    followed: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What was put in, what came out."""

    world: World
    runners: int
    days: int
    runs: int
    injuries: int
    injured_share: float
    recovered: Recovered
    discrimination: tuple[Discrimination, ...]
    followed: Mapping[str, Followed]
    lead: Lead
    population: Population


def try_world(world: World, runners: int, days: int, seed: int) -> Trial:
    """Run the whole of it; the same arguments give the same trial."""
    season = simulate(world, runners, days, seed)
    hurt = [Injury(name_of(who), FIRST + timedelta(days=day)) for who, day in _pairs(season)]
    with judged(runs_of(season), _told(season, hurt), FIRST + timedelta(days=days - 1)) as con:
        db.rows(con, "create table injury (athlete_id varchar, local_date date)")
        db.insert(con, "injury", hurt)
        sessions = read_sessions(con, runners)
        seen = {level: Followed(days, followed) for level, days, followed in db.rows(con, query("followed"))}
        leads = [lead for _, _, lead in db.rows(con, query("leads"))]
        people = population(con)
    return Trial(
        world=world,
        runners=runners,
        days=days,
        runs=len(season.run_km),
        injuries=len(hurt),
        injured_share=season.injured_share,
        recovered=_recovered(world, sessions),
        discrimination=tuple(_discriminations(world, sessions, seed)),
        followed={level.value: seen[level] for level in LEVELS if level in seen},
        lead=_lead(leads),
        population=people,
    )


def _pairs(season: Season) -> list[tuple[int, int]]:
    return list(zip(season.injury_runner.tolist(), season.injury_day.tolist(), strict=True))


def _told(season: Season, hurt: Sequence[Injury]) -> list[Injury]:
    """Return what the runners tell of: an injury from the day after it, so that no score knows of it on its own day."""
    before = [Injury(name_of(who), FIRST + timedelta(days=day)) for who, day in enumerate(season.earlier_day.tolist()) if day < 0]
    return [*before, *(Injury(one.athlete, one.day + timedelta(days=1)) for one in hurt)]


def _recovered(world: World, sessions: Sessions) -> Recovered:
    uninjured, injured = sessions.cells()
    return recover(uninjured + injured, injured, (*world.bands, world.earlier_injury, world.spread))


def _discriminations(world: World, sessions: Sessions, seed: int) -> Iterator[Discrimination]:
    places = _places(world)
    law = np.where(sessions.band < len(BANDS), places[np.minimum(sessions.band, len(BANDS) - 1), sessions.earlier], UNKNOWN)
    scores = [(AFTER, sessions.score), (BEFORE, sessions.evening_score), *([(LAW, law)] if places.any() else [])]
    for name, score in scores:
        pooled = sessions.count((SCORES,), score)
        within = sessions.count((STEPS + 1,), sessions.among_own(score))
        yield Discrimination(name, area(*pooled, seed), area(*within, seed))


def _places(world: World) -> Whole:
    """Rank the cells of band and earlier injury by the world's own ratios: no score can know more of a run."""
    law = np.outer([1.0, *world.bands], [1.0, world.earlier_injury])
    return np.unique(law, return_inverse=True)[1].reshape(law.shape)


def _lead(leads: Sequence[int | None]) -> Lead:
    flagged = [days for days in leads if days is not None]
    before = [days for days in flagged if days > 0]
    return Lead(len(leads), len(flagged), len(before), median(before) if before else None)
