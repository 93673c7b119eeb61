"""The fast FIT reader against fitdecode and Garmin's SDK on every real file there is."""

import gzip
import math
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import fitdecode
import fitdecode.profile
import garmin_fit_sdk
import numpy as np
import pytest

from pipelines.files.activity import NotAnActivityError
from pipelines.files.fit import read_fit
from pipelines.files.fit_devices import MANUFACTURERS, PRODUCTS
from pipelines.files.fit_fallback import read_slowly
from pipelines.files.fit_profile import FIELDS, SPORTS
from pipelines.files.fit_records import COLUMNS, read_records
from pipelines.files.fit_walk import parts
from tests.conftest import SHARED

FILES = sorted(path for path in SHARED.glob("files/**/*") if path.suffix.lower() == ".fit")
EXPORT = "exports/garmin-fr255-runner_to-2024-12-31.zip"
BROKEN = {
    "activity-filecrc.fit": 14,
    "activity-activity-filecrc.fit": 28,
    "activity-unexpected-eof.fit": 14,
    "activity-settings-nodata.fit": 14,
    "activity-settings-corruptheader.fit": 14,
    "nick.fit": 14_391,
    "strava-android-app-201.10-b1218918.fit": 473,
}
UNDATED = {"antfs-dump.63.fit": 686, "compressed-speed-distance.fit": 755}
OTHERS = ("Settings", "nametest", "Monitoring", "Weight", "Workout")


def columns(content: bytes) -> dict[str, Any]:
    read = [read_records(content, part.layouts) for part in parts(content)]
    return {name: np.concatenate([each[name] for each in read]) for name in COLUMNS}


def agree(content: bytes) -> None:
    """Hold every column against fitdecode's, exactly."""
    expected, _, _ = read_slowly(content)
    found = columns(content)
    for name in COLUMNS:
        np.testing.assert_allclose(found[name], expected[name], rtol=1e-12, err_msg=name)


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_value_of_every_file_is_fitdecodes(path: Path) -> None:
    agree(path.read_bytes())


@pytest.mark.data
@pytest.mark.slow
def test_files_of_an_export_are_fitdecodes(shared: Path) -> None:
    with ZipFile(shared / EXPORT) as archive:
        names = [name for name in archive.namelist() if name.endswith(".fit.gz")]
        for name in names[::15]:
            agree(gzip.decompress(archive.read(name)))


@pytest.mark.data
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_becomes_of_every_file(path: Path) -> None:
    content = path.read_bytes()
    if path.name.startswith(OTHERS):
        with pytest.raises(NotAnActivityError):
            read_fit(content)
    elif path.name in UNDATED or path.name == "DeveloperData.fit":
        assert len(columns(content)["timestamp"]) == UNDATED.get(path.name, 3)
        with pytest.raises(Exception, match="no date"):
            read_fit(content)
    else:
        read = read_fit(content)
        assert read.recovered_records == BROKEN.get(path.name)
        assert (read.problem is None) == (path.name not in BROKEN)


@pytest.mark.data
def test_every_file_of_an_export_is_a_whole_activity(shared: Path) -> None:
    with ZipFile(shared / EXPORT) as archive:
        read = [read_fit(gzip.decompress(archive.read(name))) for name in archive.namelist() if name.endswith(".fit.gz")]
    assert len(read) == 105
    assert all(file.problem is None and len(file.activities) == 1 for file in read)
    runs = [file.activities[0] for file in read if file.activities[0].sport_type == "Run"]
    assert len(runs) >= 99
    assert all(run.device == "Garmin Forerunner 255" and run.utc_offset_s in {3600, 7200} for run in runs)
    assert all(run.cadence_unit == "one_leg" for run in runs if run.cadence)


def sdk_sessions(path: Path) -> list[Any]:
    messages, _ = garmin_fit_sdk.Decoder(garmin_fit_sdk.Stream.from_file(str(path))).read()
    return sorted(messages.get("session_mesgs", []), key=lambda session: session["start_time"])


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.parametrize(
    "path", [path for path in FILES if path.name.startswith(("garmin", "sample", "2022", "96"))], ids=lambda path: path.name
)
def test_sessions_are_those_of_the_sdk(path: Path) -> None:
    expected = sdk_sessions(path)
    found = read_fit(path.read_bytes()).activities
    assert len(found) == len(expected)
    for activity, session in zip(found, expected, strict=True):
        assert activity.start_utc == session["start_time"].replace(tzinfo=None)
        assert math.isclose(activity.elapsed_s or 0, session["total_elapsed_time"])
        assert math.isclose(activity.moving_s or 0, session["total_timer_time"])
        assert math.isclose(activity.distance_m or 0, session.get("total_distance", 0))


def test_our_field_numbers_are_those_of_the_profile() -> None:
    for message, fields in FIELDS.items():
        known = fitdecode.profile.MESSAGE_TYPES[message].fields
        for number, field in fields.items():
            theirs = known[number]
            assert (field.name, field.scale, field.offset) == (theirs.name, theirs.scale or field.scale, theirs.offset or 0)


def test_our_names_of_devices_and_sports_are_those_of_the_profile() -> None:
    types = garmin_fit_sdk.Profile["types"]
    products = {int(number): plain(name) for number, name in types["garmin_product"].items()}
    for number, name in PRODUCTS.items():
        letters = plain(name.replace("Forerunner ", "fr"))
        assert products[number].startswith(letters[:4]), (number, name, products[number])
    makers = {int(number): plain(name) for number, name in types["manufacturer"].items()}
    assert all(plain(name)[:4] in makers[number] for number, name in MANUFACTURERS.items())
    sports = {int(number): plain(name) for number, name in types["sport"].items()}
    assert all(sports[number] == plain(name) for number, name in SPORTS.items())


def plain(name: str) -> str:
    return name.lower().replace("_", "").replace(" ", "").replace("-", "").replace("app", "")
