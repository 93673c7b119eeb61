"""How FIT packs its bytes: byte orders, headers, checksums, compressed times and distances, redefinitions, odd fields."""

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.files import fit_fallback
from pipelines.files.activity import NotAnActivityError, ParsedFile, Samples
from pipelines.files.fit import read_fit
from pipelines.files.fit_crc import PERIOD, crc16
from tests.fit_files import FILE_ID, FLOAT32, RUN_START, UINT8, UINT16, UINT32, clock, crc, data, definition, fit, records, session, table
from warehouse.errors import UnreadableError


def samples_of(content: bytes) -> Samples:
    read = read_fit(content)
    assert read.problem is None
    (activity,) = read.activities
    assert activity.samples is not None
    return activity.samples


def same(one: Samples, other: Samples) -> bool:
    return all(np.array_equal(one[name], other[name], equal_nan=True) for name in one)


PLAIN = samples_of(fit(FILE_ID, records(61), session()))


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("header", [12, 14, 16])
def test_byte_order_and_header_change_nothing(order: str, header: int) -> None:
    assert same(samples_of(fit(FILE_ID, records(61, order=order), session(), header=header)), PLAIN)


def test_a_local_type_may_be_defined_anew() -> None:
    first, second = records(30, local=1), records(31, start=RUN_START + 30, order=">", local=1)
    assert samples_of(fit(FILE_ID, first, second, session()))["t_s"].tolist() == PLAIN["t_s"].tolist()


def test_two_local_types_taking_turns_stay_in_order() -> None:
    kinds = [definition(local, 20, [(253, 4, UINT32), (5, 4, UINT32)]) for local in (1, 2)]
    turns = [data(1 + t % 2, [UINT32, UINT32], (RUN_START + t, 300 * t)) for t in range(61)]
    read = samples_of(fit(FILE_ID, *kinds, *turns, session()))
    assert read["distance_m"].tolist() == PLAIN["distance_m"].tolist()


def test_compressed_times_go_on_from_the_last_full_one() -> None:
    full = records(1, local=0)
    short = definition(1, 20, [(3, 1, UINT8)])
    seconds = [3, 8, 39, 70, 101]
    rows = b"".join(bytes([0x80 | 1 << 5 | (RUN_START + t) & 31, 150]) for t in seconds)
    read = samples_of(fit(FILE_ID, full, short, rows, session()))
    assert read["t_s"].tolist() == [0, *seconds]


def test_a_compressed_time_replaces_an_invalid_one() -> None:
    full, both = records(1, local=0), definition(1, 20, [(253, 4, UINT32)])
    rows = b"".join(bytes([0x80 | 1 << 5 | (RUN_START + t) & 31]) + b"\xff" * 4 for t in (3, 8))
    assert samples_of(fit(FILE_ID, full, both, rows, session()))["t_s"].tolist() == [0, 3, 8]


def test_packed_speed_and_distance() -> None:
    layout = definition(1, 20, [(253, 4, UINT32), (8, 3, 0x0D)])
    steps = [0, 48, 4094, 4094 + 48, 2 * 4096 + 8]
    packed = [(300 | (step & 0xFFF) << 12).to_bytes(3, "little") for step in steps]
    rows = [data(1, [UINT32], (RUN_START + t,)) + value for t, value in enumerate([*packed, b"\xff\xff\xff"])]
    read = samples_of(fit(FILE_ID, layout, *rows, session()))
    assert read["distance_m"].tolist()[:5] == [step / 16 for step in steps]
    assert read["speed_mps"].tolist()[:5] == [3.0] * 5
    assert np.isnan([read["distance_m"][5], read["speed_mps"][5]]).all()


def test_enhanced_values_go_before_plain_ones_where_valid() -> None:
    fields = [(253, 4, UINT32), (6, 2, UINT16), (73, 4, UINT32), (2, 2, UINT16), (78, 4, UINT32)]
    rows = [(RUN_START, 3000, 70000, 3000, 50000), (RUN_START + 1, 3000, 0xFFFFFFFF, 3000, 0xFFFFFFFF)]
    read = samples_of(fit(FILE_ID, table(1, 20, fields, rows), session()))
    assert (read["speed_mps"].tolist(), read["altitude_m"].tolist()) == ([70, 3], [9500, 100])


def test_invalid_values_are_unknown() -> None:
    fields = [(253, 4, UINT32), (5, 4, UINT32), (6, 2, UINT16), (3, 1, UINT8), (4, 1, UINT8), (53, 1, UINT8), (2, 2, UINT16)]
    rows = [(RUN_START, 0xFFFFFFFF, 0xFFFF, 0xFF, 0xFF, 0xFF, 0xFFFF), (RUN_START + 1, 0, 0, 0, 85, 64, 2500)]
    read = samples_of(fit(FILE_ID, table(1, 20, fields, rows), session()))
    assert all(np.isnan(read[name][0]) for name in set(read) - {"t_s"})
    assert (read["cadence"][1], read["altitude_m"][1], read["speed_mps"][1]) == (85.5, 0, 0)


def test_a_field_of_another_width_is_read_as_it_is_written() -> None:
    rows = [(RUN_START + t, 150, 85.5) for t in range(3)]
    read = samples_of(fit(FILE_ID, table(1, 20, [(253, 4, UINT32), (3, 2, UINT16), (4, 4, FLOAT32)], rows), session()))
    assert (set(read["heartrate_bpm"]), set(read["cadence"])) == ({150.0}, {85.5})


def test_fields_nobody_needs_may_have_any_length() -> None:
    odd = definition(3, 21, [(3, 1, UINT32)]) + bytes([3, 9])
    assert same(samples_of(fit(FILE_ID, odd, records(61), session())), PLAIN)


