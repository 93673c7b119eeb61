"""The values of all record messages at once, as columns; a missing or invalid value is NaN.

Every field of a definition is read with one gather: a view of the file in which item i is the value that starts at byte i.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.files.fit_messages import Message
from pipelines.files.fit_profile import BASES, FIELDS, RECORD, TIMESTAMP, Field
from pipelines.files.fit_walk import Layout, LayoutError, Slot

Column = NDArray[np.float64]
Columns = dict[str, Column]
Places = NDArray[np.int64]

COLUMNS: dict[str, tuple[int, ...]] = {
    "timestamp": (TIMESTAMP,),
    "distance": (5,),
    "speed": (6, 73),
    "heart_rate": (3,),
    "cadence": (4,),
    "fractional_cadence": (53,),
    "altitude": (2, 78),
    "position_lat": (0,),
    "position_long": (1,),
}
"""The columns and the numbers of their fields; where a record has several, the last one that is valid counts."""

COMPRESSED = 8
UNITS = {
    "distance": {"m": 1.0, "meters": 1.0, "metres": 1.0, "km": 1000.0, "cm": 0.01},
    "speed": {"m/s": 1.0, "mps": 1.0, "km/h": 1 / 3.6, "kph": 1 / 3.6, "kmh": 1 / 3.6},
    "heart_rate": {"bpm": 1.0},
    "altitude": {"m": 1.0, "meters": 1.0, "metres": 1.0},
    "cadence": {"rpm": 1.0, "spm": 1.0, "steps/min": 1.0, "strides/min": 1.0},
}
"""What a developer field must be counted in to stand for a column, and metres, m/s … in one of it."""

STEPS = ("spm", "steps/min")


def read_records(content: bytes, layouts: Iterable[Layout]) -> Columns:
    """Return the columns of all records, in the order of the file."""
    layouts = list(layouts)
    records = [layout for layout in layouts if layout.message == RECORD and layout.positions]
    places = np.concatenate([_places(layout) for layout in records]) if records else np.empty(0, np.int64)
    order = np.argsort(places, kind="stable")
    columns = {name: _column(content, records, numbers) for name, numbers in COLUMNS.items()}
    if len(records) > 1:
        columns = {name: column[order] for name, column in columns.items()}
    _fill_compressed_timestamps(content, layouts, places[order], columns["timestamp"])
    _fill_compressed_distance(content, records, order, columns)
    return columns


def fill_from_developer_fields(content: bytes, layouts: Iterable[Layout], descriptions: Iterable[Message], columns: Columns) -> bool:
    """Fill empty columns from developer fields in a unit that fits; say whether cadence now counts steps of both legs."""
    records = [layout for layout in layouts if layout.message == RECORD and layout.positions and layout.developer]
    if not records:
        return False
    steps = False
    for described in descriptions:
        name, unit = _column_name(described), str(described.get("units", "")).strip().lower()
        factor = UNITS.get(name, {}).get(unit)
        if factor is None or not np.isnan(columns[name]).all():
            continue
        steps |= name == "cadence" and unit in STEPS
        _fill(content, layouts, described, columns[name], factor)
    return steps


def _column_name(described: Message) -> str:
    """Return the column a developer field stands for: the native field it overrides, or cadence by what it is called."""
    native = described.get("native_field_num")
    if native is None and "cadence" in str(described.get("field_name", "")).lower():
        return "cadence"
    return next((name for name, numbers in COLUMNS.items() if native in numbers), "")


def _fill(content: bytes, layouts: Iterable[Layout], described: Message, column: Column, factor: float) -> None:
    key = (int(described.get("developer_data_index", -1)), int(described.get("field_definition_number", -1)))
    field = Field("", float(described.get("scale") or 1) / factor, float(described.get("offset") or 0))
    base = int(described.get("fit_base_type_id", 2)) & 0x1F
    records = [layout for layout in layouts if layout.message == RECORD and layout.positions]
    order = np.argsort(np.concatenate([_places(layout) for layout in records]), kind="stable")
    slots = [_developer_slot(layout, key, base) for layout in records]
    values = [_values(content, layout, slot, field) for layout, slot in zip(records, slots, strict=True)]
    column[:] = np.concatenate(values)[order]


def _developer_slot(layout: Layout, key: tuple[int, int], base: int) -> Slot | None:
    slot, kind = layout.developer.get(key), BASES.get(base)
    return Slot(slot.offset, slot.size, base) if slot and kind and slot.size >= kind.size else None


def _column(content: bytes, records: list[Layout], numbers: tuple[int, ...]) -> Column:
    """Return one column, definition after definition."""
    return np.concatenate([_merged(content, layout, numbers) for layout in records]) if records else np.empty(0)


def _merged(content: bytes, layout: Layout, numbers: tuple[int, ...]) -> Column:
    column, *better = (_values(content, layout, layout.fields.get(number), FIELDS[RECORD][number]) for number in numbers)
    for other in better:
        column = np.where(np.isnan(other), column, other)
    return column


def _values(content: bytes, layout: Layout, slot: Slot | None, field: Field) -> Column:
    """Return a field of all messages of a definition, scaled, NaN where it is absent or invalid."""
    if slot is None:
        return np.full(len(layout.positions), np.nan)
    kind = BASES[slot.base]
    if kind.code == "s":
        raise LayoutError(f"{field.name} is text")
    raw = _gather(content, layout, slot)
    values: Column = raw.astype(np.float64)
    if field.scale != 1:
        values /= field.scale
    if field.offset:
        values -= field.offset
    if kind.invalid is not None:
        values[raw == kind.invalid] = np.nan
    return values


def _gather(content: bytes, layout: Layout, slot: Slot) -> NDArray[np.number[Any]]:
    dtype = np.dtype(layout.order + BASES[slot.base].code)
    count = len(content) - slot.offset - dtype.itemsize + 1
    view: NDArray[np.number[Any]] = np.ndarray((count,), dtype, content, slot.offset, (1,))
    return view[_places(layout)]


def _places(layout: Layout) -> Places:
    return np.frombuffer(layout.positions, np.uint32).astype(np.int64)


def _fill_compressed_timestamps(content: bytes, layouts: list[Layout], places: Places, timestamps: Column) -> None:
    """Complete records whose header holds only the low five bits of the time: it goes on from the message before."""
    headers = np.frombuffer(content, np.uint8)
    short = np.isnan(timestamps) & (headers[places] >= 0x80)  # noqa: PLR2004  # the top bit marks a compressed header
    if not short.any():
        return
    dated = [layout for layout in layouts if TIMESTAMP in layout.fields and layout.positions]
    stamps = np.concatenate([*(_values(content, layout, layout.fields[TIMESTAMP], Field("")) for layout in dated), timestamps[short]])
    at = np.concatenate([*(_places(layout) for layout in dated), places[short]])
    used = np.arange(len(at)) >= len(at) - short.sum()
    order = np.argsort(at, kind="stable")
    order = order[(used | ~np.isnan(stamps))[order]]
    timestamps[short] = _continued(stamps[order], headers[at[order]].astype(np.int64) & 31)[used[order]]


def _continued(stamps: Column, low: Places) -> Column:
    """Return times in seconds, where NaN ones go on from the last with the low five bits given."""
    known = ~np.isnan(stamps)
    low = np.where(known, np.nan_to_num(stamps).astype(np.int64) & 31, low)
    step = np.where(known, 0, (low - np.concatenate(([0], low[:-1]))) & 31)
    passed = np.cumsum(step)
    last = np.maximum.accumulate(np.where(known, np.arange(len(stamps)), -1))
    base = np.where(last < 0, 0, np.nan_to_num(stamps)[last] - passed[last])
    return np.asarray(base + passed, np.float64)


def _fill_compressed_distance(content: bytes, records: list[Layout], order: Places, columns: Columns) -> None:
    """Read speed and distance from the old field that packs both into three bytes: 12 bits each, distance counting on."""
    if not any(COMPRESSED in layout.fields for layout in records):
        return
    packed = np.concatenate([_packed(content, layout) for layout in records])[order]
    valid = (packed >= 0) & (packed != 0xFFFFFF)  # noqa: PLR2004  # all bits set is invalid
    speed, steps = (packed & 0xFFF) / 100, packed[valid] >> 12
    distance = np.full(len(packed), np.nan)
    distance[valid] = np.cumsum(np.diff(steps, prepend=0) & 0xFFF) / 16
    for name, values in (("speed", np.where(valid, speed, np.nan)), ("distance", distance)):
        columns[name] = np.where(np.isnan(columns[name]), values, columns[name])


def _packed(content: bytes, layout: Layout) -> Places:
    slot = layout.fields.get(COMPRESSED)
    if slot is None or slot.size != 3:  # noqa: PLR2004  # anything else is another field
        return np.full(len(layout.positions), -1, np.int64)
    data = np.frombuffer(content, np.uint8).astype(np.int64, copy=False)
    first = _places(layout) + slot.offset
    return data[first] | data[first + 1] << 8 | data[first + 2] << 16
