"""Dagster's view of a build: one asset a model, checks that block, jobs that publish what the command line publishes."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.homes import NOW, House
from tests.season import season, to_log_csv
from warehouse import plan
from warehouse.part import published
from warehouse.settings import Settings

# Dagster leaves event loops and connections to the garbage collector, which complains in whatever test runs by then.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]
dagster = pytest.importorskip("dagster")

from pipelines.definitions import build_defs  # noqa: E402 -- costs seconds, so only after the mark
from pipelines.resources import Installation  # noqa: E402

MARTS = {model.name for model in plan.models("marts")}
Run = Callable[..., Any]


@pytest.fixture
def house(settings: Settings) -> House:
    made = House.open(settings)
    made.athlete("Ann")
    return made


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    path.write_bytes(to_log_csv(season(1, 100)))
    return path


@pytest.fixture
def run(settings: Settings) -> Iterator[Run]:
    """Run a job by its name in this process, as defined for the home of the test."""
    with dagster.DagsterInstance.ephemeral() as instance:

        def execute(job: str, **config: Any) -> Any:
            defs = build_defs(settings, installation=Installation(settings, now=lambda: NOW))
            run_config = {"ops": {name: {"config": values} for name, values in config.items()}}
            return defs.resolve_job_def(job).execute_in_process(run_config=run_config, instance=instance, raise_on_error=False)

        yield execute


def test_every_model_is_an_asset_and_every_check_blocks(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """And knowing them takes neither the network nor the home."""
    monkeypatch.setattr(socket, "socket", None)
    graph = build_defs(settings).resolve_asset_graph()
    assert {key.to_user_string() for key in graph.get_all_asset_keys()} == MARTS | {"landing", "snapshot", "advice", "published"}
    assert {key.name for key in graph.asset_check_keys} == {check.name for check in plan.models("checks")}
    assert all(graph.get(key).blocking for key in graph.asset_check_keys)
    assert not settings.home.exists()


def test_assets_depend_on_what_their_sql_reads(settings: Settings) -> None:
    graph = build_defs(settings).resolve_asset_graph()
    for model in plan.models("marts"):
        parents = {key.to_user_string() for key in graph.get(dagster.AssetKey(model.name)).parent_keys}
        assert parents == (model.inputs & MARTS or {"snapshot"})


def test_the_jobs_publish_what_a_build_publishes(house: House, log: Path, run: Run) -> None:
    imported = run("import_files", landing={"paths": [str(log)], "athlete": "Ann"})
    assert imported.success
    assert imported.asset_materializations_for_node("landing")[0].metadata["batches"].value == 1
    built = run("build_week")
    assert built.success
    by_dagster = house.tables()
    house.build()
    assert by_dagster == house.tables()
    assert len(by_dagster["activity"]) > 50
    counted = built.asset_materializations_for_node("activity")[0].metadata["rows"].value
    assert counted == len(by_dagster["activity"])
    assert [path.name for path in house.settings.published.glob(".*")] == []


def test_a_failing_check_publishes_nothing_and_the_next_run_cleans_up(
    house: House, log: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.build()
    first = published(house.settings.published)
    run("import_files", landing={"paths": [str(log)], "athlete": "Ann"})
    models = plan.models
    broken = plan.Model("never_right", "Nothing is ever right.", "select athlete_id from activity", frozenset({"activity"}))
    monkeypatch.setattr(plan, "models", lambda stage: (*models(stage), broken) if stage == "checks" else models(stage))
    failed = run("build_week")
    assert not failed.success
    assert published(house.settings.published) == first
    assert [check.check_name for check in failed.get_asset_check_evaluations() if not check.passed] == ["never_right"]
    monkeypatch.undo()
    assert run("build_week").success
    assert published(house.settings.published) != first
