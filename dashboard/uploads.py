"""Files dropped on the page: streamed to disk in pieces, under names we made sure of, never unpacked here."""

import re
import secrets
import unicodedata
from itertools import chain
from itertools import count as count_from
from pathlib import Path
from typing import IO
from urllib.parse import unquote

from flask import Blueprint, abort, request

from dashboard.context import Context
from dashboard.security import OWN_HEADER

LIMIT = 4 << 30
CHUNK = 1 << 20
_UPLOAD = re.compile(r"[0-9a-f]{16}")
_LONGEST_NAME = 120
_DEEPEST = 6


def blueprint(context: Context) -> Blueprint:
    """Return the route that takes one file; several files of one drop share an upload id."""
    routes = Blueprint("uploads", __name__)

    @routes.post("/import/upload")
    def upload() -> dict[str, str]:
        require_own_page()
        request.max_content_length = LIMIT
        known = request.args.get("upload", "")
        batch = known if _UPLOAD.fullmatch(known) else context.people.jobs.new_id()
        name = receive(context.settings.uploads / batch, unquote(request.headers.get("X-File-Name", "")), request.stream)
        return {"upload": batch, "name": name}

    return routes


def require_own_page() -> None:
    """Turn away a request without the header that only our own scripts send."""
    if OWN_HEADER not in request.headers:
        abort(403, "This request did not come from Plimsoll's own page.")


def receive(folder: Path, name: str, stream: IO[bytes]) -> str:
    """Write a stream below `folder` under a cleaned relative path; an upload that breaks off leaves nothing. Return its name."""
    target = free_path(folder.joinpath(*clean_path(name)))
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = target.with_name(f".{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            while piece := stream.read(CHUNK):
                file.write(piece)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return target.name


def uploaded(root: Path, batch: str) -> Path | None:
    """Return what was uploaded under this id: the file when it is one, the folder when there are several, None for nothing."""
    if not _UPLOAD.fullmatch(batch):
        return None
    files = [path for path in (root / batch).glob("*") if not path.name.startswith(".")]
    return files[0] if len(files) == 1 else root / batch if files else None


def clean_path(name: str) -> tuple[str, ...]:
    """Return a relative path in parts, of which none leads elsewhere; folders stay, because an export's files are found by them."""
    parts = [clean_name(part) for part in name.replace("\\", "/").split("/") if part.strip(" .")]
    return tuple(parts[-_DEEPEST:]) or ("file",)


def clean_name(name: str) -> str:
    """Return a name with everything a file system or shell could mistake taken out; the ending stays."""
    plain = unicodedata.normalize("NFKC", name)
    letters = "".join(letter if letter.isalnum() or letter in " ._-()" else "_" for letter in plain)
    return letters[-_LONGEST_NAME:].strip(" .") or "file"


def free_path(wanted: Path) -> Path:
    """Return a path of this name that is not taken: two files of one drop may be called the same."""
    taken = chain([wanted], (wanted.with_name(f"{count}-{wanted.name}") for count in count_from(2)))
    return next(path for path in taken if not path.exists())
