"""Everything Dagster knows of Plimsoll, made by one function; tests pass their own settings or resources."""

from typing import Any

from dagster import Definitions, in_process_executor

from pipelines import build, jobs
from pipelines.resources import Installation
from warehouse.settings import Settings


def build_defs(settings: Settings | None = None, **overrides: Any) -> Definitions:
    """Return assets, checks, jobs and schedules of one installation; `overrides` replace resources by name."""
    installation = Installation(settings or Settings.from_env())
    return Definitions(
        assets=[jobs.landing(), *build.assets()],
        asset_checks=build.checks(),
        jobs=[jobs.import_files, jobs.build_week],
        schedules=[jobs.every_hour],
        resources={"installation": installation, **overrides},
        executor=in_process_executor,
    )


defs = build_defs()
