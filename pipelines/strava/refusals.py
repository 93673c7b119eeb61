"""Strava's refusals read, and said in our words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from requests import Response, codes

from pipelines.strava.errors import AthleteLimitError, GoneError, InactiveError, RefusedError, SpentError, StravaError, UnreachableError
from warehouse.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Complaint:
    """One entry of a refusal: what it is about and what is wrong with it."""

    resource: str
    field: str
    code: str


INACTIVE = Complaint("Application", "Status", "Inactive")


def complaints(answer: Response) -> list[Complaint]:
    """Return the entries of a refusal, none when the answer has no such form."""
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        return []
    entries = body.get("errors") if isinstance(body, dict) else None
    return [
        Complaint(*(str(entry.get(name, "")) for name in ("resource", "field", "code")))
        for entry in (entries if isinstance(entries, list) else [entries])
        if isinstance(entry, dict)
    ]


def about_us(answer: Response) -> Iterator[StravaError | SettingsError]:
    """Yield what a refused request says about the application as a whole rather than about one athlete."""
    found = complaints(answer)
    if INACTIVE in found:
        yield inactive()
    if answer.status_code == codes.forbidden and _names_athlete_limit(answer.text):
        yield athlete_limit()
    if any(one.resource == "Application" and one.code == "invalid" for one in found):
        yield SettingsError(
            "Strava does not know this application: its id or its secret is wrong.",
            "Correct STRAVA_CLIENT_ID and STRAVA_CLIENT_SECRET; both are on Strava's page “My API Application”.",
        )


def over_limits(answer: Response) -> bool:
    """Return whether a request was refused because too many were made; Strava has said so with 403 as well."""
    return answer.status_code == codes.too_many_requests or any("rate limit" in one.field for one in complaints(answer))


def of_data(answer: Response | None) -> StravaError:
    """Return what a refused data request says about this athlete or this object; None is no answer at all."""
    status = codes.server_error if answer is None else answer.status_code
    missing = answer is not None and any(one.code == "missing" for one in complaints(answer))
    if status == codes.forbidden or (status == codes.unauthorized and missing):
        return StravaError(
            "Strava does not let Plimsoll read this, because the permission for it was not given.",
            "Connect Strava again and leave every box ticked.",
        )
    if status == codes.unauthorized:
        return RefusedError(
            "Strava refuses the key it gave Plimsoll, so nothing new arrives; what is here stays on screen.",
            "Plimsoll tries again by itself; if this lasts, connect Strava again.",
        )
    if status == codes.not_found:
        return GoneError("Strava no longer has this.", "Nothing is to be done; it leaves Plimsoll too.")
    return unreachable()


def _names_athlete_limit(text: str) -> bool:
    return "connected athletes" in text.lower()


def inactive() -> InactiveError:
    """Say that the application is switched off."""
    return InactiveError(
        "Strava has switched this application off, so nothing new arrives; it does so when its owner's Strava subscription ends.",
        "The owner renews the subscription and activates the application on Strava's page “My API Application”; Plimsoll tries every hour.",
    )


def athlete_limit() -> AthleteLimitError:
    """Say that nobody more can connect."""
    return AthleteLimitError(
        "This application may not serve more athletes at Strava, so you could not be connected.",
        "The owner of this installation can raise the number on Strava's page “My API Application”; until then, import your Strava export.",
    )


def spent(resume_at: datetime, problem: str = "") -> SpentError:
    """Say from when Strava can be asked again."""
    when = f"Plimsoll goes on by itself at {resume_at:%H:%M} UTC."
    if problem == "inactive":
        return SpentError(inactive().message, f"{inactive().next_step} The next try is at {resume_at:%H:%M} UTC.", resume_at)
    return SpentError("The requests Strava grants this installation are used up for now; what is here stays on screen.", when, resume_at)


def unreachable() -> UnreachableError:
    """Say that Strava gives no answer that helps."""
    return UnreachableError(
        "Strava did not answer, or not in a way that makes sense, so nothing new arrived; what is here stays on screen.",
        "Plimsoll tries again by itself; https://status.strava.com tells whether Strava has trouble.",
    )
