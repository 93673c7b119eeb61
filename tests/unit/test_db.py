"""The layer over DuckDB: statements that are kept as parsed, work larger than memory."""

from pathlib import Path

import pytest

from warehouse import db


@pytest.mark.slow
def test_what_does_not_fit_into_memory_goes_to_a_folder_that_need_not_exist(tmp_path: Path) -> None:
    spill = tmp_path / "home" / "spill"
    with db.closing(db.open_writer(tmp_path / "large.duckdb", "large", spill)) as con:
        db.rows(con, "set memory_limit = '60MB'")
        db.rows(con, "set threads = 1")
        db.rows(
            con, "create table number as select hash(i) as id, hash(i + 1) as a, hash(i + 2) as b from range(2000000) as t(i) order by id"
        )
        assert list(spill.iterdir())
        assert db.rows(con, "select count(*), count(distinct id) from number") == [(2_000_000, 2_000_000)]


def test_a_statement_asked_again_takes_its_own_parameters_and_its_own_database(tmp_path: Path) -> None:
    asked = "create table if not exists number (n integer); insert into number values (1); select $more + sum(n) as total from number"
    for file in ("one", "other"):
        with db.closing(db.open_writer(tmp_path / f"{file}.duckdb", file, tmp_path / "spill")) as con:
            assert db.rows(con, asked, {"more": 10}) == [(11,)]
            assert db.dicts(con, asked, {"more": 20}) == [{"total": 22}]
