"""What became of a deletion: how far it is, and its receipt. Open to whoever has the random number; nothing is about the athlete."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify

from dashboard.context import Context
from dashboard.pages.receipt import read
from warehouse.errors import NotFoundError
from warehouse.people import Job

LEAVING = ("disconnect", "forget")


def blueprint(context: Context) -> Blueprint:
    """Return the routes that outlive the login of an athlete who leaves."""
    routes = Blueprint("receipts", __name__)

    @routes.get("/receipts/jobs/<job_id>")
    def leaving(job_id: str) -> dict[str, Any]:
        job = context.people.jobs.get(job_id)
        if job is None or job.kind not in LEAVING:
            abort(404, "There is no deletion with this number.")
        return describe(job)

    @routes.get("/receipts/<receipt>.json")
    def receipt_file(receipt: str) -> Response:
        try:
            answer = jsonify(read(context.settings, receipt))
        except NotFoundError as problem:
            abort(404, str(problem))
        answer.headers["Content-Disposition"] = f'attachment; filename="plimsoll-receipt-{receipt}.json"'
        return answer

    return routes


def describe(job: Job) -> dict[str, Any]:
    """Return how far a deletion is, and where its receipt is once it is done."""
    names = ("id", "kind", "state", "done", "total", "what", "message", "next_step")
    number = (job.report or {}).get("receipt")
    return {**{name: getattr(job, name) for name in names}, "open": f"/receipts/{number}" if number else None}
