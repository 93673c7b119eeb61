"""Who may see what. On this machine the visitor is the owner; a public address needs a login, which this version does not have."""

from urllib.parse import urlsplit

from warehouse.settings import Settings

OPEN_PATHS = frozenset({"/methods", "/connect", "/health"})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def locked(settings: Settings, path: str) -> bool:
    """Tell whether this path needs a login that nobody can have yet."""
    return bool(settings.public_url) and path not in OPEN_PATHS


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
