"""What is often said about running injuries, held against what was found: `claims.toml`, read strictly, and as a table."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from warehouse.advice import load_advice
from warehouse.tables import broken, read

FILE = "claims.toml"
Verdict = Literal["supported", "weak", "contradicted"]
VERDICTS: dict[Verdict, str] = {"supported": "Holds", "weak": "Weak or unproven", "contradicted": "Does not hold"}


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement one hears, what was found of it and where; `advice` are the pieces of advice it bears on."""

    id: str
    said: str
    verdict: Verdict
    found: str
    source: str
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claims:
    """All statements, in the order of telling."""

    claim: tuple[Claim, ...]


@cache
def load_claims() -> tuple[Claim, ...]:
    """Return the statements that came with this version; raise SettingsError when the file was damaged."""
    return parse_claims()


def parse_claims(content: str | None = None) -> tuple[Claim, ...]:
    """Read statements from TOML text, the package's own by default; raise SettingsError naming what is wrong."""
    claims = read(FILE, Claims, content).claim
    if len({claim.id for claim in claims}) < len(claims):
        raise broken(FILE, "an id is used twice")
    known = {text.id for text in load_advice().advice}
    for claim in claims:
        if unknown := set(claim.advice) - known:
            raise broken(f"{FILE}: {claim.id}", f"unknown advice {', '.join(sorted(unknown))}")
    return claims


def table(claims: tuple[Claim, ...]) -> str:
    """Return the statements as a table in Markdown."""
    rows = (f"| {claim.said} | {VERDICTS[claim.verdict]} | {claim.found} | {claim.source} |" for claim in claims)
    return "\n".join(("| Said | Verdict | Found | Source |", "|---|---|---|---|", *rows))
