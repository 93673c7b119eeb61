"""What can go wrong with Strava, as a person would be told it. No message carries an address, a token or an answer's text.

StravaError                Strava refuses a request for another reason than those below
├── SpentError             the requests Strava grants are used up, until `resume_at`
├── InactiveError          Strava has switched the application off
├── GoneError              no such activity or shoe any more
├── RefusedError           Strava does not accept a token it has just given
├── AthleteLimitError      the application may serve no more athletes
├── ExpiredCodeError       the athlete's agreement came too late or twice
└── UnreachableError       no answer, or none that makes sense
"""

from datetime import datetime

from warehouse.errors import PlimsollError


class StravaError(PlimsollError):
    """Strava refuses a request."""


class SpentError(StravaError):
    """Strava wants no request before `resume_at` (aware UTC)."""

    def __init__(self, message: str, next_step: str, resume_at: datetime) -> None:
        super().__init__(message, next_step)
        self.resume_at = resume_at

    def __reduce__(self) -> tuple[type["SpentError"], tuple[str, str, datetime]]:  # type: ignore[override]
        """Let the error cross a process boundary with its moment."""
        return type(self), (self.message, self.next_step, self.resume_at)


class InactiveError(StravaError):
    """Strava has switched the application off, as it does when its owner's subscription ends."""


class GoneError(StravaError):
    """Strava no longer has the activity or the shoe."""


class RefusedError(StravaError):
    """Strava does not accept a token, not even a new one."""


class AthleteLimitError(StravaError):
    """The application may serve no more athletes."""


class ExpiredCodeError(StravaError):
    """The athlete's agreement came too late or twice."""


class UnreachableError(StravaError):
    """No answer, or none that makes sense."""
