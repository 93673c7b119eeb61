"""What runners say, kept: check-ins, marks, notes on alerts, ticks, choices, thresholds; nonsense is refused in words."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from warehouse.check_in import CheckIn, RedFlag
from warehouse.errors import NotFoundError, PlimsollError
from warehouse.model import ActivityId, AthleteId
from warehouse.people import AlertNote, Mark, People
from warehouse.people.database import Database
from warehouse.people.migrations import MIGRATIONS, migrate
from warehouse.settings import Settings

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
LATE = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)
NOBODY = AthleteId("a0")
RUN = ActivityId("strava:1")


@pytest.fixture
def ada(people: People) -> AthleteId:
    return people.athletes.ensure("Ada", now=NOW, timezone="Europe/Berlin").athlete


def test_a_check_in_comes_back_as_it_was_said(people: People, ada: AthleteId) -> None:
    said = CheckIn(
        TODAY,
        4,
        "kneecap",
        "left",
        "during",
        90,
        worse_next_morning=True,
        changed_gait=True,
        red_flags=("swelling", "locked_knee"),
        note=" after\r\nstairs ",
    )
    made = people.check_ins.add(ada, said, NOW)
    (kept,) = people.check_ins.of(ada)
    flags: tuple[RedFlag, ...] = ("locked_knee", "swelling")
    assert kept == CheckIn(TODAY, 4, "kneecap", "left", "during", 90, True, True, flags, "after\nstairs", made, NOW)
    people.check_ins.remove(ada, made)
    assert people.check_ins.of(ada) == []
    with pytest.raises(NotFoundError):
        people.check_ins.remove(ada, made)


def test_the_newest_day_comes_first_then_the_newest_word(people: People, ada: AthleteId) -> None:
    for day, pain, minute in ((TODAY, 1, 5), (TODAY - timedelta(days=3), 2, 9), (TODAY, 3, 7)):
        people.check_ins.add(ada, CheckIn(day, pain), NOW + timedelta(minutes=minute))
    assert [one.pain for one in people.check_ins.of(ada)] == [3, 1, 2]


def test_nobody_takes_back_what_another_said(people: People, ada: AthleteId) -> None:
    ben = people.athletes.ensure("Ben", now=NOW).athlete
    said, marked = people.check_ins.add(ben, CheckIn(TODAY, 4), NOW), people.marks.add(ben, Mark("ill", TODAY, TODAY), NOW)
    for remove, its_id in ((people.check_ins.remove, said), (people.marks.remove, marked)):
        with pytest.raises(NotFoundError):
            remove(ada, its_id)
    assert (len(people.check_ins.of(ben)), len(people.marks.of(ben))) == (1, 1)
    assert (people.check_ins.of(ada), people.marks.of(ada)) == ([], [])


@pytest.mark.parametrize(
    ("said", "about"),
    [
        (CheckIn(TODAY, 11), "Pain"),
        (CheckIn(TODAY, -1), "Pain"),
        (CheckIn(TODAY, True), "Pain"),
        (CheckIn(TODAY, 4.5), "Pain"),  # type: ignore[arg-type]
        (CheckIn(TOMORROW, 4), "check-in"),
        (CheckIn(date(1969, 12, 31), 4), "check-in"),
        (CheckIn(TODAY, 4, "elbow"), "elbow"),  # type: ignore[arg-type]
        (CheckIn(TODAY, 4, side="up"), "up"),  # type: ignore[arg-type]
        (CheckIn(TODAY, 4, moment="never"), "never"),  # type: ignore[arg-type]
        (CheckIn(TODAY, 4, minutes_after=-1), "Minutes"),
        (CheckIn(TODAY, 4, minutes_after=100_000), "Minutes"),
        (CheckIn(TODAY, 4, red_flags=("ghosts",)), "ghosts"),  # type: ignore[arg-type]
        (CheckIn(TODAY, 4, note="x" * 501), "note"),
        (CheckIn(TODAY, 4, note="a\x00b"), "note"),
    ],
)
def test_nonsense_about_pain_is_refused_in_words(people: People, ada: AthleteId, said: CheckIn, about: str) -> None:
    with pytest.raises(PlimsollError, match=about) as caught:
        people.check_ins.add(ada, said, NOW)
    assert caught.value.next_step
    assert people.check_ins.of(ada) == []


def test_today_is_the_athletes_own_day(people: People, ada: AthleteId) -> None:
    people.check_ins.add(ada, CheckIn(TOMORROW, 4), LATE)
    people.athletes.set(ada, "timezone", "America/New_York")
    with pytest.raises(PlimsollError, match="cannot be on 2026-11-24"):
        people.check_ins.add(ada, CheckIn(TOMORROW, 4), LATE)


@pytest.mark.parametrize(
    "say",
    [
        lambda people: people.check_ins.add(NOBODY, CheckIn(TODAY, 4), NOW),
        lambda people: people.marks.add(NOBODY, Mark("ill", TODAY, TODAY), NOW),
        lambda people: people.done.toggle(NOBODY, TODAY, "calf", True, NOW),
        lambda people: people.choices.set(NOBODY, RUN, "use", NOW),
        lambda people: people.alerts.note(NOBODY, "a1", "seen", "", None, NOW),
        lambda people: people.alerts.pushed(NOBODY, "a1", NOW),
    ],
)
def test_nobody_says_nothing(people: People, say: Callable[[People], object]) -> None:
    with pytest.raises(NotFoundError):
        say(people)


def test_marks_are_kept_once_a_period_newest_first(people: People, ada: AthleteId) -> None:
    people.marks.add(ada, Mark("ill", date(2026, 1, 1), date(2026, 1, 9)), NOW)
    people.marks.add(ada, Mark("ill", date(2026, 1, 1), date(2026, 1, 10)), NOW)
    flu = people.marks.add(ada, Mark("ill", date(2026, 1, 1), date(2026, 1, 9), "flu"), NOW)
    race = people.marks.add(ada, Mark("race", TOMORROW, TOMORROW), NOW)
    kept = people.marks.of(ada)
    assert [(one.kind, one.last_day, one.note) for one in kept] == [
        ("race", TOMORROW, ""),
        ("ill", date(2026, 1, 10), ""),
        ("ill", date(2026, 1, 9), "flu"),
    ]
    assert (kept[0].id, kept[2].id) == (race, flu)
    people.marks.remove(ada, race)
    assert len(people.marks.of(ada)) == 2


@pytest.mark.parametrize(
    "mark",
    [
        Mark("unrecorded", date(2026, 1, 9), date(2026, 1, 1)),
        Mark("unrecorded", TOMORROW, TOMORROW),
        Mark("race", TODAY + timedelta(days=400), TODAY + timedelta(days=400)),
        Mark("ill", date(1900, 1, 1), TODAY),
        Mark("ill", TODAY, date(9999, 12, 31)),
        Mark("holiday", TODAY, TODAY),  # type: ignore[arg-type]
        Mark("ill", TODAY, TODAY, "x" * 501),
    ],
)
def test_impossible_marks_are_refused(people: People, ada: AthleteId, mark: Mark) -> None:
    with pytest.raises(PlimsollError):
        people.marks.add(ada, mark, NOW)
    assert people.marks.of(ada) == []


def test_the_last_note_on_an_alert_counts(people: People, ada: AthleteId) -> None:
    people.alerts.note(ada, "a1", "seen", "", None, NOW)
    people.alerts.note(ada, "a2", "snoozed", "race", TOMORROW, NOW)
    people.alerts.note(ada, "a1", "acknowledged", "ill", None, LATE)
    assert people.alerts.of(ada) == {
        "a1": AlertNote("a1", "acknowledged", "ill", None, LATE),
        "a2": AlertNote("a2", "snoozed", "race", TOMORROW, NOW),
    }


@pytest.mark.parametrize(
    ("state", "reason", "until"),
    [
        ("snoozed", "", None),
        ("seen", "", TODAY),
        ("snoozed", "", date(2026, 11, 22)),
        ("snoozed", "", date(9999, 12, 31)),
        ("gone", "", None),
        ("seen", "fun", None),
    ],
)
def test_impossible_notes_are_refused(people: People, ada: AthleteId, state: str, reason: str, until: date | None) -> None:
    with pytest.raises(PlimsollError):
        people.alerts.note(ada, "a1", state, reason, until, NOW)  # type: ignore[arg-type]
    assert people.alerts.of(ada) == {}


def test_pushes_are_kept_from_their_first_moment(people: People, ada: AthleteId) -> None:
    people.alerts.pushed(ada, "a2", LATE)
    people.alerts.pushed(ada, "a1", NOW)
    people.alerts.pushed(ada, "a1", LATE)
    assert people.alerts.pushes(ada, NOW) == [("a1", NOW), ("a2", LATE)]
    assert people.alerts.pushes(ada, LATE) == [("a2", LATE)]


def test_ticks_go_on_and_off(people: People, ada: AthleteId) -> None:
    for done in (True, True):
        people.done.toggle(ada, TODAY, "calf", done, NOW)
    people.done.toggle(ada, date(2026, 11, 1), "calf", done=True, now=NOW)
    assert people.done.of(ada, TODAY) == {(TODAY, "calf")}
    people.done.toggle(ada, TODAY, "calf", done=False, now=NOW)
    assert people.done.of(ada, date(2026, 11, 1)) == {(date(2026, 11, 1), "calf")}
    with pytest.raises(PlimsollError):
        people.done.toggle(ada, TOMORROW, "calf", done=True, now=NOW)


def test_a_choice_can_be_left_to_the_rules_again(people: People, ada: AthleteId) -> None:
    people.choices.set(ada, RUN, "use", NOW)
    people.choices.set(ada, RUN, "ignore", NOW)
    assert people.choices.of(ada) == {RUN: "ignore"}
    people.choices.set(ada, RUN, "", NOW)
    assert people.choices.of(ada) == {}
    with pytest.raises(PlimsollError):
        people.choices.set(ada, RUN, "maybe", NOW)  # type: ignore[arg-type]


def test_thresholds_follow_the_units_and_can_be_cleared(people: People, ada: AthleteId) -> None:
    assert people.athletes.set(ada, "threshold_hr", "168").threshold_hr == 168
    assert people.athletes.set(ada, "threshold_pace", " 4:30 ").threshold_pace == 270.0
    people.athletes.set(ada, "units", "mi")
    assert people.athletes.set(ada, "threshold_pace", "7:15").threshold_pace == pytest.approx(435 / 1.609344)
    assert people.athletes.set(ada, "threshold_pace", "").threshold_pace is None


@pytest.mark.parametrize("value", ["4", "4:3", "4:61", "-4:30", "1:59", "15:01", "fast", "4:30:00", "270"])
def test_no_such_pace(people: People, ada: AthleteId, value: str) -> None:
    with pytest.raises(PlimsollError, match="threshold pace"):
        people.athletes.set(ada, "threshold_pace", value)


def test_the_threshold_lies_between_rest_and_maximum(people: People, ada: AthleteId) -> None:
    people.athletes.set(ada, "hr_rest", "100")
    people.athletes.set(ada, "hr_max", "190")
    for wrong in ("100", "191", "20"):
        with pytest.raises(PlimsollError):
            people.athletes.set(ada, "threshold_hr", wrong)
    assert people.athletes.set(ada, "threshold_hr", "190").threshold_hr == 190


def test_days_marked_before_this_version_become_marks(settings: Settings) -> None:
    settings.home.mkdir()
    database = Database(settings.people)
    migrate(database, MIGRATIONS[:2])
    with create_engine(settings.people).begin() as old:
        old.execute(text("insert into athlete values ('ada', 'Ada', '2026-01-01', 'UTC', 'km', 'monday', null, 180, 50)"))
        old.execute(text("insert into unrecorded values ('ada', '2026-01-01', '2026-01-09'), ('ada', '2026-02-01', '2026-02-02')"))
    people = People.open(settings)
    assert [(one.kind, one.first_day, one.last_day) for one in people.marks.of(AthleteId("ada"))] == [
        ("unrecorded", date(2026, 2, 1), date(2026, 2, 2)),
        ("unrecorded", date(2026, 1, 1), date(2026, 1, 9)),
    ]
    assert people.athletes.get(AthleteId("ada")).hr_max == 180
    people.close()
