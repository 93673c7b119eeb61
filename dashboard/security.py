"""The rules of the wire: which host names, which origins, which headers. Health data must not leak to another web site.

A name of another site that resolves to this machine (DNS rebinding) is turned away by its Host header; a form or script of another site
by its Origin and by a header that only our own scripts may send.
"""

import hashlib
from base64 import b64encode
from collections.abc import Sequence

from dash import Dash
from flask import Flask, Response, abort, request
from werkzeug.exceptions import HTTPException

from dashboard.access import is_open, known_host, same_origin
from dashboard.context import Context, UnavailableError
from dashboard.router import Pages
from dashboard.session import viewer

OWN_HEADER = "X-Plimsoll"
PAGES = frozenset({"/", "/<path:path>"})
PAGE_OUTPUT = "..page.children...title-shown.data.."
CALLBACK = "/_dash-update-component"
STRAVA_CALLS = "/webhook/strava"
MEBIBYTE = 1 << 20
YEAR = "public, max-age=31536000, immutable"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), payment=()",
}


def protect(app: Dash, pages: Pages, *, inline_scripts: Sequence[str]) -> None:
    """Guard every request and label every response; call last, when all callbacks are known."""
    policy = content_policy([*app.csp_hashes(), *map(script_hash, inline_scripts)])
    server: Flask = app.server
    server.config["MAX_CONTENT_LENGTH"] = MEBIBYTE
    server.before_request(lambda: guard(pages.context))
    server.after_request(lambda response: label(response, policy, pages))
    server.register_error_handler(HTTPException, plain_page)
    server.register_error_handler(UnavailableError, not_now)


def guard(context: Context) -> None:
    """Turn away unknown hosts, visitors who must log in first, and writes that do not come from our own page."""
    if not known_host(context.settings, request.host):
        abort(421, "This address is not one of Plimsoll's. Open it as localhost, or set PLIMSOLL_PUBLIC_URL to the address you use.")
    if not open_to_everybody() and not viewer(context).known:
        abort(401, "Log in with Strava first.")
    if request.method in {"GET", "HEAD", "OPTIONS"} or request.path == STRAVA_CALLS:
        return
    if not same_origin(request.headers.get("Origin"), request.host):
        abort(403, "This request did not come from Plimsoll's own page.")


def open_to_everybody() -> bool:
    """Tell whether this request may be answered without a login: an open path, or a page, which then asks to log in."""
    if request.path == CALLBACK:
        asked = request.get_json(silent=True)
        return isinstance(asked, dict) and asked.get("output") == PAGE_OUTPUT
    return is_open(request.path) or request.endpoint in PAGES


def label(response: Response, policy: str, pages: Pages) -> Response:
    """Add the security and cache headers; give the page's address its true status."""
    response.headers.update({**HEADERS, "Content-Security-Policy": policy})
    if request.endpoint in PAGES and response.status_code == 200:  # noqa: PLR2004 -- Dash answers 200 for every address
        response.status_code = pages.status(request.path.rstrip("/") or "/", request.query_string.decode(errors="replace"))
    if request.path.startswith("/assets/") and "m" in request.args:
        response.headers["Cache-Control"] = YEAR
    elif not request.path.startswith(("/assets/", "/_dash-component-suites/")):
        response.headers["Cache-Control"] = "no-store"
    return response


def content_policy(hashes: Sequence[str]) -> str:
    """Return the policy: our own files and the listed inline scripts only; styles inline, because Mantine and plotly write them."""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {' '.join(hashes)}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def script_hash(script: str) -> str:
    """Return the policy's word for an inline script."""
    return f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def plain_page(error: HTTPException) -> tuple[dict[str, str], int]:
    """Answer an error in words; no page of ours is shown under a host name that is not ours."""
    return {"message": error.description or error.name}, error.code or 500


def not_now(error: UnavailableError) -> tuple[dict[str, str], int]:
    """Answer an order that cannot be looked at before the tables can be read."""
    return {"message": f"{error.message} Try again in a moment."}, 503
