"""The marts as Dagster assets: one asset a SQL model, one blocking check a SQL check, between `snapshot` and `published`.

A run builds one file. Its path is kept beside the published files under the run's id, so that steps of any executor find it; a step
opens the file, does its work and closes it. No rules and no SQL live here.
"""

from pathlib import Path

from dagster import (
    AssetCheckExecutionContext,
    AssetCheckResult,
    AssetChecksDefinition,
    AssetExecutionContext,
    AssetsDefinition,
    MaterializeResult,
    ResourceParam,
    asset,
    asset_check,
)

from pipelines.resources import Installation
from warehouse import db, plan
from warehouse.errors import AuditError
from warehouse.part import Part

GROUP = "week"
POOL = "warehouse"


def assets() -> list[AssetsDefinition]:
    """Return every asset of a build, `snapshot` first."""
    return [_snapshot(), *(_mart(model) for model in plan.models("marts")), _told(), _published()]


def checks() -> list[AssetChecksDefinition]:
    """Return every blocking check, each on the mart it reads first."""
    return [_check(model) for model in plan.models("checks")]


def _snapshot() -> AssetsDefinition:
    @asset(name="snapshot", group_name=GROUP, pool=POOL, deps=["landing"], description="Landing loaded; the inputs of one build.")
    def snapshot(context: AssetExecutionContext, installation: ResourceParam[Installation]) -> MaterializeResult[None]:
        warehouse = installation.warehouse()
        part, changes = warehouse.snapshot(installation.now())
        _sweep(warehouse.settings.published)
        _note(warehouse.settings.published, context.run.run_id).write_text(part.path.name, "utf-8")
        return MaterializeResult(metadata={"snapshot": part.snapshot, "athletes_changed": len(changes)})

    return snapshot


def _mart(model: plan.Model) -> AssetsDefinition:
    marts = {known.name for known in plan.models("marts")}

    @asset(name=model.name, group_name=GROUP, deps=sorted(model.inputs & marts) or ["snapshot"], description=model.description)
    def mart(context: AssetExecutionContext, installation: ResourceParam[Installation]) -> MaterializeResult[None]:
        part = _part(installation, context.run.run_id)
        with db.closing(part.connect()) as con:
            part.run(con, model)
            ((count,),) = db.rows(con, f"select count(*) from {model.name}")
        return MaterializeResult(metadata={"rows": count})

    return mart


def _told() -> AssetsDefinition:
    @asset(
        name="advice",
        group_name=GROUP,
        deps=[model.name for model in plan.models("marts")],
        description="Alerts and today's advice in words.",
    )
    def advice(context: AssetExecutionContext, installation: ResourceParam[Installation]) -> MaterializeResult[None]:
        part = _part(installation, context.run.run_id)
        with db.closing(part.connect()) as con:
            part.tell(con)
            ((count,),) = db.rows(con, "select count(*) from advice")
        return MaterializeResult(metadata={"rows": count})

    return advice


def _check(model: plan.Model) -> AssetChecksDefinition:
    marts = [known.name for known in plan.models("marts")]
    about = max(model.inputs & set(marts), key=marts.index)
    others = sorted(model.inputs & set(marts) - {about})

    @asset_check(name=model.name, asset=about, additional_deps=others, blocking=True, description=model.description)
    def check(context: AssetCheckExecutionContext, installation: ResourceParam[Installation]) -> AssetCheckResult:
        part = _part(installation, context.run.run_id)
        with db.closing(part.connect()) as con:
            try:
                part.audit(con, model)
            except AuditError as error:
                return AssetCheckResult(passed=False, description=str(error))
        return AssetCheckResult(passed=True)

    return check


def _published() -> AssetsDefinition:
    @asset(
        name="published",
        group_name=GROUP,
        pool=POOL,
        deps=["advice"],
        description="The file the screens read: renamed into place, pointer turned.",
    )
    def published(context: AssetExecutionContext, installation: ResourceParam[Installation]) -> MaterializeResult[None]:
        warehouse = installation.warehouse()
        part = _part(installation, context.run.run_id)
        warehouse.publish(part)
        _note(warehouse.settings.published, context.run.run_id).unlink()
        return MaterializeResult(metadata={"snapshot": part.snapshot})

    return published


def _note(folder: Path, run_id: str) -> Path:
    return folder / f".run-{run_id}"


def _sweep(folder: Path) -> None:
    """Remove the notes of runs that failed: their files are gone."""
    for note in folder.glob(f"{_note(folder, '').name}*"):
        if not (folder / note.read_text("utf-8")).exists():
            note.unlink()


def _part(installation: Installation, run_id: str) -> Part:
    folder = installation.settings.published
    path = folder / _note(folder, run_id).read_text("utf-8")
    return Part.open(path, installation.settings.home / "warehouse" / "spill")
