"""The command: text, JSON and a page that needs nothing else; errors that say what to do."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.lovdal import days, row, write
from tests.unit.cli import Cli, write_log


@pytest.fixture(scope="module")
def cli(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """Make a home with one athlete."""
    home = tmp_path_factory.mktemp("backtest")
    cli = Cli(home / "home")
    cli("import", write_log(home / "log.csv"), "--athlete", "Ada")
    return cli


class Page(HTMLParser):
    """Collects what a page loads and says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element, and what it would load."""
        self.tags.append(tag)
        self.loads += [value or "" for name, value in attrs if name in {"src", "srcset"} or (name == "href" and tag != "a")]

    def handle_data(self, data: str) -> None:
        """Note the words."""
        self.text += data


@pytest.mark.slow
def test_the_report_is_one_page_beside_the_numbers_as_json(cli: Cli, tmp_path: Path) -> None:
    done = cli("backtest", "--runners", 20, "--days", 90, "--to", tmp_path / "report.html", "--json")
    html = (tmp_path / "report.html").read_text("utf-8")
    page = Page(html)
    assert page.loads == []
    assert "script" not in page.tags
    assert "url(" not in html
    assert "prefers-color-scheme: dark" in html
    assert page.tags.count("h1") == 1
    assert page.tags.count("svg") == 6 + 6 + 11 + 3 + 3, "a row a number with its axis, and a bar a population"
    assert not re.search(r"\$\w", html), "every place of the template is filled"
    for title in ("Known world", "Null world", "your home", "58 real runners", "not that an alert foretells an injury"):
        assert title in page.text
    assert str(tmp_path / "report.html") in done.stderr
    found = json.loads(done.stdout)
    assert list(found) == ["seed", "known", "null", "home", "lovdal", "warnings", "limits"]
    assert [one["known"] for one in found["known"]["recovered"]["bands"]] == [1.64, 1.52, 2.28]
    assert {one["known"] for one in found["null"]["recovered"]["bands"]} == {1.0}
    assert found["home"]["athletes"] == 1
    assert found["home"]["alerts_a_month"]["longest_run_spike"] > 0
    assert found["lovdal"] is None


@pytest.mark.slow
def test_a_home_and_a_file_need_no_worlds(cli: Cli, tmp_path: Path) -> None:
    leaky = write(tmp_path / "day.csv", days(6, 60, seed=2, leak=True))
    done = cli("backtest", "--home", "--lovdal", leaky)
    assert "Warning: the last day's km" in done.stderr
    assert "Known world" not in done.stdout
    assert "How often does it speak?" in done.stdout
    assert "your home" in done.stdout
    assert "What the Lövdal data cannot say" in done.stdout
    found = cli.json("backtest", "--home", "--lovdal", leaky)
    assert (found["known"], found["null"], found["lovdal"]["kind"]) == (None, None, "day")
    assert len(found["warnings"]) == 1


@pytest.mark.slow
def test_an_empty_home_is_left_alone(tmp_path: Path) -> None:
    done = Cli(tmp_path / "none")("backtest", "--home")
    assert "58 real runners" in done.stdout
    assert "your home" not in done.stdout
    assert not (tmp_path / "none").exists()


@pytest.mark.slow
def test_a_file_that_is_refused_says_where_to_get_it(cli: Cli, tmp_path: Path) -> None:
    strange = write(tmp_path / "mine.csv", [row("day", 1, 1, 0, km=[5] * 7) | {"weeks to the injury": 1}])
    done = cli("backtest", "--home", "--lovdal", strange, code=1)
    assert "“weeks to the injury”" in done.stderr
    assert "10.34894/UWU9PV" in done.stderr


@pytest.mark.slow
def test_a_page_that_cannot_be_written_is_said_before_anything_is_computed(cli: Cli, tmp_path: Path) -> None:
    done = cli("backtest", "--to", tmp_path / "nowhere" / "report.html", code=2)
    assert "is not there" in done.stderr
