"""What a build-up comes to, in words. Pure functions, plain language."""

from warehouse.racing import MOST_KM, BuildUp, Step
from warehouse.wording import Units, beside, distance

STEPS: dict[Step, str] = {"longer": "a step longer", "hold": "as far as is needed", "lighter": "lighter week", "taper": "taper"}
NOTHING = "There is no run of the last 30 days to build on. Begin with some weeks of regular short runs, then look here again."
SOURCE = "Line: Frandsen 2025, doi:10.1136/bjsports-2024-109380; lighter weeks, taper and the longest run of 32 km are conventions of ours"
OVER = "That is above the line of {line}. A later or shorter race gives your longest run time to grow."


def verdict(way: BuildUp, units: Units) -> str:
    """Say honestly how far the longest run gets by the race, and what the race is beside it."""
    if way.longest_km is None or way.ratio is None:
        return NOTHING
    far, race = distance(way.longest_km, units), distance(way.race_km, units)
    ratio, line = beside(way.ratio, way.line, "ratio")
    if way.ratio <= way.line + 1e-9:
        told = f"Your longest run in the 30 days before it is {far}; the race of {race} is {ratio} times that"
        return f"{told}, within the line of {line}."
    told = f"At this pace your longest run by then is {far}; the race of {race} would be {ratio} times it."
    most = f" No longest run beyond {distance(MOST_KM, units)} is planned." if way.longest_km >= MOST_KM else ""
    return f"{told} {OVER.format(line=line)}{most}"
