"""What the page needs of Strava: three calls of its OAuth, handed in from outside, because no page talks to other hosts itself."""

from typing import Protocol

from warehouse.people import Grant


class Authorizer(Protocol):
    """Strava's side of connecting; every call raises PlimsollError with words for the runner when it does not work."""

    def authorize_url(self, redirect_uri: str, state: str) -> str:
        """Return the address at Strava where the runner agrees."""

    def exchange(self, code: str) -> Grant:
        """Turn the code of a callback into tokens."""

    def revoke(self, token: str) -> bool:
        """Give an access token back; tell whether Strava confirmed."""
