"""The jobs by name: `import_files` lands files, `build_week` brings every screen up to date. What they do is in intake and build."""

from pathlib import Path

from dagster import (
    AssetExecutionContext,
    AssetsDefinition,
    AssetSelection,
    Config,
    MaterializeResult,
    ResourceParam,
    ScheduleDefinition,
    asset,
    define_asset_job,
    in_process_executor,
)

from pipelines.build import GROUP
from pipelines.intake import take_in
from pipelines.resources import Installation


class Import(Config):
    """What to import: paths on the machine that runs the job, for the athlete of this id or name."""

    paths: list[str]
    athlete: str | None = None
    timezone: str | None = None


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


import_files = define_asset_job("import_files", AssetSelection.assets("landing"), executor_def=in_process_executor)
build_week = define_asset_job("build_week", AssetSelection.groups(GROUP), executor_def=in_process_executor)
every_hour = ScheduleDefinition(name="every_hour", job=build_week, cron_schedule="5 * * * *")
"""Because the day turns at another hour in every time zone."""
