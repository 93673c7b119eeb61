"""What the numbers in a FIT file mean: messages, fields, base types, kinds of file, sports. Devices are in `fit_devices`."""

from typing import NamedTuple

from pipelines.files.sports import sport_type

EPOCH = 631_065_600
"""FIT counts seconds from 1989-12-31 UTC; this is that day in Unix time."""

FIRST_DATE = 0x1000_0000
"""Smaller timestamps are seconds since the device was switched on, not dates."""

FILE_ID, SPORT, SESSION, LAP, RECORD, EVENT, DEVICE_INFO, ACTIVITY, FIELD_DESCRIPTION = 0, 12, 18, 19, 20, 21, 23, 34, 206
TIMESTAMP = 253
ACTIVITY_FILE = 4


class Field(NamedTuple):
    """A field of a message: its standard name; value = raw / scale - offset in SI units."""

    name: str
    scale: float = 1
    offset: float = 0


FIELDS: dict[int, dict[int, Field]] = {
    FILE_ID: {0: Field("type"), 1: Field("manufacturer"), 2: Field("product"), 8: Field("product_name")},
    SPORT: {0: Field("sport"), 1: Field("sub_sport")},
    SESSION: {
        TIMESTAMP: Field("timestamp"),
        2: Field("start_time"),
        5: Field("sport"),
        6: Field("sub_sport"),
        7: Field("total_elapsed_time", 1000),
        8: Field("total_timer_time", 1000),
        9: Field("total_distance", 100),
        16: Field("avg_heart_rate"),
        17: Field("max_heart_rate"),
        18: Field("avg_cadence"),
        22: Field("total_ascent"),
        23: Field("total_descent"),
        92: Field("avg_fractional_cadence", 128),
    },
    LAP: {TIMESTAMP: Field("timestamp"), 25: Field("sport"), 39: Field("sub_sport")},
    RECORD: {
        TIMESTAMP: Field("timestamp"),
        0: Field("position_lat", 2**31 / 180),
        1: Field("position_long", 2**31 / 180),
        2: Field("altitude", 5, 500),
        3: Field("heart_rate"),
        4: Field("cadence"),
        5: Field("distance", 100),
        6: Field("speed", 1000),
        8: Field("compressed_speed_distance"),
        53: Field("fractional_cadence", 128),
        73: Field("enhanced_speed", 1000),
        78: Field("enhanced_altitude", 5, 500),
    },
    EVENT: {TIMESTAMP: Field("timestamp"), 0: Field("event"), 1: Field("event_type")},
    DEVICE_INFO: {
        TIMESTAMP: Field("timestamp"),
        0: Field("device_index"),
        2: Field("manufacturer"),
        4: Field("product"),
        27: Field("product_name"),
    },
    ACTIVITY: {TIMESTAMP: Field("timestamp"), 5: Field("local_timestamp")},
    FIELD_DESCRIPTION: {
        0: Field("developer_data_index"),
        1: Field("field_definition_number"),
        2: Field("fit_base_type_id"),
        3: Field("field_name"),
        6: Field("scale"),
        7: Field("offset"),
        8: Field("units"),
        15: Field("native_field_num"),
    },
}
"""The messages and fields Plimsoll reads; everything else is stepped over."""


class Base(NamedTuple):
    """A base type: its code in `struct`, its bytes, and the value that says "unknown"."""

    code: str
    size: int
    invalid: int | None


STRING, BYTE = 7, 13
BASES = {
    0: Base("B", 1, 0xFF),
    1: Base("b", 1, 0x7F),
    2: Base("B", 1, 0xFF),
    3: Base("h", 2, 0x7FFF),
    4: Base("H", 2, 0xFFFF),
    5: Base("i", 4, 0x7FFFFFFF),
    6: Base("I", 4, 0xFFFFFFFF),
    STRING: Base("s", 1, None),
    8: Base("f", 4, None),
    9: Base("d", 8, None),
    10: Base("B", 1, 0),
    11: Base("H", 2, 0),
    12: Base("I", 4, 0),
    BYTE: Base("B", 1, 0xFF),
    14: Base("q", 8, 0x7FFFFFFFFFFFFFFF),
    15: Base("Q", 8, 0xFFFFFFFFFFFFFFFF),
    16: Base("Q", 8, 0),
}
"""By the low five bits of the type's number: the high bit only repeats that the type has several bytes."""

