"""What people tell Plimsoll: names, settings, shoes, jobs. Mutable and private, so not in DuckDB. No training data lives here."""

from warehouse.people.athletes import AthleteAccount
from warehouse.people.facts import PeopleFacts
from warehouse.people.jobs import Job
from warehouse.people.people import People
from warehouse.people.shoes import ShoeSettings

__all__ = ["AthleteAccount", "Job", "People", "PeopleFacts", "ShoeSettings"]
