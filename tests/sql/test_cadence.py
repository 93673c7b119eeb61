"""Windows, run values and trends are those of the oracle: from samples of seeded runs, and from averages of seeded seasons."""

from datetime import date, datetime, time, timedelta
from random import Random

import pyarrow as pa
import pytest

from tests.homes import NOW, House, run
from tests.oracle_cadence import Sample, Stride, Trend, trends, value_of
from warehouse.landing import SAMPLES, Landing, Manifest
from warehouse.model import AthleteId
from warehouse.people import Mark
from warehouse.settings import Settings

pytestmark = pytest.mark.slow

LAST = NOW.date()
Tracks = dict[str, list[Sample]]
Seasons = dict[str, tuple[list[Stride], list[date]]]


def recorded(seed: int) -> list[Sample]:
    """Return a run's samples: a second or a few apart, a pause, walking, sprints, hills, steps or strides, holes."""
    rng = Random(seed)  # noqa: S311 -- the same runs every time
    both, hilly, step = rng.choice((1.0, 0.5)), rng.random() < 0.4, rng.choice((1.0, 1.0, 4.0))
    found: list[Sample] = []
    at = metres = 0.0
    height, pace, end = 100.0, rng.uniform(1.8, 3.6), rng.choice((900, 1500))
    while at < end:
        speed = 1.2 if 800 < at < 860 else pace * (1 + 0.25 * (int(at) % 300 < 40)) + rng.uniform(-0.1, 0.1)
        metres, height = metres + speed * step, height + (speed * step * 0.05 if hilly and 400 < at < 700 else 0.0)
        cadence = None if rng.random() < 0.01 else both * (150 + 6 * speed + rng.uniform(-2, 2))
        found.append((at, metres, speed, cadence, height))
        at += 45.0 if rng.random() < 0.002 else step
    return [tuple(None if x is None else float(pa.scalar(x, pa.float32()).as_py()) for x in one) for one in found]  # type: ignore[misc]  # five of them


def table(key: str, samples: list[Sample]) -> pa.Table:
    names = ("t_s", "distance_m", "speed_mps", "cadence", "altitude_m")
    columns = {name: [one[nth] for one in samples] for nth, name in enumerate(names)}
    return pa.Table.from_pydict({"source_key": [key] * len(samples), "heartrate_bpm": [140.0] * len(samples), **columns}, schema=SAMPLES)


def season(seed: int) -> tuple[list[Stride], list[date]]:
    """Return 300 days of runs that change watch, shoes and surface now and then, and in the end step slower."""
    rng, runs = Random(seed), []  # noqa: S311 -- the same season every time
    watches, pairs = rng.randint(0, 200), rng.randint(60, 280)
    for ago in range(300, -1, -1):
        if rng.random() < 0.45:
            mps = rng.uniform(2.6, 2.6 + rng.choice((0.3, 0.9)))
            spm = 145 + 8 * mps + rng.uniform(-2, 2) - (6 if ago < 30 and seed % 2 else 0)
            shoe = rng.choice(("g1", "g2" if ago < pairs else "g1"))
            runs.append(Stride(LAST - timedelta(days=ago), spm, mps, "old" if ago > watches else "new", rng.random() < 0.15, shoe))
    return runs, [LAST - timedelta(days=rng.randint(0, 250))] if seed % 3 == 0 else []


@pytest.fixture(scope="module")
def tracks() -> Tracks:
    return {f"file:{seed:016}": recorded(seed) for seed in range(16)}


@pytest.fixture(scope="module")
def seasons() -> Seasons:
    return {f"season-{seed}": season(seed) for seed in range(8)}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, tracks: Tracks, seasons: Seasons) -> House:
    """Build the samples of one athlete, and a season each of others."""
    house = House.open(Settings(home=tmp_path_factory.mktemp("cadence") / "home"))
    rows = [
        run(key, f"2026-05-{nth + 1:02} 06:00:00", (track[-1][1] or 0) / 1000, (track[-1][0] or 0) / 60)
        for nth, (key, track) in enumerate(tracks.items())
    ]
    with Landing(house.settings.landing).open(house.athlete("sampled"), "files", NOW) as batch:
        samples = pa.concat_tables(table(key, track) for key, track in tracks.items()).unify_dictionaries()
        batch.write(rows, samples, Manifest("files", "these"))
    for number, (name, (runs, marks)) in enumerate(seasons.items()):
        athlete = house.athlete(name)
        house.land(athlete, "export", [_row(number, nth, one) for nth, one in enumerate(runs)], full=True)
        for day in marks:
            house.people.marks.add(athlete, Mark("device", day, day), NOW)
    house.build()
    return house


def test_windows_of_samples_agree_and_go_with_their_batch(house: House, tracks: Tracks) -> None:
    found = {row["activity_id"]: row for row in house.ask("select * from cadence_run where athlete_id = 'sampled'")}
    expected = {key: value for key, track in tracks.items() if (value := value_of(track))}
    assert 3 < len(expected) < len(tracks)
    assert {key: (row["cadence_spm"], row["speed_mps"]) for key, row in found.items()} == {
        key: pytest.approx(value, rel=1e-6) for key, value in expected.items()
    }
    counted = house.ask(
        "select hr_at_least_s[1] as beats, hr_at_least_s[111] - hr_at_least_s[112] as at_140, speed_at_least_s[1] as v from run_histogram"
    )
    assert all(row["beats"] == row["at_140"] and abs(row["beats"] - row["v"]) < 40 for row in counted)
    assert len(counted) == len(tracks)
    house.warehouse.landing.drop(AthleteId("sampled"), "files")
    house.build()
    assert not house.ask("select 1 from run_histogram union all select 1 from run_cadence where activity_id like 'file:%'")


def test_trends_of_seasons_agree(house: House, seasons: Seasons) -> None:
    names = "delta_spm as delta, delta_percent as percent, beyond_noise, reset"
    for name, (runs, marks) in seasons.items():
        rows = house.ask(f"select local_date, runs, {names} from cadence_trend where athlete_id = '{name}'")
        found = {row.pop("local_date"): Trend(**row) for row in rows}
        expected = trends(runs, marks)
        assert found.keys() == expected.keys()
        for day, trend in expected.items():
            assert _rounded(found[day]) == _rounded(trend), (name, day)
    assert house.ask("select count(*) as n from cadence_day where points > 0")[0]["n"] > 10


def _row(number: int, nth: int, one: Stride) -> dict[str, object]:
    start = datetime.combine(one.day, time(6))
    facts = {"cadence": one.spm, "cadence_unit": "steps", "device": one.device, "indoor": one.treadmill, "gear_id": f"strava:{one.shoe}"}
    key = f"strava:{10**9 + 1000 * number + nth}"
    return run(key, str(start), one.mps * 1.8, 30, elevation_gain_m=10.0, gear_name=one.shoe, **facts)


def _rounded(trend: Trend) -> tuple[object, ...]:
    numbers = (None if x is None else round(x, 5) for x in (trend.delta, trend.percent))
    return trend.runs, *numbers, trend.beyond_noise, trend.reset
