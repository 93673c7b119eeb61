"""The results in words and tables: what the command prints and what the page shows, once."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.backtest.discrimination import Auc
from pipelines.backtest.hazards import Estimate
from pipelines.backtest.lovdal import NOT_COMPUTABLE, LovdalResult
from pipelines.backtest.population import REFERENCE, Population
from pipelines.backtest.running import LIMITS, Backtest
from pipelines.backtest.trial import Followed, Trial
from pipelines.backtest.world import STUDY_INJURED
from warehouse.rulebook import load_rules

Cells = tuple[str, ...]
WHERE = {"known": "known world", "null": "null world"}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what it means, and a table; `plot` names the picture that belongs to it."""

    title: str
    words: str
    head: Cells
    rows: tuple[Cells, ...]
    plot: str = ""


def sections(result: Backtest) -> Iterator[Section]:
    """Yield the sections of what was run, in the order to read them."""
    for trial in result.trials:
        yield _hazards(trial)
    if result.trials:
        yield _areas(result)
        yield _followed(result.trials)
    peoples = populations(result)
    yield _levels(peoples)
    yield _alerts(peoples)
    if result.lovdal:
        yield _lovdal(result.lovdal)
        yield _not_computable(result.lovdal)


def populations(result: Backtest) -> dict[str, Population]:
    """Return whom the product was asked about, by name; the null world has too many injuries to be like anybody."""
    found = {"known world": result.known.population if result.known else None, "your home": result.home, "58 real runners": REFERENCE}
    return {name: people for name, people in found.items() if people}


def introduction(result: Backtest) -> str:
    """Say what was run and what it is worth."""
    if not result.trials:
        return "What Plimsoll has said about the athletes of this home, counted on this machine."
    one = result.trials[0]
    return f"{one.runners} made-up runners over {one.days} days, seed {result.seed}, judged by Plimsoll's own rules. {LIMITS}"


def _hazards(trial: Trial) -> Section:
    known = trial.world.name == "known"
    title = "Known world: are the links found that were put in?" if known else "Null world: is nothing found where nothing was put in?"
    begin = (
        f"Here a run's hazard follows the published ratios. {_percent(trial.injured_share)} of the runners were injured at least once"
        f" (the study: {_percent(STUDY_INJURED)} in 18 months)."
        if known
        else "Here no run is worse than another, an earlier injury changes nothing, and runners are alike. Injuries are three times as"
        " frequent, so that an error would show."
    )
    found = sum(one.recovered for one in trial.recovered.all)
    words = (
        f"{begin} Bands compare a run with the longest of the 30 days before, against runs up to 1.10 times. {found} of"
        f" {len(trial.recovered.all)} numbers put in lie within their 95 % interval. A band with few injuries has a wide one."
    )
    head = ("Hazard ratio", "Put in", "Found", "95 % interval", "Runs", "Injuries")
    return Section(title, words, head, tuple(map(_estimate, trial.recovered.all)), f"hazards-{trial.world.name}")


def _estimate(one: Estimate) -> Cells:
    interval = f"{one.low:.2f} to {one.high:.2f}{'' if one.recovered else ' (missed)'}"
    return (one.name, f"{one.known:.2f}", f"{one.value:.2f}", interval, f"{one.runs:,}", f"{one.injuries:,}")


def _areas(result: Backtest) -> Section:
    words = (
        "How often an injured run had a higher score than another run (AUC): 0.50 is a coin, 1.00 would be knowing. “Own runs” compares a"
        " run only with the same runner's runs of the 12 weeks before. The world's own law knows the true ratio of each run and"
        " lacks only the runner's own factor: no rule about runs and earlier injuries can do better there. The null world must stay near"
        " 0.50; above 0.75 anywhere, suspect a leak."
    )
    rows = tuple(
        (WHERE[trial.world.name], one.name, _auc(one.pooled), _auc(one.within)) for trial in result.trials for one in trial.discrimination
    )
    return Section("How well does a score tell injured runs from others?", words, ("World", "Score", "All runs", "Own runs"), rows, "areas")


def _auc(auc: Auc) -> str:
    return f"{auc.value:.2f} ({auc.low:.2f} to {auc.high:.2f})"


