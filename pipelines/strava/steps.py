"""The single steps of a sync: each asks Strava for one thing and lands the answer before the next begins.

Which step comes when is decided in pipelines/sync.py. Nothing here catches an outage or a spent quota.
"""

import json
import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pipelines.resources import Installation
from pipelines.strava import refusals, shoes
from pipelines.strava.client import Json, StravaClient
from pipelines.strava.errors import GoneError, StravaError
from pipelines.strava.events import FirstPage, Triage, triage
from pipelines.strava.known import Known, Walk
from pipelines.strava.rows import row, rows
from pipelines.strava.shelf import PROFILE, Shelf, fingerprint
from pipelines.strava.streams import samples
from warehouse.landing import Gear, Manifest
from warehouse.people import Connection, Event, People

log = logging.getLogger("plimsoll.sync")

RAW = "page.json"


class Steps:
    """The steps for one athlete. `client.requests` counts what they asked, `shelf` what landed."""

    def __init__(self, installation: Installation, people: People, connection: Connection, hold: Callable[[], None]) -> None:
        self.client: StravaClient = installation.client(connection.athlete, people)
        self.shelf = Shelf(installation.warehouse(people).landing, connection.athlete, hold)
        self._strava_id = connection.strava_id
        self._now = installation.now

    def look(self, known: Known, events: Iterable[Event], *, listing: bool) -> Triage:
        """Ask for the newest activities and land what is new; begin a full listing if wanted, or if some are there and none is known.

        Returns what became of the events.
        """
        asked, (found, page) = self._listed(1)
        if not page:
            self._believe_end(known.starts)
        first = FirstPage({one["source_key"]: one["start_utc"] for one in found})
        if not (listing or page or known.starts):
            return triage(events, first, known.starts)
        if listing or not first.starts.keys() & known.starts.keys():
            self._land_page(found, page, asked, walk=asked, number=1)
            return triage(events, first, known.starts)
        if not known.repeats(fingerprint(found), first.starts):
            self._land_page(found, page, asked, walk=None, number=1)
        self.erase(first.gone(known.starts))
        return triage(events, first, known.starts)

    def page(self, known: Known, walk: Walk) -> None:
        """Ask for the next page of a full listing and land it."""
        asked, (found, page) = self._listed(walk.next_page)
        if not page:
            self._believe_end({key: start for key, start in known.unlisted.items() if not walk.oldest or start < walk.oldest})
        self._land_page(found, page, asked, walk=walk.began, number=walk.next_page)

    def profile(self, known: Known, walk: Walk) -> None:
        """Ask for the athlete's page and land their list of shoes, with what is known of each pair."""
        asked = self._asked()
        told = self._allowed(self.client.athlete)
        listed = shoes.listed(told)
        kept = {"created_at": told.get("created_at"), "shoes": [asdict(gear) for gear in listed.values()]}
        manifest = Manifest(
            "strava",
            f"athlete {asked}",
            as_of=asked,
            walk=walk.began,
            shoes={key: gear.name for key, gear in listed.items()},
            gear=shoes.carried(known.gear, listed, known.worn),
        )
        self.shelf.land([], manifest, self._now(), originals={PROFILE: json.dumps(kept).encode()})

    def gear(self, key: str) -> None:
        """Ask for the details of a pair of shoes and land them; a pair nobody has any more is known by its id only."""
        asked = self._asked()
        told = self._allowed(lambda: self.client.gear(key.removeprefix("strava:")))
        pair = shoes.pair({**told, "id": key.removeprefix("strava:")}) or Gear(key, "")
        self.shelf.land([], Manifest("strava", f"gear {key} {asked}", as_of=asked, gear=(pair,)), self._now())

    def activity(self, key: str) -> None:
        """Ask for one activity: land it as it is now, or remove it when Strava has it no longer."""
        asked = self._asked()
        try:
            raw = self.client.activity(int(key.removeprefix("strava:")))
        except GoneError:
            self.erase({key})
            return
        made = row(raw)
        if made is None or made["source_key"] != key or _owner(raw) not in {None, self._strava_id}:
            self.erase({key})
            return
        manifest = Manifest("strava", fingerprint([made]), as_of=asked)
        self.shelf.land([made], manifest, self._now(), originals={RAW: json.dumps([raw]).encode()})

    def streams(self, key: str) -> None:
        """Ask for the samples of an activity and land them; that there are none is remembered too."""
        asked = self._asked()
        told = self.client.streams(int(key.removeprefix("strava:")))
        manifest = Manifest("strava", f"streams {key} {asked}", as_of=asked, samples_of=key)
        self.shelf.land([], manifest, self._now(), samples=samples(key, told))

    def erase(self, keys: Collection[str]) -> None:
        """Remove activities that are gone at Strava."""
        if keys:
            self.shelf.erase(set(keys))

    def created_at(self, known: Known, walk: Walk) -> Any:
        """Return since when the athlete is at Strava, as it told in this listing; None when it did not."""
        told = known.profile_of(walk)
        return self.shelf.profile(told).get("created_at") if told else None

    def _asked(self) -> str:
        return self.shelf.asked_at(self._now())

    def _listed(self, number: int) -> tuple[str, tuple[list[dict[str, Any]], list[Json]]]:
        """Ask for a page; return when it was asked for, its rows for the landing, and the page."""
        asked = self._asked()
        page = self.client.activities(number)
        found, left_out = rows(page.rows)
        if left_out:
            log.warning("%s activities without id or start were left out", left_out)
        return asked, (found, page.rows)

    def _land_page(self, found: list[dict[str, Any]], page: list[Json], asked: str, *, walk: str | None, number: int) -> None:
        originals = {RAW: json.dumps(page).encode()}
        manifest = Manifest("strava", fingerprint(found), as_of=asked, walk=walk, page=number, last=not page)
        self.shelf.land(found, manifest, self._now(), originals=originals)

    def _believe_end(self, beyond: Mapping[str, datetime]) -> None:
        """Make sure that a listing has ended although it did not name these activities: the newest must be gone.

        An empty answer by mistake would otherwise delete them all.
        """
        if beyond:
            newest = max(beyond, key=lambda key: beyond[key])
            try:
                self.client.activity(int(newest.removeprefix("strava:")))
            except GoneError:
                return
            raise refusals.unreachable()

    @staticmethod
    def _allowed(ask: Callable[[], Json]) -> Json:
        """Return what Strava answers, nothing where it has no such thing or the athlete does not share it."""
        try:
            return ask()
        except StravaError as error:
            if type(error) in {StravaError, GoneError}:
                return {}
            raise


def _owner(raw: Json) -> Any:
    athlete = raw.get("athlete")
    return athlete.get("id") if isinstance(athlete, dict) else None