def odd_speed() -> bytes:
    layout = definition(1, 20, [(253, 4, UINT32), (5, 4, UINT32), (6, 1, UINT16), (3, 1, UINT8), (4, 1, UINT8), (78, 4, UINT32)])
    rows = [data(1, [UINT32, UINT32, UINT8, UINT8, UINT8, UINT32], (RUN_START + t, 300 * t, 7, 150, 85, 3000)) for t in range(61)]
    return fit(FILE_ID, layout, *rows, session())


def test_a_needed_field_of_impossible_length_goes_to_fitdecode() -> None:
    read = samples_of(odd_speed())
    assert all(np.array_equal(read[name], PLAIN[name]) for name in ("t_s", "distance_m", "heartrate_bpm", "cadence", "altitude_m"))


def test_fitdecode_reads_the_same_as_the_fast_reader() -> None:
    content = fit(FILE_ID, records(61), session())
    columns, messages, fault = fit_fallback.read_slowly(content)
    assert fault is None
    assert columns["distance"].tolist() == PLAIN["distance_m"].tolist()
    assert messages[18][0] == {
        "start_time": RUN_START, "sport": 1, "sub_sport": 0, "total_elapsed_time": 60, "total_timer_time": 54, "total_distance": 180,
    }  # fmt: skip


def test_damage_found_by_fitdecode_keeps_what_was_before() -> None:
    whole = odd_speed()
    read = read_fit(whole[: -len(session()) - 10])
    assert read.recovered_records == 60
    assert read.problem


LIES: list[tuple[bytes, str, int]] = [
    (fit(FILE_ID, records(61), session(), checksum=1), "checksum does not match its content; the 61 records", 61),
    (fit(FILE_ID, records(61), session(), size=0), "did not finish writing the file; the 61 records", 61),
    (fit(FILE_ID, records(61), session(), size=5000), "ends", 61),
    (fit(FILE_ID, records(61), session(), size=300), "checksum does not match its content; the 61 records", 61),
    (fit(FILE_ID, records(61), session())[:-2], "ends too early; the 61 records", 61),
    (fit(FILE_ID, records(61))[:-9], "ends in the middle of a record; the 60 records before it", 60),
    (fit(FILE_ID, records(1), checksum=1), "; the 1 record in it was kept.", 1),
    (fit(FILE_ID, records(61), b"\x0c" * 40, session()), "damaged at byte 974; the 61 records before it", 61),
    (fit(FILE_ID, records(61), session()) + b"garbage", "What follows the activity", 61),
    (fit(FILE_ID, records(61), session()) + fit(FILE_ID, records(9, start=RUN_START + 999))[:60], "the 61 records", 61),
]


@pytest.mark.parametrize(("content", "said", "kept"), LIES)
def test_damage_is_told_and_the_records_before_it_are_kept(content: bytes, said: str, kept: int) -> None:
    read = read_fit(content)
    assert read.problem is not None
    assert said in read.problem
    assert read.recovered_records == kept
    assert read.activities[0].samples is not None


def test_zeros_after_the_end_are_no_damage() -> None:
    assert same(samples_of(fit(FILE_ID, records(61), session()) + bytes(100)), PLAIN)


@given(st.binary(max_size=300))
def test_the_checksum_is_that_of_the_slow_definition(content: bytes) -> None:
    assert crc16(memoryview(content)) == crc(content)


@pytest.mark.parametrize("size", [PERIOD - 1, PERIOD, PERIOD + 1, 3 * PERIOD + 7])
def test_the_checksum_of_long_files(size: int) -> None:
    content = np.random.default_rng(size).bytes(size)
    assert crc16(memoryview(content)) == crc(content)


WHOLE = fit(FILE_ID, records(40), session(), clock(0))


def survives(content: bytes) -> ParsedFile | None:
    try:
        read = read_fit(content)
    except (UnreadableError, NotAnActivityError) as error:
        assert str(error)  # noqa: PT017 -- either error is as good as a file
        return None
    for activity in read.activities:
        if activity.samples is not None:
            assert (np.diff(activity.samples["t_s"]) > 0).all()
    return read


@given(st.integers(0, len(WHOLE) - 1))
def test_any_truncation_keeps_whole_records(size: int) -> None:
    read = survives(WHOLE[:size])
    first = WHOLE.index(struct.pack("<I", RUN_START)) + 14
    if size >= first:
        assert read is not None
        assert read.recovered_records == min(40, (size - first) // 15 + 1)


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_any_changed_bytes_end_in_a_file_or_a_plain_error(changes: list[tuple[int, int]]) -> None:
    content = bytearray(WHOLE)
    for at, value in changes:
        content[at] = value
    read = survives(bytes(content))
    assert read is None or len(read.activities) <= 40


@given(st.binary(max_size=400))
def test_any_bytes_after_a_header_end_in_a_file_or_a_plain_error(body: bytes) -> None:
    survives(fit(body))


def test_a_file_larger_than_any_activity_is_refused() -> None:
    with pytest.raises(UnreadableError, match="larger than 64 MB"):
        read_fit(fit(FILE_ID, records(2)) + bytes(64 * 2**20))


@pytest.mark.slow
def test_millions_of_tiny_records_are_refused() -> None:
    tiny = definition(1, 20, [(3, 1, UINT8)]) + b"\x01\x96" * 2_100_000
    head = struct.pack("<BBHI4s", 12, 0x20, 2132, len(tiny), b".FIT")
    with pytest.raises(UnreadableError, match="more than 2,000,000 records"):
        read_fit(head + tiny + b"\0\0")
