"""Uploads and jobs: what lands where, under which name, and what the page is told."""

import io
from pathlib import Path

import pytest

from dashboard import uploads as module
from dashboard.uploads import clean_path
from tests.web.pages import Site
from tests.web.seasons import NOW


def send(site: Site, name: str, content: bytes = b"abc", upload: str = "") -> dict[str, str]:
    answer = site.post(f"/import/upload?upload={upload}", data=content, headers={"X-File-Name": name})
    assert answer.status_code == 200, answer.text
    told: dict[str, str] = answer.get_json()
    return told


def test_a_file_becomes_a_job_with_its_athlete_and_time_zone(empty: Site, uploads: Path) -> None:
    told = send(empty, "export_1.zip", b"PK" * 3_000_000)
    answer = empty.post("/import/jobs", json={"upload": told["upload"], "athlete": "Me", "timezone": "Europe/Berlin"})
    job = empty.people.jobs.get(answer.get_json()["job"])
    assert job is not None
    assert (job.kind, job.state, job.name, job.athlete, job.timezone) == ("import", "waiting", "export_1.zip", "Me", "Europe/Berlin")
    assert Path(job.path) == uploads / told["upload"] / "export_1.zip"
    assert Path(job.path).stat().st_size == 6_000_000
    assert job.id == told["upload"]


def test_several_files_of_one_drop_are_one_job(empty: Site, uploads: Path) -> None:
    first = send(empty, "a.fit")
    send(empty, "a.fit", b"other", upload=first["upload"])
    send(empty, "activities%2Fb.gpx", upload=first["upload"])
    job = empty.people.jobs.get(empty.post("/import/jobs", json={"upload": first["upload"]}).get_json()["job"])
    assert job is not None
    assert Path(job.path) == uploads / first["upload"]
    found = {str(path.relative_to(job.path)) for path in Path(job.path).rglob("*") if path.is_file()}
    assert found == {"a.fit", "2-a.fit", "activities/b.gpx"}


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd", ("etc", "passwd")),
        ("/etc/passwd", ("etc", "passwd")),
        ("..\\..\\boot.ini", ("boot.ini",)),
        ("C:\\run.fit", ("C_", "run.fit")),
        ("..", ("file",)),
        (".", ("file",)),
        ("", ("file",)),
        (".hidden", ("hidden",)),
        ("a\x00b\n.fit", ("a_b_.fit",)),
        ("a;rm -rf $HOME`x`.gpx", ("a_rm -rf _HOME_x_.gpx",)),
        ("läufe/größe 10 km.fit", ("läufe", "größe 10 km.fit")),
        ("x" * 500 + ".fit", ("x" * 116 + ".fit",)),
        ("a/b/c/d/e/f/g/h/i.fit", ("d", "e", "f", "g", "h", "i.fit")),
    ],
)
def test_a_name_never_leads_elsewhere(name: str, cleaned: tuple[str, ...]) -> None:
    assert clean_path(name) == cleaned


@pytest.mark.parametrize("name", ["../../../escape.fit", "%2e%2e%2f%2e%2e%2fescape.fit", "..%5c..%5cescape.fit"])
def test_nothing_is_written_outside_the_folder_of_uploads(empty: Site, uploads: Path, name: str) -> None:
    send(empty, name)
    (written,) = uploads.parents[1].rglob("*escape.fit")
    assert written.is_relative_to(uploads)


def test_a_made_up_upload_id_is_not_used_as_a_folder(empty: Site, uploads: Path) -> None:
    told = send(empty, "a.fit", upload="../../elsewhere")
    assert (uploads / told["upload"] / "a.fit").exists()
    assert empty.post("/import/jobs", json={"upload": "../.."}).status_code == 400
    assert empty.post("/import/jobs", json={"upload": "0" * 16}).status_code == 400
    assert empty.post("/import/jobs", json=["what"]).status_code == 400


def test_too_much_is_refused_and_leaves_nothing(empty: Site, uploads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMIT", 1000)
    assert empty.post("/import/upload", data=b"x" * 2000, headers={"X-File-Name": "big.zip"}).status_code == 413
    assert not [path for path in uploads.rglob("*") if path.is_file()]


def test_an_upload_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() >= size if size else False:
                raise ConnectionResetError
            return super().read(size)

    with pytest.raises(ConnectionResetError):
        module.receive(tmp_path, "a.fit", Broken(b"x" * (3 << 20)))
    assert list(tmp_path.iterdir()) == []


def test_the_page_follows_a_job_to_its_report(empty: Site) -> None:
    job = empty.people.jobs.add("import", path="/secret/place/a.zip", name="a.zip", now=NOW)
    waiting = empty.client.get(f"/import/jobs/{job}").get_json()
    assert waiting["state"] == "waiting"
    assert "/secret/place" not in str(waiting)
    empty.people.jobs.claim(NOW)
    empty.people.jobs.progress(job, 3, 9, "Reading a.zip", NOW)
    running = empty.client.get(f"/import/jobs/{job}").get_json()
    assert (running["done"], running["total"], running["what"]) == (3, 9, "Reading a.zip")
    files = [{"path": f"{job}/b.fit", "status": "imported", "reason": None, "recovered_records": None}]
    empty.people.jobs.finish(job, {"athlete": "a1", "added": 4, "files": files}, NOW)
    done = empty.client.get(f"/import/jobs/{job}").get_json()
    assert [file["path"] for file in done["report"]["files"]] == ["b.fit"]
    assert (done["state"], done["open"], done["report"]["added"]) == ("done", "/?athlete=a1", 4)


def test_a_failed_job_says_what_to_do(empty: Site) -> None:
    job = empty.people.jobs.add("import", path="x", name="x", now=NOW)
    empty.people.jobs.claim(NOW)
    empty.people.jobs.fail(job, "It is not a zip.", "Download it again.", NOW)
    told = empty.client.get(f"/import/jobs/{job}").get_json()
    assert (told["message"], told["next_step"], told["open"]) == ("It is not a zip.", "Download it again.", None)
    assert empty.client.get("/import/jobs/unknown").status_code == 404


def test_demo_athletes_are_asked_for_and_opened(site: Site) -> None:
    job = site.post("/demo/jobs", json={}).get_json()["job"]
    assert site.people.jobs.claim(NOW) is not None
    site.people.jobs.finish(job, {}, NOW)
    assert site.client.get(f"/import/jobs/{job}").get_json()["open"] == "/?athlete=demo-steady"
