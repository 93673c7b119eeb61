"""What a page shows of alerts, notes that it was shown, and keeps what the runner answers. No answer changes a level."""

from datetime import timedelta

from dash import ALL, MATCH, Dash, Input, Output, State, ctx
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboard.components.alert_list import SNOOZES, answer_row
from dashboard.context import Context, Visit, visit
from dashboard.session import viewer
from warehouse.alerts import AlertLife, Review, look

SNOOZE = timedelta(days=7)
ANSWERS = ("acknowledged", "seen", *SNOOZES)


def register(app: Dash, context: Context) -> None:
    """Hear the buttons of the alerts."""

    @app.callback(
        Output({"type": "alert-row", "alert": MATCH}, "children"),
        Input({"type": "alert-act", "alert": MATCH, "act": ALL}, "n_clicks"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def answer(clicks: list[int | None], search: str | None) -> list[Component | None]:
        seen = visit(context, "/alerts", search, viewer(context))
        act = str(ctx.triggered_id["act"]) if ctx.triggered_id else ""
        if not any(clicks) or seen.chosen.demo or act not in ANSWERS:
            raise PreventUpdate
        alert = str(ctx.triggered_id["alert"])
        keep(context, seen, alert, act)
        return answer_row(next(life for life in looked(context, seen).lives if life.alert.alert_id == alert), seen)


def keep(context: Context, seen: Visit, alert: str, act: str) -> None:
    """Keep what the runner did with one of their alerts; a snooze holds for a week, today included."""
    athlete = seen.chosen.athlete
    if not any(one.alert_id == alert for one in context.marts.alerts(athlete)):
        raise PreventUpdate
    notes = context.people.alerts
    if act in SNOOZES:
        notes.note(athlete, alert, "snoozed", act, seen.today + SNOOZE - timedelta(days=1), context.now())  # type: ignore[arg-type]
    elif act == "seen":
        notes.note(athlete, alert, "seen", "other", None, context.now())
    else:
        notes.note(athlete, alert, "acknowledged", "", None, context.now())


def looked(context: Context, seen: Visit) -> Review:
    """Return the alerts of the athlete shown."""
    return look(context.marts, context.people, seen.chosen.athlete, context.now(), seen.today)


def shown(context: Context, seen: Visit) -> Review:
    """Return the alerts of the athlete shown, and note that the new ones were seen and the due ones pushed: the page is the channel."""
    review = looked(context, seen)
    if not seen.chosen.demo:
        for life in review.due:
            context.people.alerts.pushed(seen.chosen.athlete, life.alert.alert_id, context.now())
        for life in review.lives:
            if life.state == "new":
                context.people.alerts.note(seen.chosen.athlete, life.alert.alert_id, "seen", "", None, context.now())
    return review


def current(review: Review) -> list[AlertLife]:
    """Return the alerts that are not over, those that still ask first."""
    return sorted((life for life in review.lives if life.state != "cleared"), key=lambda life: not life.open)
