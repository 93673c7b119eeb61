"""A batch of the Strava API written once more without some of its activities: the one change a landed batch ever meets.

Its raw pages are JSON as Strava sent it, so this is also the one place below `pipelines` that reads them.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from zipfile import ZipFile

import pyarrow.parquet as pq

from warehouse.batch import Batch, Manifest, PendingBatch


def write_without(batch: Batch, manifest: Manifest, keys: set[str]) -> None:
    """Land a copy of the batch without the activities of these keys, beside it and newer than it; the batch itself stays.

    The copy's name follows from the batch's, so that a copy which landed before is kept. Its content is no longer what its source
    sent, so its fingerprint is another one.
    """
    copy = replace(batch, name=f"{batch.name}r", path=batch.path.with_name(f"{batch.name}r"))
    if copy.path.exists():
        return
    rows = pq.read_table(batch.activities).to_pylist()
    with PendingBatch.at(copy) as pending:
        for name, content in _originals(batch, keys):
            pending.original(name, content)
        left = [row for row in rows if row["source_key"] not in keys]
        pending.write(left, None, replace(manifest, fingerprint=f"{manifest.fingerprint}, {len(rows) - len(left)} erased"))


def _originals(batch: Batch, keys: set[str]) -> Iterator[tuple[str, bytes]]:
    path = batch.path / "originals.zip"
    if not path.exists():
        return
    with ZipFile(path) as archive:
        for name in archive.namelist():
            page = json.loads(archive.read(name))
            told = [row for row in page if isinstance(row, dict)] if isinstance(page, list) else [page]
            yield name, json.dumps([row for row in told if f"strava:{row.get('id')}" not in keys]).encode()
