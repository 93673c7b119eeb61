"""Rows of activities.csv: every header, language and accident."""

import csv
import io
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from pipelines.files.export import ExportTable, Row, is_export, read_export
from pipelines.files.export_columns import find_columns
from warehouse.errors import UnreadableError


def cells(line: str) -> list[str]:
    return line.split(",")


ENGLISH = cells(
    "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,Max Heart Rate,Relative Effort,"
    "Commute,Activity Private Note,Activity Gear,Filename,Athlete Weight,Bike Weight,Elapsed Time,Moving Time,Distance,Max Speed,"
    "Average Speed,Elevation Gain,Elevation Loss"
)
GERMAN = cells(
    "Aktivitäts-ID,Aktivitätsdatum,Name der Aktivität,Aktivitätsart,Aktivitätsbeschreibung,Verstrichene Zeit,Distanz,Max. Herzfrequenz,"
    "Relative Leistung,Pendeln,Hinweis zur Privatsphäre für Aktivitäten,Aktivitätsausrüstung,Dateiname,Sportlergewicht,Fahrradgewicht,"
    "Verstrichene Zeit,Bewegungszeit,Distanz,Höchstgeschw.,Durchschnittliche Geschwindigkeit,Höhenzunahme,Höhenunterschied"
)
FRENCH = cells(
    "ID de l'activité,Date de l'activité,Nom de l'activité,Type d'activité,Description de l'activité,Temps écoulé,Distance,"
    "Fréquence cardiaque max.,Effort relatif,Déplacement-transport,Note privée sur les activités,Matériel utilisé pour l'activité,"
    "Nom du fichier,Poids de l'athlète,Poids du vélo,Temps écoulé,Durée de déplacement,Distance,Vitesse max.,Vitesse moyenne,"
    "Dénivelé positif,Dénivelé négatif"
)
UNKNOWN = [
    *(f"kolumn {n}" for n in range(5)),
    "tid",
    "sträcka",
    *(f"kolumn {n}" for n in range(7, 15)),
    "tid",
    "rörelse",
    "sträcka",
    "a",
    "b",
    "c",
    "d",
]
SPANISH_SHORT = cells("ID de actividad,Fecha de la actividad,Nombre de la actividad,Tipo de actividad,Tiempo transcurrido,Distancia")


