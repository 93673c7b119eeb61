"""Training logs as programs in several languages save them, and what becomes of their bad rows."""

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.files.log import is_log, read_log
from warehouse.errors import UnreadableError
from warehouse.landing import ACTIVITIES

FULL = b"date,sport,distance_km,minutes,rpe,average_heartrate,cadence_spm,elevation_gain_m,shoe\n"


def rows_of(content: bytes) -> list[dict[str, object]]:
    (person,) = read_log(content)
    assert person.problems == []
    return person.rows


def problem_of(line: bytes) -> str:
    (person,) = read_log(FULL + line)
    assert person.rows == []
    (problem,) = person.problems
    return problem


def test_a_full_row_lands_in_si_units() -> None:
    (row,) = rows_of(FULL + b"2026-05-01,Trail Run,10.5,62,7,151,168,240,Peg 41\n")
    assert row == {
        "source_key": "log:2026-05-01:TrailRun:1",
        "sport": "Trail Run",
        "sport_type": "TrailRun",
        "local_date": date(2026, 5, 1),
        "distance_m": 10_500.0,
        "moving_s": 3720.0,
        "rpe": 7.0,
        "heartrate_bpm": 151.0,
        "cadence": 168.0,
        "cadence_unit": "steps",
        "elevation_gain_m": 240.0,
        "gear_id": "log:Peg 41",
        "gear_name": "Peg 41",
    }
    assert pa.Table.from_pylist([row], schema=ACTIVITIES).num_rows == 1


def test_date_and_sport_are_enough() -> None:
    (row,) = rows_of(b"Sport , DATE\nLauf,2026-05-01")
    assert (row["sport_type"], row["distance_m"], row["gear_id"]) == ("Run", None, None)


def test_the_same_row_twice_is_two_sessions() -> None:
    keys = [row["source_key"] for row in rows_of(b"date,sport\n2026-05-01,Run\n2026-05-01,Run\n2026-05-01,Walk\n")]
    assert keys == ["log:2026-05-01:Run:1", "log:2026-05-01:Run:2", "log:2026-05-01:Walk:1"]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfdate;sport;Distance KM;shoe\r\n01.05.2026;Run;10,5;\r\n",
        "sep=;\r\ndate;sport;distance_km;shoe\r\n1.5.2026;Run;10,5;Läufer\r\n".encode("cp1252"),
        "date\tsport\tdistance_km\n2026-05-01 06:30:00\tRun\t10,5\n".encode("utf-16"),
        b'date,sport,distance-km\r2026/5/1,Run,"10,5"\r',
        b"\n\ndate,sport,distance_km,\n\n2026-05-01,Run,10.5,\n,,,\n",
    ],
    ids=["excel german", "excel windows", "utf-16 tabs", "old mac", "blank lines"],
)
def test_dialects_of_spreadsheets(content: bytes) -> None:
    assert is_log(content)
    (row,) = rows_of(content)
    assert (row["distance_m"], row["local_date"]) == (10_500.0, date(2026, 5, 1))


def test_windows_letters_survive() -> None:
    (row,) = rows_of("date;sport;shoe\n2026-05-01;Run;Läufer".encode("cp1252"))
    assert row["gear_name"] == "Läufer"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((b"03/04/2026", b"25/04/2026"), [date(2026, 4, 3), date(2026, 4, 25)]),
        ((b"03/04/2026", b"04/25/2026"), [date(2026, 3, 4), date(2026, 4, 25)]),
        ((b"25-04-2026", b"03-04-2026"), [date(2026, 4, 25), date(2026, 4, 3)]),
    ],
)
def test_the_column_tells_day_from_month(days: tuple[bytes, ...], expected: list[date]) -> None:
    rows = rows_of(b"date,sport\n" + b"".join(day + b",Run\n" for day in days))
    assert [row["local_date"] for row in rows] == expected


