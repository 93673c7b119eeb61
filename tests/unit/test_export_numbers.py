"""Numbers of exports: read as written, never guessed into nonsense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.files.numbers import LIMIT, Decimal, number, positive, seconds


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1,025", ".", 1025),
        ("1,025", ",", 1.025),
        ("9,83", ",", 9.83),
        ("9,83", ".", 9.83),
        ("9833.3", ",", 9833.3),
        ("1.234,5", ",", 1234.5),
        ("1,234.5", ".", 1234.5),
        ("1,234,567", ".", 1_234_567),
        ("1\u202f234,5", ",", 1234.5),
        ("1 234", ".", 1234),
        ("1'234.5", ".", 1234.5),
        (".5", ".", 0.5),
        ("12.", ".", 12),
        ("1.2e3", ".", 1200),
        ("0", ".", 0),
    ],
)
def test_reads_a_number_as_its_language_writes_it(text: str, decimal: Decimal, value: float) -> None:
    assert number(text, decimal) == pytest.approx(value)


@pytest.mark.parametrize(
    "text", ["", " ", "-", "-3", "inf", "nan", "Infinity", "1_000", "1e999", "1e12", "12abc", "0x10", "--", "٣", ",", "."]
)
def test_what_cannot_be_a_measurement_is_unknown(text: str) -> None:
    assert number(text) is None


@given(st.text(max_size=60), st.sampled_from([".", ","]))
def test_any_text_gives_a_number_in_range_or_none(text: str, decimal: Decimal) -> None:
    for value in (number(text, decimal), seconds(text, decimal)):
        assert value is None or 0 <= value < LIMIT


@given(st.floats(min_value=0, max_value=LIMIT / 2, allow_subnormal=False))
def test_a_plain_float_comes_back_exactly(value: float) -> None:
    assert number(repr(value)) == value
    assert number(repr(value), ",") == value


@given(st.integers(min_value=0, max_value=999_999_999))
def test_thousands_marks_change_nothing(value: int) -> None:
    assert number(f"{value:,}", ".") == value
    assert number(f"{value:,}.5".translate(str.maketrans(",.", ".,")), ",") == value + 0.5


@given(st.integers(0, 99), st.integers(0, 59), st.integers(0, 59))
def test_a_duration_may_be_written_as_a_clock(hours: int, minutes: int, rest: int) -> None:
    assert seconds(f"{hours}:{minutes:02}:{rest:02}") == hours * 3600 + minutes * 60 + rest
    assert seconds(f"{minutes}:{rest:02}") == minutes * 60 + rest


def test_zero_is_unknown_where_nothing_is_ever_zero() -> None:
    assert positive("0.0") is None
    assert positive("71") == 71
