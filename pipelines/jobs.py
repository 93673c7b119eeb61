"""The jobs by name: `import_files` lands files, `build_week` brings every screen up to date, the others keep in step with Strava.

What they do is in intake, build and upkeep; when they do it is in triggers.
"""

from datetime import timedelta
from pathlib import Path

from dagster import (
    AssetExecutionContext,
    AssetsDefinition,
    AssetSelection,
    Config,
    DynamicPartitionsDefinition,
    MaterializeResult,
    OpExecutionContext,
    ResourceParam,
    RunsFilter,
    asset,
    define_asset_job,
    in_process_executor,
    job,
    op,
)
from pydantic import Field

from pipelines import upkeep
from pipelines.build import GROUP
from pipelines.discretion import discreet
from pipelines.intake import take_in
from pipelines.resources import Installation
from warehouse.model import AthleteId

RUNS_KEPT = timedelta(days=7)
ATHLETES = DynamicPartitionsDefinition(name="athlete")


class Import(Config):
    """What to import: paths on the machine that runs the job, for the athlete of this id or name."""

    paths: list[str]
    athlete: str | None = None
    timezone: str | None = None


class Chosen(Config):
    """Whom a run is for, by opaque ids, when it is not the athlete of its partition."""

    athletes: list[str] = Field(default_factory=list)
    full: bool = False


def landing() -> AssetsDefinition:
    """Return the asset that stands for everything that ever came in."""

    @asset(name="landing", group_name="landing", description="Everything that ever came in, immutable.")
    def landing(context: AssetExecutionContext, installation: ResourceParam[Installation], config: Import) -> MaterializeResult[None]:
        intake = take_in(
            [Path(path) for path in config.paths],
            settings=installation.settings,
            people=installation.people(),
            athlete=config.athlete,
            timezone=config.timezone,
            home_timezone="UTC",
            now=installation.now(),
        )
        context.log.info("%s files looked at, %s batches landed", len(intake.result.files), len(intake.result.landed))
        return MaterializeResult(metadata={"files": len(intake.result.files), "batches": len(intake.result.landed)})

    return landing


@op(description="Land what is new at Strava, build and publish.")
def bring_in(context: OpExecutionContext, installation: ResourceParam[Installation], config: Chosen) -> None:
    """Sync the athlete of the partition, or those of the configuration, one after the other."""
    chosen = [context.partition_key] if context.has_partition_key else config.athletes
    athletes = [AthleteId(athlete) for athlete in chosen]
    told = discreet(lambda: upkeep.bring_in(installation, athletes, full=config.full))
    counted = ("requests", "added", "updated", "removed", "complete")
    context.add_output_metadata({"athletes": len(told)} | {name: sum(one[name] for one in told) for name in counted})


@op(description="List everything once more, drop what was not confirmed in time, build and publish.")
def confirm(context: OpExecutionContext, installation: ResourceParam[Installation]) -> None:
    """Do what a night is for, and forget what Dagster wrote of runs a week ago."""
    discreet(lambda: upkeep.nightly(installation))
    old = context.instance.get_runs(RunsFilter(created_before=installation.now() - RUNS_KEPT))
    for run_id in {run.run_id for run in old} - {context.run_id}:
        context.instance.delete_run(run_id)


@job(partitions_def=ATHLETES, executor_def=in_process_executor, description="One athlete in step with Strava.")
def sync_athlete() -> None:
    """Sync the athlete of the partition."""
    bring_in()


@job(executor_def=in_process_executor, description="Several athletes in step with Strava.")
def sync_athletes() -> None:
    """Sync the athletes of the configuration."""
    bring_in()


@job(executor_def=in_process_executor, description="Everybody confirmed by a full listing.")
def nightly() -> None:
    """Confirm every row of Strava's."""
    confirm()


import_files = define_asset_job("import_files", AssetSelection.assets("landing"), executor_def=in_process_executor)
build_week = define_asset_job("build_week", AssetSelection.groups(GROUP), executor_def=in_process_executor)
