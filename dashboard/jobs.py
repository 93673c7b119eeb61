"""Work the page asks for: import what was uploaded, make the demo athletes; and how far it is, as JSON for the page's scripts."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, request

from dashboard.access import Viewer, may_see
from dashboard.context import Context
from dashboard.session import viewer
from dashboard.uploads import require_own_page, uploaded
from warehouse.people import Job


def blueprint(context: Context) -> Blueprint:
    """Return the routes that queue work and tell how far it is."""
    routes = Blueprint("jobs", __name__)

    @routes.post("/import/jobs")
    def start_import() -> dict[str, str]:
        require_own_page()
        asked = request.get_json()
        if not isinstance(asked, dict):
            abort(400, "This is not what the import page sends.")
        batch = str(asked.get("upload", ""))
        path = uploaded(context.settings.uploads, batch)
        if path is None:
            abort(400, "Nothing was uploaded under this id; drop the files again.")
        words = _words(asked, viewer(context))
        return {"job": context.people.jobs.add("import", path=path, name=path.name, now=context.now(), job_id=batch, **words)}

    @routes.post("/demo/jobs")
    def start_demo() -> dict[str, str]:
        require_own_page()
        if not viewer(context).owner:
            abort(403, "Demo athletes are made by whoever runs this installation.")
        return {"job": context.people.jobs.add("demo", path="", name="demo athletes", now=context.now())}

    @routes.get("/import/jobs/<job_id>")
    def progress(job_id: str) -> dict[str, Any]:
        return describe(_seen(job_id, context), context)

    return routes


def _seen(job_id: str, context: Context) -> Job:
    job = context.people.jobs.get(job_id)
    if job is None or not may_see(viewer(context), job.athlete):
        abort(404, "There is no such job; it may have been deleted with its athlete.")
    return job


def _words(asked: Mapping[str, Any], who: Viewer) -> dict[str, str]:
    """Return whose files they are and where they live, as asked; who logged in brings their own."""
    words = {name: str(asked[name])[:100] for name in ("athlete", "timezone") if asked.get(name)}
    return words | ({"athlete": who.athlete} if who.athlete else {})


def describe(job: Job, context: Context) -> dict[str, Any]:
    """Return what the page shows of a job; `open` is where to go when it is done. Files go by the names the user gave them."""
    names = ("id", "kind", "state", "name", "done", "total", "message", "next_step")
    told = {"what": _own_name(job.what, job), "report": _report(job), "open": _open(job, context) if job.state == "done" else None}
    return {**{name: getattr(job, name) for name in names}, **told}


def _report(job: Job) -> dict[str, Any] | None:
    if job.report is None:
        return None
    files = [{**file, "path": _own_name(str(file["path"]), job)} for file in job.report.get("files", ())]
    return {**job.report, "files": files}


def _own_name(path: str, job: Job) -> str:
    return path.removeprefix(f"{job.id}/")


def _open(job: Job, context: Context) -> str:
    told = (job.report or {}).get("athlete")
    demos = (row.athlete for row in context.marts.athletes() if row.demo)
    athlete = told or (next(demos, None) if job.kind == "demo" else None)
    return f"/?{urlencode({'athlete': athlete})}" if athlete else "/"