def test_days_that_could_be_two_are_asked_for_not_guessed() -> None:
    (person,) = read_log(b"date,sport\n03/04/2026,Run\n04/04/2026,Run\n2026-04-05,Run\n")
    assert [row["local_date"] for row in person.rows] == [date(2026, 4, 4), date(2026, 4, 5)]
    assert person.problems == ["line 2: date '03/04/2026' can be read in two ways, write YYYY-MM-DD"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"2026-05-01,Run,abc", "line 2: distance 'abc' is not a number"),
        (b"2026-05-01,Run,nan", "distance 'nan' is not a number"),
        (b"2026-05-01,Run,inf", "distance 'inf' is not a number"),
        (b"2026-05-01,Run,-5", "distance '-5' is not between 0 and 500"),
        (b"2026-05-01,Run,501", "distance '501' is not between 0 and 500"),
        (b"2026-05-01,Run,5,6001", "minutes '6001' is not between 0 and 6000"),
        (b"2026-05-01,Run,5,30,11", "rpe '11' is not between 0 and 10"),
        (b"2026-05-01,Run,5,45:30", "minutes '45:30' is not a number"),
        (b"2026-02-30,Run", "date '2026-02-30' is not in the calendar"),
        (b"1206-02-28,Run", "date '1206-02-28' is before 1970"),
        (b"yesterday,Run", "date 'yesterday' is not a day"),
        (b",Run", "date is missing"),
        (b"2026-05-01,,5", "sport is missing"),
        (b"2026-05-01,Run,5,30,5,150,170,20,Peg,9", "more values than there are columns"),
    ],
)
def test_a_bad_row_says_which_and_why(line: bytes, words: str) -> None:
    assert words in problem_of(line)


def test_the_rows_around_a_bad_one_are_kept() -> None:
    (person,) = read_log(FULL + b"2026-05-01,Run,5\n2026-05-02,Run,x\n2026-05-03,Run,6\n")
    assert [row["distance_m"] for row in person.rows] == [5000.0, 6000.0]
    assert person.problems == ["line 3: distance 'x' is not a number"]


def test_zero_heart_rate_and_cadence_are_unknown() -> None:
    (row,) = rows_of(FULL + b"2026-05-01,Run,0,30,0,0,0\n")
    assert (row["heartrate_bpm"], row["cadence"], row["distance_m"], row["rpe"]) == (None, None, 0.0, 0.0)


def test_several_athletes_in_one_log() -> None:
    people = read_log(b"athlete,date,sport\nAda,2026-05-01,Run\nBea,2026-05-01,Run\nAda,2026-05-01,Run\n,2026-05-01,Run\n")
    assert [(person.name, [row["source_key"] for row in person.rows]) for person in people] == [
        ("Ada", ["log:2026-05-01:Run:1", "log:2026-05-01:Run:2"]),
        ("Bea", ["log:2026-05-01:Run:1"]),
        (None, ["log:2026-05-01:Run:1"]),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no column date and no column sport"),
        (b"day,sport\n2026-05-01,Run", "no column date"),
        (b"date,sport\n", "no rows"),
        (b'date,sport\n2026-05-01,"' + b"x" * 200_000 + b'"', "not readable as a table"),
    ],
)
def test_what_is_no_log_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words):
        read_log(content)


@pytest.mark.parametrize(
    "header", [b"Activity ID,Activity Date,Date,Sport", b"id,date,name,type", b"\x00\x01\x02", b"", b'"' + b"x" * 200_000]
)
def test_other_tables_are_no_logs(header: bytes) -> None:
    assert not is_log(header)


@given(
    st.binary(max_size=400)
    | st.lists(st.sampled_from([b"2026-05-01", b"1/2/2026", b",", b";", b"\n", b"Run", b'"', b"9e9", b"-1"]), max_size=30).map(b"".join)
)
def test_any_bytes_are_read_or_refused(junk: bytes) -> None:
    is_log(junk)
    for person in read_log(FULL + b"2026-05-01,Run,5\n" + junk):
        pa.Table.from_pylist(person.rows, schema=ACTIVITIES)
        assert all(person.problems)
