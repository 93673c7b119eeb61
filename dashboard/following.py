"""An open page follows what is published: it asks now and then for a stamp of the week, and is drawn again when that has changed."""

from flask import Blueprint, abort

from dashboard.access import may_see
from dashboard.context import Context
from dashboard.session import viewer
from dashboard.stamp import stamp
from warehouse.model import AthleteId


def blueprint(context: Context) -> Blueprint:
    """Return the route that tells an athlete's stamp."""
    routes = Blueprint("following", __name__)

    @routes.get("/following/<athlete>")
    def following(athlete: str) -> dict[str, str]:
        if not may_see(viewer(context), athlete):
            abort(404, "There is no such athlete here.")
        return {"stamp": stamp(context, AthleteId(athlete))}

    return routes
