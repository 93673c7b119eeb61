"""A public address: everybody logs in with Strava and sees themselves alone, whatever they ask for."""

import re
from collections.abc import Iterator
from dataclasses import replace
from shutil import copytree

import pytest
from itsdangerous import URLSafeTimedSerializer

from pipelines.worker import perform
from tests.strava import FakeStrava
from tests.web.dance import Stage, connect, leave
from tests.web.pages import Site
from tests.web.seasons import NOW
from warehouse.landing import Landing
from warehouse.model import AthleteId
from warehouse.reader import Marts
from warehouse.settings import Settings

PUBLIC = "https://runs.example.org"
ACCOUNTS = {7: "Anna", 8: "Ben"}
COOKIE = "__Host-plimsoll"
OPEN = {"/methods", "/connect", "/health"}


@pytest.fixture(scope="module")
def settled(town: Settings, tmp_path_factory: pytest.TempPathFactory, far_away: FakeStrava) -> Iterator[Stage]:
    """Settle the town at a public address; Anna and Ben are connected with their accounts at Strava, 7 and 8."""
    with Stage.at(copytree(town.home, tmp_path_factory.mktemp("public") / "home"), far_away) as owner:
        for number, name in ACCOUNTS.items():
            owner.strava.add_athlete(number)
            connect(owner.site(), athlete=of(owner, name))
        yield Stage(replace(owner.settings, public_url=PUBLIC), owner.strava, owner.people)


@pytest.fixture
def stage(settled: Stage) -> Iterator[Stage]:
    """Use that home for one test."""
    with settled.kept() as stage:
        for number in ACCOUNTS:
            stage.strava.add_athlete(number)
        yield stage


@pytest.fixture
def anna(stage: Stage) -> Site:
    """Log Anna in."""
    return logged_in(stage, 7)


def of(stage: Stage, name: str) -> AthleteId:
    found = stage.people.athletes.find(name)
    assert found is not None
    return found.athlete


def logged_in(stage: Stage, number: int, site: Site | None = None) -> Site:
    """Log somebody in, who is that number at Strava."""
    stage.strava.visitor = stage.strava.athletes[number]
    site = site or stage.site()
    answer = connect(site)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    return site


def whose(site: Site) -> str:
    """Return whose week the first page shows; empty for nobody's."""
    words = site.show("/").text
    return next((name for name in ("Anna", "Ben") if f"{name}, " in words), "")


def cookie(site: Site) -> str:
    found = site.client.get_cookie(COOKIE, "runs.example.org")
    assert found is not None
    return found.value


def test_who_logs_in_sees_their_own_week_and_nobody_elses(stage: Stage, anna: Site) -> None:
    assert (whose(anna), whose(logged_in(stage, 8))) == ("Anna", "Ben")
    assert "Ben" not in str(anna.show("/").tree)


def test_nobody_else_is_there_whatever_is_asked(stage: Stage, anna: Site) -> None:
    ben = of(stage, "Ben")
    marts = Marts(stage.settings)
    own = {run.activity_id for run in marts.runs(of(stage, "Anna"))}
    run = next(run.activity_id for run in marts.runs(ben) if run.activity_id not in own)
    assert anna.status(f"/?athlete={ben}") == 404
    assert anna.status(f"/following/{ben}") == 404
    for path, search in (
        ("/", f"?athlete={ben}"),
        ("/runs", f"?athlete={ben}"),
        ("/shoes", f"?athlete={ben}"),
        ("/settings", f"?athlete={ben}"),
    ):
        shown = anna.show(path, search)
        assert "There is no athlete with this id here" in shown.text
        assert "Ben" not in str(shown.tree)
    assert "no such activity" in anna.show(f"/runs/{run}").text
    assert anna.status(f"/following/{of(stage, 'Anna')}") == 200


def test_jobs_of_others_are_not_there(stage: Stage, anna: Site) -> None:
    jobs = {job.athlete: job.id for job in stage.people.jobs.recent(99) if job.kind == "sync"}
    assert anna.status(f"/import/jobs/{jobs[of(stage, 'Anna')]}") == 200
    assert anna.status(f"/import/jobs/{jobs[of(stage, 'Ben')]}") == 404


@pytest.mark.parametrize("path", ["/settings/sync", "/settings/disconnect", "/settings/forget"])
def test_nobody_gives_orders_about_others(stage: Stage, anna: Site, path: str) -> None:
    before = len(stage.people.jobs.recent(99))
    assert anna.post(path, json={"athlete": of(stage, "Ben"), "name": "Ben"}).status_code == 404
    assert len(stage.people.jobs.recent(99)) == before


def test_files_go_to_who_brings_them(stage: Stage, anna: Site) -> None:
    told = anna.post("/import/upload", data=b"abc", headers={"X-File-Name": "a.fit"}).get_json()
    job = anna.post("/import/jobs", json={"upload": told["upload"], "athlete": "Ben"}).get_json()["job"]
    found = stage.people.jobs.get(job)
    assert found is not None
    assert found.athlete == of(stage, "Anna")
    assert "Whose runs" not in str(anna.show("/import").tree)


def test_a_log_that_names_others_gives_them_nothing(stage: Stage, anna: Site) -> None:
    log = b"date,sport,distance_km,athlete\n2026-11-20,Run,99,Ben\n"
    told = anna.post("/import/upload", data=log, headers={"X-File-Name": "log.csv"}).get_json()
    before = Landing(stage.settings.landing).batches(of(stage, "Ben"))
    anna.post("/import/jobs", json={"upload": told["upload"]})
    while job := stage.people.jobs.claim(NOW):
        if job.kind == "import":
            perform(stage.settings, job)
    done = stage.people.jobs.get(told["upload"])
    assert done is not None
    assert "failed" in str(done.report)
    assert Landing(stage.settings.landing).batches(of(stage, "Ben")) == before


