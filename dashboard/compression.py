"""Few bytes on the wire: answers are compressed, files that never change only once."""

from flask import Flask, Request, Response
from flask_compress import Compress

STATIC = ("/assets/", "/_dash-component-suites/")
LEVEL = 7
"""Two more would cost an answer of the moment sixteen times the time and save it a hundredth of its bytes."""


class Kept:
    """Compressed files by their key; answers of the moment are not kept. As many entries as there are files."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """Return what was kept under a key."""
        return self._kept.get(key)

    def set(self, key: str, content: bytes) -> None:
        """Keep a file; forget anything else."""
        if not key.endswith(";"):
            self._kept[key] = content


def compress(server: Flask) -> None:
    """Compress what the server answers with Brotli, or what else the browser knows."""
    server.config["COMPRESS_ALGORITHM"] = ["br", "zstd", "gzip"]
    server.config["COMPRESS_BR_LEVEL"] = LEVEL
    server.config["COMPRESS_CACHE_BACKEND"] = Kept
    server.config["COMPRESS_CACHE_KEY"] = key
    Compress(server)
    server.after_request(whole)  # runs before the compression, which was registered first


def key(request: Request) -> str:
    """Return the path of a file; empty for an answer of the moment."""
    return request.path if request.path.startswith(STATIC) else ""


def whole(response: Response) -> Response:
    """Read a file into memory: compressed piece by piece it would be compressed anew each time and left open."""
    if response.direct_passthrough and response.status_code == 200:  # noqa: PLR2004 -- only a full answer has a file
        response.direct_passthrough = False
        response.get_data()
    return response
