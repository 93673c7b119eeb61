"""What can go wrong, as a person would be told it.

PlimsollError            a sentence for the user, and the next step
├── SettingsError        a setting is missing or wrong
├── NotFoundError        no such athlete, shoe, activity or published data
├── UnreadableError      a file that cannot be read at all
├── AuditError           freshly built tables failed a check; nothing was published
├── BusyError            another process holds what is needed
├── ReconnectError       Strava no longer accepts our key; only the runner can renew it
└── StaleBuildError      a build was overtaken by a deletion or a newer build; nothing was published
"""


class PlimsollError(Exception):
    """Something a user can understand and act on.

    `message` says what happened and what it means, `next_step` what to do; both are sentences.
    """

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        """Return both sentences as one line."""
        return f"{self.message} {self.next_step}".strip()

    def __reduce__(self) -> tuple[type["PlimsollError"], tuple[str, str]]:
        """Let the error cross a process boundary with both sentences."""
        return type(self), (self.message, self.next_step)


class SettingsError(PlimsollError):
    """A setting is missing or wrong."""


class NotFoundError(PlimsollError):
    """No such athlete, shoe, activity or published data."""


class UnreadableError(PlimsollError):
    """A file that cannot be read at all."""


class AuditError(PlimsollError):
    """Freshly built tables failed a check; nothing was published."""


class BusyError(PlimsollError):
    """Another process holds what is needed."""


class ReconnectError(PlimsollError):
    """Strava no longer accepts our key; only the runner can renew it."""


class StaleBuildError(PlimsollError):
    """A build was overtaken by a deletion or a newer build; nothing was published."""
