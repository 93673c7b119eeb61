"""Where an activity comes from, in words, with the way back to it at Strava that Strava asks for."""

from dash import html
from dash.development.base_component import Component

from warehouse.model import Run

VIEW = "View on Strava"
WORDS = {"export": "your export", "file": "a file of your watch or app", "log": "your training log", "strava": "Strava"}
SHORT = {"export": "Export", "file": "File", "log": "Log", "strava": "Strava"}
STRAVA = "strava"
_PREFIX = f"{STRAVA}:"
_GARMIN = "garmin"


def sources(run: Run) -> list[str]:
    """List what told of an activity; the one whose numbers count comes first."""
    others = [word for word in run.sources.split(", ") if word and word != run.source]
    return [run.source, *others]


def source_words(run: Run) -> str:
    """Say in a sentence's words what told of an activity."""
    return f"From {' and '.join(WORDS.get(source, source) for source in sources(run))}"


def device_words(run: Run) -> str | None:
    """Name the device; Garmin wants to be named where its data is shown."""
    if run.device is None:
        return None
    return f"Garmin data, recorded with {run.device}" if run.device.lower().startswith(_GARMIN) else run.device


def strava_address(run: Run) -> str | None:
    """Return the activity's page at Strava; None for one that Strava does not know."""
    number = run.activity_id.removeprefix(_PREFIX)
    return f"https://www.strava.com/activities/{number}" if number != run.activity_id and number.isdecimal() else None


def view_on_strava(run: Run) -> Component | None:
    """Link back to the activity in the words and the looks Strava asks for."""
    address = strava_address(run)
    return html.A(VIEW, href=address, rel="noreferrer noopener external", className="view-on-strava") if address else None


def powered_by() -> Component:
    """Name Strava on a page that shows what came from its API, smaller than our own name."""
    return html.P("Powered by Strava", className="powered-by")
