"""Who may see what: the one policy. On this machine the visitor is the owner; at a public address everybody sees only themselves."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from warehouse.model import AthleteId
from warehouse.settings import Settings

OPEN_PATHS = frozenset({"/methods", "/connect", "/health"})
OPEN_PREFIXES = ("/auth/", "/webhook/", "/join/", "/receipts/", "/assets/", "/_dash", "/_favicon.ico")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: the owner of the installation, an athlete who logged in, or nobody we know."""

    athlete: AthleteId | None = None
    owner: bool = False

    @property
    def known(self) -> bool:
        """Whether they may see anything that is not open to everybody."""
        return self.owner or self.athlete is not None


OWNER = Viewer(owner=True)
NOBODY = Viewer()


def may_see(viewer: Viewer, athlete: str | None) -> bool:
    """Tell whether somebody may see, and order work for, this athlete; what belongs to no athlete is the owner's alone."""
    return viewer.owner or (athlete is not None and athlete == viewer.athlete)


def is_open(path: str) -> bool:
    """Tell whether a path is open to everybody, because nothing about any athlete is behind it."""
    return path in OPEN_PATHS or path.startswith(OPEN_PREFIXES)


def known_host(settings: Settings, host: str) -> bool:
    """Tell whether a Host header names this installation; anything else may be another site's name pointed here."""
    return hostname(f"//{host}") in LOOPBACK | {hostname(settings.public_url)} - {""}


def same_origin(origin: str | None, host: str) -> bool:
    """Tell whether a browser's Origin header is the page's own address."""
    return origin is not None and urlsplit(origin).netloc.lower() == host.lower()


def hostname(url: str) -> str:
    """Return the host of a URL without port, in lower case; empty when there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
