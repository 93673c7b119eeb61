"""Serve the cartesian bundle of plotly.js in place of the whole of it: bars need no maps and no 3D, and it is a third of the bytes.

`vendor/plotly-cartesian.min.js` is plotly.js-cartesian-dist-min (MIT) in the version that belongs to our plotly; a test compares them.
"""

from pathlib import Path

from flask import Flask, Response, request, send_file

BUNDLE = Path(__file__).with_name("vendor") / "plotly-cartesian.min.js"
WHOLE = "/_dash-component-suites/plotly/package_data/plotly.min.js"


def serve_lean(server: Flask) -> None:
    """Answer the address of the whole of plotly.js with the bundle; call after the guards, which come first."""
    server.before_request(lean)


def lean() -> Response | None:
    """Return the bundle when plotly.js is asked for; anything else goes its way."""
    return send_file(BUNDLE, mimetype="text/javascript", conditional=True) if request.path == WHOLE else None