def _followed(trials: tuple[Trial, ...]) -> Section:
    lead = trials[0].lead
    earlier = f", {lead.flagged_before} of them from an earlier day (a median of {lead.median_days:g} days)" if lead.flagged_before else ""
    words = (
        f"Days with a run, and how many of 1000 had an injury on them or within the six days after. In the {WHERE[trials[0].world.name]}"
        f" {lead.flagged} of {lead.injuries} injuries had an alert open on their day{earlier}. Most injuries come without a flag, and most"
        " flags are followed by none."
    )
    titles = {one.id: one.title for one in load_rules().level}
    head = ("Level of the day", *(f"{WHERE[trial.world.name]}: {what}" for trial in trials for what in ("days", "of 1000")))
    rows = tuple(
        (title, *(cell for trial in trials for cell in _cells(trial.followed.get(level))))
        for level, title in titles.items()
        if any(level in trial.followed for trial in trials)
    )
    return Section("What follows a level?", words, head, rows)


def _cells(one: Followed | None) -> Cells:
    return (f"{one.days:,}", f"{1000 * one.followed / one.days:.1f}") if one else ("0", "")


def _levels(peoples: dict[str, Population]) -> Section:
    words = (
        "Share of the days at each level; days without a run in the 30 up to them are left out. The last line counts how often a level"
        " rises to elevated or above, an athlete-month. The 58 real runners are a public table of runs without metres down."
    )
    titles = {one.id: one.title for one in load_rules().level}
    rows = [
        (title, *(_percent(one.share_by_level.get(level, 0)) for one in peoples.values()))
        for level, title in titles.items()
        if any(one.share_by_level.get(level) for one in peoples.values())
    ]
    rows.append(("Rises a month", *(f"{one.rises_a_month:.2f}" for one in peoples.values())))
    return Section("How often is which level shown?", words, ("Level", *peoples), tuple(rows), "levels")


def _alerts(peoples: dict[str, Population]) -> Section:
    words = (
        "Alerts an athlete-month (30.4 days in training), by rule. Those pushed are what the budget lets through when nobody answers: at"
        " most two within any 31 days, and the same rule not again within a week. The others wait for the weekly digest."
    )
    rows = [
        (rule.title, *(f"{one.alerts_a_month.get(rule.id, 0):.2f}" for one in peoples.values()))
        for rule in load_rules().rule
        if any(one.alerts_a_month.get(rule.id) for one in peoples.values())
    ]
    rows.append(("All alerts", *(f"{sum(one.alerts_a_month.values()):.2f}" for one in peoples.values())))
    rows.append(("Pushed", *(f"{one.pushed_a_month:.2f}" for one in peoples.values())))
    rows.append(("Most pushed within 31 days", *(f"{one.most_pushed_in_31_days}" for one in peoples.values())))
    return Section("How often does it speak?", words, ("Alerts a month", *peoples), tuple(rows), "alerts")


def _lovdal(result: LovdalResult) -> Section:
    words = (
        f"{result.file}: the {result.kind} file, {result.athletes} athletes, {result.rows:,} rows, {result.injuries:,} of them injuries."
        " These are relatives of rules, with the rule's own line, each computed from one row. Groups are five sets of athletes that share"
        f" nobody. The days between rows alone would reach an AUC of {result.gap_auc:.2f}: the trap in these data, used nowhere here."
    )
    rows = tuple(
        (
            one.name,
            one.rule,
            f"{one.flagged_injuries:,} of {one.flagged:,}",
            f"{one.other_injuries:,} of {one.others:,}",
            _auc(one.auc),
            f"{one.lowest:.2f} to {one.highest:.2f}",
        )
        for one in result.relatives
    )
    head = ("Number", "Like the rule", "Injuries over the line", "Injuries below it", "AUC", "In five groups")
    return Section("What the Lövdal data say", words, head, rows)


def _not_computable(result: LovdalResult) -> Section:
    titles = {rule.id: rule.title for rule in load_rules().rule}
    rows = tuple((titles[rule], f"{why}.") for rule, why in NOT_COMPUTABLE.items())
    words = f"No rule of ours can be computed from a row of the {result.kind} file as it stands:"
    return Section("What the Lövdal data cannot say", words, ("Rule", "Why not"), rows)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
