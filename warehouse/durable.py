"""Making sure a file or folder is on the disk before something else relies on it."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Wait until the file's content, or the folder's list of names, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
