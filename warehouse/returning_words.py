"""The way back to running in words. Pure functions, plain language."""

from warehouse.returning import RUN_WALK, SESSION_MINUTES, ReturnPlan

WAITING = (
    "No running while this pain stands; after a green check-in (0 to 2 of 10) the stages go on. With a warning sign, see a clinician first."
)
ANSWER = "Check in after each session: green (0 to 2 of 10) leads to the next stage, amber (3 to 5) repeats it, red leads back one."
WALKED = "Check in after the walk: green (0 to 2 of 10) leads to the first run."
DONE = "All six stages are done. Add 10 to 30 % a week from here; hills and speed come last."
CAUSES = {"pain": "after pain that stopped you", "break": "after four weeks or more without a run"}
SOURCE = "Stages of the protocol of Esculier 2016, doi:10.1186/s12891-015-0859-9; no trial compares them; what moves you on or back is ours"


def stage_title(nth: int) -> str:
    """Name a stage by what is done: "Run 1 min, walk 4 min, 6 times"."""
    run, walk = RUN_WALK[nth]
    if not run or not walk:
        return f"{'Run' if run else 'Walk'} {SESSION_MINUTES} min"
    return f"Run {run} min, walk {walk} min, {SESSION_MINUTES // (run + walk)} times"


def standing_of(plan: ReturnPlan) -> str:
    """Say in one line where a runner stands: "stage 2 of 6: run 1 min, walk 4 min, 6 times"."""
    if plan.stage == len(RUN_WALK):
        return "all six stages are done"
    title = stage_title(plan.stage)
    return f"stage {plan.stage + 1} of {len(RUN_WALK)}: {title[:1].lower()}{title[1:]}"


def next_step(plan: ReturnPlan) -> str:
    """Say what to do next."""
    if plan.waiting:
        return WAITING
    return DONE if plan.stage == len(RUN_WALK) else WALKED if plan.stage == 0 else ANSWER