FILE_KINDS = {
    1: "the description of a device",
    2: "settings",
    3: "sport settings",
    5: "a workout plan",
    6: "a course",
    7: "a schedule",
    9: "body weights",
    10: "totals",
    11: "goals",
    14: "blood pressure",
    15: "all-day monitoring",
    20: "a summary of activities",
    28: "all-day monitoring",
    32: "all-day monitoring",
    34: "a segment",
    35: "a list of segments",
    40: "screen settings",
}
"""What FIT files that are no activity hold."""

SPORTS = {
    0: "generic",
    1: "running",
    2: "cycling",
    3: "transition",
    4: "fitness equipment",
    5: "swimming",
    6: "basketball",
    7: "soccer",
    8: "tennis",
    9: "american football",
    10: "training",
    11: "walking",
    12: "cross country skiing",
    13: "alpine skiing",
    14: "snowboarding",
    15: "rowing",
    16: "mountaineering",
    17: "hiking",
    18: "multisport",
    19: "paddling",
    21: "e-biking",
    25: "golf",
    30: "inline skating",
    31: "rock climbing",
    32: "sailing",
    33: "ice skating",
    35: "snowshoeing",
    37: "stand up paddleboarding",
    38: "surfing",
    41: "kayaking",
    43: "windsurfing",
    44: "kitesurfing",
    62: "hiit",
    65: "wheelchair push walk",
    66: "wheelchair push run",
    71: "cricket",
    75: "volleyball",
    83: "dance",
    88: "canoeing",
}

SUB_SPORTS = {
    8: "mountain biking",
    9: "mountain biking",
    11: "cyclocross",
    12: "hand cycling",
    14: "indoor rowing",
    15: "elliptical",
    16: "stair climbing",
    20: "strength training",
    26: "cardio training",
    28: "e bike fitness",
    29: "bmx",
    37: "backcountry skiing",
    43: "yoga",
    44: "pilates",
    46: "gravel cycling",
    47: "e bike mountain",
    68: "indoor climbing",
    69: "bouldering",
    70: "hiit",
    84: "pickleball",
    85: "padel",
    88: "hand cycling",
    94: "squash",
    95: "badminton",
    96: "racquetball",
    97: "table tennis",
}
"""Sub-sports that say more than the sport they belong to."""

REFINED = {
    (1, 3): "trail running",
    (1, 67): "ultra",
    (1, 58): "virtual running",
    (2, 58): "virtual cycling",
    (4, 1): "running",
    (4, 45): "running",
    (4, 5): "indoor cycling",
    (4, 6): "indoor cycling",
    (4, 27): "walking",
    (14, 37): "snowboarding",
    (15, 58): "virtual rowing",
}
"""Sports that only sport and sub-sport together name."""

INDOOR = frozenset({1, 5, 6, 14, 15, 16, 17, 20, 25, 26, 27, 43, 44, 45, 58, 68, 86, 87, 88})
"""Sub-sports done indoors."""


class SportName(NamedTuple):
    """A sport: the file's word for it, Strava's, and whether it says so itself that it is done indoors."""

    word: str
    sport_type: str
    indoor: bool | None


def name_sport(sport: float | None, sub_sport: float | None) -> SportName:
    """Name the sport of FIT's two numbers; unknown ones are a "generic" workout."""
    main, sub = int(sport or 0), int(sub_sport or 0)
    word = REFINED.get((main, sub)) or SUB_SPORTS.get(sub) or SPORTS.get(main, "generic")
    return SportName(word, sport_type(word), indoor=True if sub in INDOOR else None)
