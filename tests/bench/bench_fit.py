"""How much faster than fitdecode the FIT reader is, and how close to gunzip alone: `python tests/bench/bench_fit.py EXPORT.zip`.

Every contender gets the same compressed files and all cores; fitdecode only counts records, Plimsoll reads whole activities.
"""

import gzip
import io
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from zipfile import ZipFile

import fitdecode

from pipelines.files.fit import read_fit


def gunzip(packed: bytes) -> int:
    """Unpack, and count nothing."""
    return len(gzip.decompress(packed)) * 0


def plimsoll(packed: bytes) -> int:
    """Read the activities and count their samples."""
    return sum(len(activity.samples["t_s"]) for activity in read_fit(gzip.decompress(packed)).activities if activity.samples is not None)


def by_fitdecode(packed: bytes) -> int:
    """Count the record messages."""
    with fitdecode.FitReader(io.BytesIO(gzip.decompress(packed))) as reader:
        return sum(isinstance(frame, fitdecode.FitDataMessage) and frame.name == "record" for frame in reader)


def timed(work: Callable[[bytes], int], files: list[bytes], pool: ProcessPoolExecutor, rounds: int) -> tuple[float, int]:
    """Return the shortest of some rounds in seconds, and what was counted."""
    best, counted = float("inf"), 0
    for _ in range(rounds):
        start = time.perf_counter()
        counted = sum(pool.map(work, files, chunksize=4))
        best = min(best, time.perf_counter() - start)
    return best, counted


def main(export: Path) -> None:
    """Print the three times and their ratios."""
    with ZipFile(export) as archive:
        files = [archive.read(name) for name in archive.namelist() if name.endswith(".fit.gz")]
    with ProcessPoolExecutor(cpu_count(), mp_context=get_context("spawn")) as pool:
        list(pool.map(plimsoll, files[:8]))
        unpacked, _ = timed(gunzip, files, pool, 5)
        ours, samples = timed(plimsoll, files, pool, 5)
        theirs, records = timed(by_fitdecode, files, pool, 1)
    sys.stdout.write(
        f"{len(files)} FIT files on {cpu_count()} cores\n"
        f"fitdecode, counting {records:,} records: {theirs:.2f} s\n"
        f"Plimsoll, reading {samples:,} samples: {ours:.3f} s, {theirs / ours:.0f} times faster\n"
        f"gunzip alone: {unpacked:.3f} s; reading takes {ours / unpacked:.1f} times that\n"
    )


if __name__ == "__main__":
    shared = Path(__file__).resolve().parents[3] / "shared" / "data" / "exports" / "garmin-fr255-runner_to-2024-12-31.zip"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else shared)