def test_demo_athletes_are_not_offered(anna: Site) -> None:
    assert anna.post("/demo/jobs", json={}).status_code == 403


def test_the_cookie_travels_with_https_alone_and_no_script_reads_it(stage: Stage) -> None:
    site = stage.site()
    stage.strava.visitor = stage.strava.athletes[7]
    cookie = connect(site).headers["Set-Cookie"]
    for word in (COOKIE, "Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Expires="):
        assert word in cookie
    assert "Domain" not in cookie


def test_a_login_begins_a_new_session(stage: Stage, anna: Site) -> None:
    before = cookie(anna)
    logged_in(stage, 8, anna)
    assert cookie(anna) != before
    assert whose(anna) == "Ben"


def test_logging_out_ends_it_and_only_our_own_page_can_ask_for_it(anna: Site) -> None:
    assert anna.client.post("/auth/logout", base_url=PUBLIC, headers={"Origin": "https://evil.example"}).status_code == 403
    assert whose(anna) == "Anna"
    assert "Log out" in anna.show("/methods").text
    assert anna.client.post("/auth/logout", base_url=PUBLIC, headers={"Origin": PUBLIC}).status_code == 303
    assert anna.status("/") == 401
    assert "Log in with Strava" in anna.show("/").text


def test_the_session_ends_with_the_connection(stage: Stage) -> None:
    stage.strava.add_athlete(9)
    here = logged_in(stage, 9)
    connected = stage.people.connections.of_strava(9)
    assert connected is not None
    stage.people.connections.remove(connected.athlete)
    assert here.status("/") == 401
    stage.clock.pass_by(minutes=1)
    assert logged_in(stage, 9).status("/") == 200
    again = stage.people.connections.of_strava(9)
    assert again is not None
    assert again.athlete == connected.athlete
    assert here.status("/") == 401, "a session of the connection before"


def test_the_session_ends_when_the_athlete_is_forgotten(stage: Stage) -> None:
    stage.strava.add_athlete(11)
    cleo = logged_in(stage, 11)
    assert cleo.status("/") == 200
    connected = stage.people.connections.of_strava(11)
    assert connected is not None
    stage.people.forget(connected.athlete)
    assert cleo.status("/") == 401
    assert cleo.status("/settings") == 401


@pytest.mark.parametrize("key", ["", "guess"])
def test_a_made_up_session_is_nobodys(stage: Stage, key: str) -> None:
    site = stage.site()
    connection = stage.people.connections.get(of(stage, "Anna"))
    assert connection is not None
    content = {"athlete": connection.athlete, "since": connection.connected_at.isoformat(), "_permanent": True}
    forged = URLSafeTimedSerializer(key or "x", salt="cookie-session", signer_kwargs={"key_derivation": "hmac"}).dumps(content)
    site.client.set_cookie(COOKIE, str(forged), domain="runs.example.org", secure=True)
    assert site.status("/") == 401


def test_every_address_but_the_open_ones_needs_a_login(stage: Stage) -> None:
    site = stage.site()
    rules = [rule for rule in site.client.application.url_map.iter_rules() if "GET" in (rule.methods or ())]
    paths = {re.sub(r"<[^>]*>", "x", rule.rule) for rule in rules} | {"/runs", "/runs/x", "/shoes", "/settings", "/import"}
    closed = {path for path in paths if not path.startswith(("/_", "/assets", "/auth/", "/webhook/", "/receipts/")) and path not in OPEN}
    assert {"/", "/following/x", "/import/jobs/x", "/settings"} <= closed
    assert {path: site.status(path) for path in closed} == dict.fromkeys(closed, 401)


def test_orders_and_other_callbacks_of_strangers_are_turned_away(stage: Stage) -> None:
    site = stage.site()
    for path in ("/import/upload", "/import/jobs", "/demo/jobs", "/settings/sync", "/settings/disconnect", "/settings/forget"):
        assert site.post(path, json={}).status_code == 401, path
    outputs = [str(name) for name in site.client.get("/_dash-dependencies", base_url=PUBLIC).get_json()]
    assert outputs
    for body in ({"output": "news.children"}, {"output": "..news.children...news-tick.interval.."}, [], "x"):
        assert site.post("/_dash-update-component", json=body).status_code == 401


def test_the_login_page_is_where_the_words_and_the_button_are(stage: Stage) -> None:
    page = stage.site().show("/shoes")
    assert page.find("H1")[0]["children"] == "Log in with Strava"
    assert "/auth/strava/start" in page.links()
    assert "What is read" in page.text
    assert not [link for link in page.links() if "athlete=" in link]


def test_nobody_chooses_at_a_public_address_who_they_are(stage: Stage) -> None:
    stage.strava.add_athlete(10, firstname="Mallory")
    site = stage.site()
    connect(site, athlete=of(stage, "Anna"))
    assert whose(site) == ""
    assert stage.people.connections.of_strava(10) is not None


def test_who_comes_by_another_name_is_sent_to_the_public_one(stage: Stage) -> None:
    answer = stage.site().client.get("/auth/strava/start", base_url="http://localhost:8050")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PUBLIC}/connect")


def test_strava_brings_visitors_back_to_the_public_address(stage: Stage) -> None:
    assert "redirect_uri=https%3A%2F%2Fruns.example.org%2Fauth%2Fstrava%2Fcallback" in leave(stage.site())
