"""An open page follows what is published: it asks now and then for a stamp of the week, and is drawn again when that has changed.

While nothing can be read there is no stamp, so that an open page stays as it is; one that could not be drawn waits for the first.
"""

from flask import Blueprint, abort

from dashboard.access import may_see
from dashboard.context import Context, UnavailableError, readable
from dashboard.session import viewer
from dashboard.stamp import stamp
from warehouse.model import AthleteId


def blueprint(context: Context) -> Blueprint:
    """Return the route that tells an athlete's stamp, or that of all that is published."""
    routes = Blueprint("following", __name__)

    @routes.get("/following/")
    @routes.get("/following/<athlete>")
    def following(athlete: str | None = None) -> dict[str, str]:
        if athlete and not may_see(viewer(context), athlete):
            abort(404, "There is no such athlete here.")
        try:
            readable(context)
        except UnavailableError:
            return {}
        return {"stamp": stamp(context, AthleteId(athlete)) if athlete else str(context.marts.built_at())}

    return routes
