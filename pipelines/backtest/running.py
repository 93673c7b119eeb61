"""The whole backtest: the known world, the null world, the athletes of this home, and a Lövdal file if there is one."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipelines.backtest.lovdal import LovdalResult, judge_file
from pipelines.backtest.population import Population, of_home
from pipelines.backtest.trial import Trial, try_world
from pipelines.backtest.world import KNOWN, NULL
from warehouse.settings import Settings

Progress = Callable[[int, int, str], None]
LIMITS = (
    "A made-up world holds what was put into it. Finding that again shows that the arithmetic is right,"
    " not that an alert foretells an injury of a real runner."
)


@dataclass(frozen=True, slots=True)
class Backtest:
    """All results; what was not asked for, or is not there, is None."""

    seed: int
    known: Trial | None
    null: Trial | None
    home: Population | None
    lovdal: LovdalResult | None

    @property
    def trials(self) -> tuple[Trial, ...]:
        """Return the worlds that were tried."""
        return tuple(trial for trial in (self.known, self.null) if trial)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return every suspicion of a leak."""
        return tuple(warning for warning in self._every_warning() if warning)

    def _every_warning(self) -> Iterator[str]:
        yield from (one.warning for trial in self.trials for one in trial.discrimination)
        yield from (one.warning for one in (self.lovdal.relatives if self.lovdal else ()))

    def document(self) -> dict[str, Any]:
        """Return everything as plain values for JSON."""
        return {**asdict(self), "warnings": list(self.warnings), "limits": LIMITS}


def backtest(settings: Settings, runners: int, days: int, seed: int, lovdal: Path | None, *, worlds: bool, progress: Progress) -> Backtest:
    """Run the parts that are asked for; the same arguments and data give the same results."""
    steps = 2 * worlds + 2
    file = judge_file(lovdal, seed) if lovdal else None
    trials: list[Trial] = []
    for world in (KNOWN, NULL) if worlds else ():
        progress(len(trials), steps, f"The {world.name} world")
        trials.append(try_world(world, runners, days, seed))
    progress(len(trials), steps, "The athletes of this home")
    home = of_home(settings)
    progress(steps, steps, "Done.")
    known, null = trials or (None, None)
    return Backtest(seed, known, null, home, file)
