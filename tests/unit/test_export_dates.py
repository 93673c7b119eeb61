"""Dates of exports in six languages."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.files.export_dates import clock_time, moment

START = datetime(2024, 6, 4, 6, 13, 47)  # noqa: DTZ001 -- exports are in UTC without a zone

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "de short": "Jan. Feb. Mär. Apr. Mai Juni Juli Aug. Sep. Okt. Nov. Dez.",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "fr short": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "es short": "ene feb mar abr may jun jul ago sept oct nov dic",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "pt short": "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "it short": "gen feb mar apr mag giu lug ago set ott nov dic",
}


@pytest.mark.parametrize(
    "text",
    [
        "Jun 4, 2024, 6:13:47 AM",
        "Jun 4, 2024, 6:13:47\u202fAM",
        "4 Jun 2024, 06:13:47",
        "4. Juni 2024, 06:13:47",
        "04.06.2024, 06:13:47",
        "4 juin 2024 à 06:13:47",
        "4 jun 2024, 6:13:47",
        "4 de jun. de 2024, 06:13:47",
        "4 de junio de 2024, 6:13:47 a. m.",
        "4 de jun de 2024 às 06:13:47",
        "4 giu 2024, 06:13:47",
        "2024-06-04 06:13:47",
        "2024-06-04T06:13:47Z",
        "2024-06-04T08:13:47+02:00",
        "2024/06/04 06:13:47",
    ],
)
def test_one_moment_in_every_spelling(text: str) -> None:
    assert moment(text) == START


def test_noon_and_midnight() -> None:
    assert clock_time("12:05:00 AM") == time(0, 5)
    assert clock_time("12:05:00 PM") == time(12, 5)
    assert clock_time("11:59:59 p. m.") == time(23, 59, 59)
    assert clock_time("none") is None


def test_the_language_decides_what_comes_first() -> None:
    assert moment("4/6/2024, 06:13:47", day_first=True) == START
    assert moment("6/4/2024, 06:13:47") == START
    assert moment("6/4/24 06:13:47") == START
    assert moment("25/4/2024") == date(2024, 4, 25)
    assert moment("4/25/2024", day_first=True) == date(2024, 4, 25)


@pytest.mark.parametrize(
    "text", ["", "soon", "32 Jun 2024", "Jun 2024", "2024-13-01", "4 jui 2024, 10:00:00", "1 Jun 0024", "2024-02-30 10:00:00"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- the caller says which text it was
        moment(text)


@pytest.mark.parametrize("language", MONTHS)
@given(day=st.dates(min_value=date(2009, 1, 1), max_value=date(2049, 12, 31)), clock=st.times().map(lambda t: t.replace(microsecond=0)))
def test_every_day_in_every_language(language: str, day: date, clock: time) -> None:
    month = MONTHS[language].split()[day.month - 1]
    assert moment(f"{day.day} {month} {day.year}, {clock}") == datetime.combine(day, clock)
    assert moment(f"{day.day}. de {month.upper()} de {day.year}") == day


@pytest.mark.slow
@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        found = moment(text)
    except ValueError:
        return
    assert found.year >= 1970
