"""Colours and type. Sea, sailcloth, red lead: one palette, in two schemes; assets/plimsoll.css reads the same names."""

from dataclasses import asdict, dataclass
from typing import Any

SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"
SERIF = "'Iowan Old Style', 'Palatino Linotype', Palatino, 'Book Antiqua', Georgia, 'Noto Serif', 'Liberation Serif', serif"


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scheme's colours; text colours hold 4.5:1 on `paper` and `card`."""

    paper: str
    card: str
    ink: str
    ink_quiet: str
    line: str
    sea: str
    sea_quiet: str
    link: str
    flag: str
    no_flag: str
    watch: str
    elevated: str
    high: str
    hull: str
    hull_ink: str


LIGHT = Scheme(
    paper="#f3f1ea",
    card="#fffefa",
    ink="#11263a",
    ink_quiet="#4d6070",
    line="#d8d8cf",
    sea="#1f6285",
    sea_quiet="#a9c3d0",
    link="#12557a",
    flag="#b23a24",
    no_flag="#1c6a57",
    watch="#7d5a00",
    elevated="#a8480c",
    high="#a1221b",
    hull="#0d2437",
    hull_ink="#f3f1ea",
)
DARK = Scheme(
    paper="#0a1926",
    card="#102536",
    ink="#e6eef2",
    ink_quiet="#a3b5c2",
    line="#2a4357",
    sea="#6db3d6",
    sea_quiet="#37617b",
    link="#8cc8e6",
    flag="#f08a70",
    no_flag="#6fcbb0",
    watch="#e6bf5a",
    elevated="#f5a166",
    high="#ff8f83",
    hull="#06121c",
    hull_ink="#e6eef2",
)

_SEA = ["#eaf3f8", "#d3e4ee", "#a9c3d0", "#7aa8c0", "#4f8fae", "#33799c", "#1f6285", "#174f6d", "#103e57", "#0a2d40"]
_DARK = ["#e6eef2", "#c3d0d9", "#a3b5c2", "#6d8496", "#3b566b", "#2a4357", "#163047", "#102536", "#0a1926", "#06121c"]

MANTINE: dict[str, Any] = {
    "fontFamily": SANS,
    "headings": {"fontFamily": SERIF, "fontWeight": "600"},
    "colors": {"sea": _SEA, "dark": _DARK},
    "primaryColor": "sea",
    "primaryShade": {"light": 6, "dark": 6},
    "defaultRadius": "md",
    "respectReducedMotion": True,
    "focusRing": "auto",
    "black": LIGHT.ink,
}


def variables(scheme: Scheme) -> str:
    """Write a scheme as CSS custom properties."""
    return "".join(f"--{name.replace('_', '-')}:{colour};" for name, colour in asdict(scheme).items())


def stylesheet() -> str:
    """Write both schemes for the page's head, so that the first paint already has the right colours."""
    return f":root{{{variables(LIGHT)}--serif:{SERIF};--sans:{SANS}}}:root[data-mantine-color-scheme=dark]{{{variables(DARK)}}}"
