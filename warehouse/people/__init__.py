"""What people tell Plimsoll: names, settings, shoes, jobs, connections. Mutable and private, so not in DuckDB. No training data here."""

from warehouse.check_in import CheckIn
from warehouse.mark import Mark
from warehouse.people.alert_notes import AlertNote
from warehouse.people.athletes import AthleteAccount
from warehouse.people.connections import Connection
from warehouse.people.consents import Consent
from warehouse.people.facts import PeopleFacts
from warehouse.people.inbox import Event
from warehouse.people.jobs import Job
from warehouse.people.keys import Keys
from warehouse.people.people import People
from warehouse.people.quota import Quota
from warehouse.people.shoes import ShoeSettings
from warehouse.people.syncs import SyncStatus
from warehouse.people.tokens import Grant

__all__ = [
    "AlertNote",
    "AthleteAccount",
    "CheckIn",
    "Connection",
    "Consent",
    "Event",
    "Grant",
    "Job",
    "Keys",
    "Mark",
    "People",
    "PeopleFacts",
    "Quota",
    "ShoeSettings",
    "SyncStatus",
]
