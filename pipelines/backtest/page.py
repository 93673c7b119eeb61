"""The report as one page that needs nothing else: tables and pictures in the colours it is given, light and dark."""

from collections.abc import Callable
from html import escape
from pathlib import Path
from string import Template

from pipelines.backtest.markup import tag
from pipelines.backtest.plots import AREAS, RATIOS, Interval, Part, bars, intervals, legend
from pipelines.backtest.running import Backtest
from pipelines.backtest.sections import WHERE, Section, introduction, populations, sections
from pipelines.backtest.trial import Trial
from warehouse.rulebook import load_rules

FOLDER = Path(__file__).parent
LONGEST_BAR = 2.5
"""Alerts a month: a little more than the budget."""


def page(result: Backtest, light: str, dark: str) -> str:
    """Write the page; `light` and `dark` are CSS custom properties of the two schemes."""
    template = Template((FOLDER / "page.html").read_text("utf-8"))
    return template.substitute(
        light=light,
        dark=dark,
        style=(FOLDER / "page.css").read_text("utf-8"),
        introduction=escape(introduction(result)),
        warnings="".join(tag("p", escape(warning), class_="warning", role="note") for warning in result.warnings),
        sections="".join(_section(section, result) for section in sections(result)),
    )


def _section(section: Section, result: Backtest) -> str:
    picture = PICTURES[section.plot](result) if section.plot else ""
    return tag("section", tag("h2", escape(section.title)), tag("p", escape(section.words)), picture, _table(section))


def _table(section: Section) -> str:
    head = tag("thead", tag("tr", *(tag("th", escape(cell), scope="col") for cell in section.head)))
    rows = (tag("tr", tag("th", escape(row[0]), scope="row"), *(tag("td", escape(cell)) for cell in row[1:])) for row in section.rows)
    return tag("div", tag("table", head, tag("tbody", *rows)), class_="table", role="region", aria_label=section.title, tabindex="0")


def _hazards(trial: Trial) -> str:
    rows = [Interval(one.name, one.value, one.low, one.high, one.known) for one in trial.recovered.all]
    return intervals(rows, RATIOS) + legend(("known", "put in"), ("found", "found, with its 95 % interval"))


def _areas(result: Backtest) -> str:
    rows = [
        Interval(f"{WHERE[trial.world.name]}, {one.name}, {whose} runs", auc.value, auc.low, auc.high)
        for trial in result.trials
        for one in trial.discrimination
        for whose, auc in (("all", one.pooled), ("own", one.within))
    ]
    return intervals(rows, AREAS) + legend(("found", "AUC with its 95 % interval; 0.50 is a coin"))


def _levels(result: Backtest) -> str:
    titles = {one.id: one.title for one in load_rules().level}
    rows = {
        name: [Part(titles[level], share, level, f"{100 * share:.1f} %") for level, share in one.share_by_level.items() if share]
        for name, one in populations(result).items()
    }
    shown = dict.fromkeys(part.kind for parts in rows.values() for part in parts)
    return bars(rows, 1) + legend(*((level, titles[level]) for level in shown))


def _alerts(result: Backtest) -> str:
    rows = {}
    for name, one in populations(result).items():
        waiting = sum(one.alerts_a_month.values()) - one.pushed_a_month
        pushed = Part("Pushed", one.pushed_a_month, "pushed", f"{one.pushed_a_month:.2f} a month")
        rows[name] = [pushed, Part("Weekly digest", waiting, "digest", f"{waiting:.2f} a month")]
    longest = max(LONGEST_BAR, *(sum(part.size for part in parts) for parts in rows.values()))
    return bars(rows, longest) + legend(
        ("pushed", "pushed"), ("digest", f"in the weekly digest; the full width is {longest:.1f} alerts a month")
    )


PICTURES: dict[str, Callable[[Backtest], str]] = {
    "hazards-known": lambda result: _hazards(result.trials[0]),
    "hazards-null": lambda result: _hazards(result.trials[1]),
    "areas": _areas,
    "levels": _levels,
    "alerts": _alerts,
}