def table(header: list[str], *rows: list[str], delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([header, *rows])
    return text.getvalue().encode()


def row(when: str, sport: str = "Run", shown: str = "9.83", **cells: str) -> list[str]:
    """Write a row of the layout above: 3000 s elapsed, 2950 moving, 9833.3 m, 120 m up, 118.5 m down."""
    start = ["101", when, "Run home", sport, "", "3000", shown, "171", "58", "false", "", "Blue ", "activities/7.fit.gz", "", ""]
    made = [*start, "3000.0", "2950.0", "9833.3", "4.1", "3.3", "120.0", "118.5"]
    for place, cell in cells.items():
        made[int(place.removeprefix("at"))] = cell
    return made


def only(found: ExportTable) -> Row:
    assert found.problems == []
    (made,) = found.rows
    return made


@pytest.mark.parametrize(
    ("header", "when", "sport", "shown"),
    [
        (ENGLISH, "Jun 4, 2024, 6:13:47 AM", "Run", "9.83"),
        (GERMAN, "4. Juni 2024, 06:13:47", "Lauf", "9,83"),
        (GERMAN, "04.06.2024, 06:13:47", "Lauf", "9,83"),
        (FRENCH, "4 juin 2024 à 06:13:47", "Course à pied", "9,83"),
        (UNKNOWN, "4 juni 2024 06:13:47", "Run", "9,83"),
        ([f'<span class="translation_missing">{cell}</span>' for cell in ENGLISH], "Jun 4, 2024, 6:13:47 AM", "Run", "9.83"),
    ],
)
def test_one_run_in_every_language(header: list[str], when: str, sport: str, shown: str) -> None:
    found = read_export(table(header, row(when, sport, shown)))
    made = only(found)
    assert made["source_key"] == "strava:101"
    assert made["start_utc"] == datetime(2024, 6, 4, 6, 13, 47)  # noqa: DTZ001 -- UTC without a zone
    assert (made["sport"], made["sport_type"]) == (sport, "Run")
    assert (made["elapsed_s"], made["moving_s"], made["distance_m"]) == (3000, 2950, 9833.3)
    assert (made["elevation_gain_m"], made["descent_m"], made["max_heartrate_bpm"]) == (120, 118.5, 171)
    assert made["gear_id"] == "strava:Blue"
    assert found.filenames == {"strava:101": "activities/7.fit.gz"}


def test_a_decimal_comma_is_believed_only_where_the_language_has_one() -> None:
    german = read_export(table(GERMAN, row("4. Juni 2024, 06:13:47", "Lauf", at17="9833,3", at20="1.234,5")))
    assert (only(german)["distance_m"], only(german)["elevation_gain_m"]) == (9833.3, 1234.5)
    swim = read_export(table(ENGLISH, row("Jun 4, 2024, 6:13:47 AM", "Swim", "1,025", at17="")))
    assert only(swim)["distance_m"] == 1025


def test_a_single_distance_is_in_km_but_for_swims() -> None:
    def distance(sport: str, shown: str) -> object:
        made = ["1", "4 jun 2024, 6:13:47", "x", sport, "100", shown]
        return only(read_export(table(SPANISH_SHORT, made)))["distance_m"]

    assert distance("Carrera", "9,83") == pytest.approx(9830)
    assert distance("Natación", "1025") == 1025


def test_the_old_header_is_in_metres_with_names_of_gear() -> None:
    header = cells("id,date,name,type,description,elapsed_time,distance,commute,gear,filename")
    made = only(read_export(table(header, ["5", "2014-09-12 16:54:28", "Run", "Run", "", "1289", "1914.1", "false", "Red", ""])))
    assert (made["distance_m"], made["gear_id"], made["gear_name"]) == (1914.1, "strava:Red", "Red")


def test_gear_ids_written_as_floats() -> None:
    header = [*ENGLISH, "Bike", "Gear"]
    shoe = only(read_export(table(header, [*row("Jun 4, 2024, 6:13:47 AM"), "", "25122240.0"])))
    bike = only(read_export(table(header, [*row("Jun 4, 2024, 6:13:47 AM", "Ride"), "13574870.0", ""])))
    assert (shoe["gear_id"], shoe["gear_name"], bike["gear_id"]) == ("strava:g25122240", "Blue", "strava:b13574870")


def test_rows_that_cannot_be_read_are_named_and_the_rest_is_kept() -> None:
    good = row("Jun 4, 2024, 6:13:47 AM")
    late = row("Jun 5, 2024, 6:13:47 AM", at0="102")
    found = read_export(table(ENGLISH, good, row("yesterday"), [*good[:9]], row("Jun 4, 2024", at0="9.1E+10"), late))
    assert [made["source_key"] for made in found.rows] == ["strava:101", "strava:102"]
    assert [problem.split(":")[0] for problem in found.problems] == ["row 3", "row 4", "row 5"]
    assert "'yesterday'" in found.problems[0]
    assert "9 of 22 columns" in found.problems[1]


def test_impossible_numbers_are_unknown() -> None:
    made = only(
        read_export(table(ENGLISH, row("Jun 4, 2024, 6:13:47 AM", at15="-5", at16="inf", at17="nan", at20="-3", at7="0", at5="-5")))
    )
    assert [made[name] for name in ("elapsed_s", "moving_s", "distance_m", "elevation_gain_m", "max_heartrate_bpm")] == [None] * 5


def test_accidents_of_tables() -> None:
    plain = table(ENGLISH, row("Jun 4, 2024, 6:13:47 AM", at4="two\nlines, and a comma"))
    expected = read_export(plain).rows
    spoilt = [b"\xef\xbb\xbf" + plain, plain.replace(b"\r\n", b"\n"), b"My activities\r\n\r\n" + plain, plain.replace(b"home", b"ho\0me")]
    spoilt += [plain.decode().encode("utf-16"), table(ENGLISH, row("Jun 4, 2024, 6:13:47 AM"), delimiter=";"), plain + b"\r\n,,,\r\n"]
    for content in spoilt:
        assert read_export(content).rows == expected


def test_a_huge_field_is_read() -> None:
    found = read_export(table(ENGLISH, row("Jun 4, 2024, 6:13:47 AM", at4="x" * 1_000_000)))
    assert only(found)["source_key"] == "strava:101"


def test_a_table_in_western_letters_of_windows() -> None:
    text = table(GERMAN, row("4. März 2024, 06:13:47", "Lauf", at2="Grüße")).decode()
    assert only(read_export(text.encode("cp1252")))["name"] == "Grüße"


def test_a_date_without_a_clock_is_a_local_day() -> None:
    made = only(read_export(table(ENGLISH, row("2024-06-04"))))
    assert (made["start_utc"], made["local_date"]) == (None, date(2024, 6, 4))


def test_the_same_activity_twice_is_taken_once_and_the_later_row_wins() -> None:
    found = read_export(table(ENGLISH, row("Jun 4, 2024, 6:13:47 AM"), row("Jun 4, 2024, 6:13:47 AM", at2="Renamed")))
    assert only(found)["name"] == "Renamed"


@pytest.mark.parametrize(
    "content", [b"", b"\0\0", b"a,b,c\n1,2,3\n", b"date,sport,distance_km\n2024-06-04,Run,5\n", bytes(range(256)) * 50]
)
def test_other_tables_are_refused(content: bytes) -> None:
    assert not is_export(content)
    with pytest.raises(UnreadableError):
        read_export(content)


def test_german_names_of_the_mapping_are_known(shared: Path) -> None:
    import json

    words = json.loads((shared / "mapping" / "strava-csv-mapping-de.json").read_text("utf-8"))
    german, english = find_columns(list(words)), find_columns(list(words.values()))
    assert german is not None
    assert english is not None
    assert german.places == english.places


def of_zip(path: Path) -> bytes:
    with ZipFile(path) as archive:
        return archive.read("activities.csv")


REAL = {
    "garmin-fr255-runner_to-2024-12-31.zip": (105, 100),
    "old-header-gpx-2018.zip": (128, 45),
    "french-gpx-watch_2024-08.zip": (23, 15),
    "six-exports-one-athlete_2023-11.zip": (878, 239),
    "six-exports-one-athlete_2023-12.zip": (905, 248),
    "six-exports-one-athlete_2024-06.zip": (1048, 284),
    "us-runner-no-hr/activities.csv": (1040, 623),
    "hand-cleaned-runner/activities14.csv": (1824, 1293),
}


@pytest.mark.data
@pytest.mark.parametrize("name", REAL)
def test_real_exports_are_read_whole(shared: Path, name: str) -> None:
    path = shared / "exports" / name
    found = read_export(path.read_bytes() if path.suffix == ".csv" else of_zip(path))
    assert found.problems == []
    assert (len(found.rows), sum(made["sport"] == "Run" for made in found.rows)) == REAL[name]
    assert all(made["start_utc"] and made["elapsed_s"] is not None and made["distance_m"] is not None for made in found.rows)


@pytest.mark.data
def test_real_rows_hold_the_precise_columns(shared: Path) -> None:
    rows = {made["source_key"]: made for made in read_export(of_zip(shared / "exports" / "garmin-fr255-runner_to-2024-12-31.zip")).rows}
    first = rows["strava:91072350537"]
    assert (first["distance_m"], first["moving_s"], first["elapsed_s"], first["cadence"]) == (9833.3, 2950, 5381, 81)
    swim = read_export((shared / "exports" / "us-runner-no-hr" / "activities.csv").read_bytes())
    assert 1053.4 in [made["distance_m"] for made in swim.rows if made["sport_type"] == "Swim"]


@pytest.mark.data
def test_the_hand_cleaned_table_keeps_clock_and_metres(shared: Path) -> None:
    found = read_export((shared / "exports" / "hand-cleaned-runner" / "activities14.csv").read_bytes())
    made = next(made for made in found.rows if made["source_key"] == "strava:75077385298")
    assert made["start_utc"] == datetime(2019, 10, 10, 1, 24, 42)  # noqa: DTZ001 -- UTC without a zone
    assert (made["distance_m"], made["moving_s"]) == (4835.100098, 1229)
