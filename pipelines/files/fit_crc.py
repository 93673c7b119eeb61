"""The checksum of FIT (CRC-16, polynomial 0xA001), computed over all of a file at once instead of byte by byte."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.uint16]
PERIOD = 32_767


def crc16(content: memoryview) -> int:
    """Return the checksum of the bytes."""
    data = _folded(np.frombuffer(content, np.uint8))
    if len(data) % 2:
        data = np.concatenate((np.zeros(1, np.uint8), data))
    sums = _shift(0)[data.view("<u2")]
    level = 0
    while len(sums) > 1:
        if len(sums) % 2:
            sums = np.concatenate((np.zeros(1, np.uint16), sums))
        sums = _shift(level)[sums[0::2]] ^ sums[1::2]
        level += 1
    return int(sums[0]) if len(sums) else 0


def _folded(data: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Lay the bytes over each other: the polynomial's period is 32,767 bits, so bytes that far apart count alike."""
    rest = len(data) % PERIOD
    if len(data) == rest:
        return data
    folded: NDArray[np.uint8] = np.bitwise_xor.reduce(data[rest:].reshape(-1, PERIOD), axis=0)
    folded[PERIOD - rest :] ^= data[:rest]
    return folded


@cache
def _shift(level: int) -> Table:
    """Return what each checksum becomes when 2 * 2**level zero bytes follow: checksums are linear, so neighbours join by it."""
    before = _shift(level - 1) if level else _one_byte()
    return before[before]


def _one_byte() -> Table:
    sums: Table = np.arange(1 << 16, dtype=np.uint16)
    for _ in range(8):
        sums = np.where(sums & 1, sums >> 1 ^ 0xA001, sums >> 1).astype(np.uint16)
    return sums
