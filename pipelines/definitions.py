"""Everything Dagster knows of Plimsoll, made by one function; tests pass their own settings or resources."""

import warnings
from typing import Any

from dagster import BetaWarning, Definitions, in_process_executor

from pipelines import build, jobs, triggers
from pipelines.discretion import lines
from pipelines.resources import Installation
from warehouse.settings import Settings


def build_defs(settings: Settings | None = None, **overrides: Any) -> Definitions:
    """Return assets, checks, jobs and triggers of one installation; `overrides` replace resources by name."""
    installation = Installation(settings or Settings.from_env())
    definitions = Definitions(
        assets=[jobs.landing(), *build.assets()],
        asset_checks=build.checks(),
        jobs=[jobs.import_files, jobs.build_week, jobs.sync_athlete, jobs.sync_athletes, jobs.nightly],
        schedules=[triggers.every_night],
        sensors=[triggers.strava_due()],
        resources={"installation": installation, **overrides},
        loggers={"console": lines},
        executor=in_process_executor,
    )
    with warnings.catch_warnings():
        # Dagster warns of a parameter that only Dagster itself passes on.
        warnings.simplefilter("ignore", BetaWarning)
        definitions.get_repository_def()
    return definitions


defs = build_defs()
