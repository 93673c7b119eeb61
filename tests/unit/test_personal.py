"""Doses say the runner's own numbers, or what they said before."""

from dataclasses import replace
from datetime import date

from warehouse.advice import advise
from warehouse.model import ActivityId, Advice, Level, Run
from warehouse.personal import personal

TODAY = date(2026, 11, 23)
AMBER = advise([], Level.HIGH, pain="amber")
RUN = Run(
    **dict.fromkeys(Run.__dataclass_fields__),  # type: ignore[arg-type]  # what is not said below is not looked at
)


def run(day: int, minutes: float, cadence: float | None, *, counted: bool = True) -> Run:
    return replace(
        RUN,
        activity_id=ActivityId(f"r{day}"),
        local_date=date(2026, 11, day),
        moving_s=minutes * 60,
        cadence_spm=cadence,
        counted=counted,
    )


def dose(advice: tuple[Advice, ...], name: str) -> str:
    return next(one.dose for one in advice if one.id == name)


def test_the_metronome_is_five_percent_above_the_median_of_their_own_runs() -> None:
    own = personal(AMBER, [run(22, 30, 160), run(15, 30, 164), run(10, 30, 170), run(21, 30, 300, counted=False)], TODAY)
    assert dose(own, "step_rate").endswith("; for you 172 instead of 164 a minute")


def test_the_replaced_run_is_the_middle_one_of_the_last_seven_days() -> None:
    own = personal(AMBER, [run(22, 90, None), run(19, 45, None), run(17, 30, None), run(16, 60, None)], TODAY)
    assert dose(own, "aqua_jog").endswith("; for you instead of a run like Thursday's of 45 minutes")


def test_without_runs_nothing_is_made_up() -> None:
    assert personal(AMBER, [], TODAY) == AMBER
    assert dose(personal(AMBER, [run(22, 30, 160), run(21, 30, 160)], TODAY), "step_rate") == dose(AMBER, "step_rate")
