"""Frozen settings: the only reader of the process environment."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from dotenv import dotenv_values

from warehouse.errors import SettingsError

DEFAULT_STRAVA = "https://www.strava.com"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where everything lives and what the installation was told.

    All state is below `home`; deleting that folder deletes everything Plimsoll knows.
    """

    home: Path
    public_url: str = ""
    secret_key: str = ""
    people_url: str = ""
    strava_client_id: str = ""
    strava_client_secret: str = ""
    strava_base_url: str = DEFAULT_STRAVA
    strava_api_url: str = ""
    strava_verify_token: str = ""
    strava_subscription_id: str = ""
    strava_retention_days: int = 7
    strava_reserve_share: float = 0.3
    strava_poll_minutes: int = 30

    @classmethod
    def from_env(cls, env_file: Path | None = None) -> Self:
        """Read the environment, then a `.env` file for what the environment leaves out."""
        values = {**dotenv_values(env_file or Path.cwd() / ".env"), **os.environ}

        def read(name: str, default: str = "") -> str:
            return (values.get(name) or default).strip()

        home = Path(read("PLIMSOLL_HOME") or Path.home() / ".plimsoll").expanduser()
        return cls(
            home=Path(os.path.abspath(home)),  # noqa: PTH100 -- resolve() would follow links the user chose
            public_url=read("PLIMSOLL_PUBLIC_URL").rstrip("/"),
            secret_key=read("PLIMSOLL_SECRET_KEY"),
            people_url=read("PEOPLE_URL"),
            strava_client_id=read("STRAVA_CLIENT_ID"),
            strava_client_secret=read("STRAVA_CLIENT_SECRET"),
            strava_base_url=read("STRAVA_BASE_URL", DEFAULT_STRAVA).rstrip("/"),
            strava_api_url=read("STRAVA_API_URL").rstrip("/"),
            strava_verify_token=read("STRAVA_WEBHOOK_VERIFY_TOKEN"),
            strava_subscription_id=read("STRAVA_WEBHOOK_SUBSCRIPTION_ID"),
            strava_retention_days=int(_number("STRAVA_RETENTION_DAYS", read("STRAVA_RETENTION_DAYS", "7"), 1, 3650)),
            strava_reserve_share=_number("STRAVA_RESERVE_SHARE", read("STRAVA_RESERVE_SHARE", "0.3"), 0, 1),
            strava_poll_minutes=int(_number("STRAVA_POLL_MINUTES", read("STRAVA_POLL_MINUTES", "30"), 1, 1440)),
        )

    @property
    def strava_configured(self) -> bool:
        """Whether a Strava application is set."""
        return bool(self.strava_client_id and self.strava_client_secret)

    @property
    def strava_api(self) -> str:
        """Base of the API's addresses, without a slash at the end; hosts move, so it may be set apart from that of OAuth."""
        return self.strava_api_url or f"{self.strava_base_url}/api/v3"

    @property
    def landing(self) -> Path:
        """Folder of everything that ever came in, immutable."""
        return self.home / "landing"

    @property
    def warehouse(self) -> Path:
        """The writer's private database: staging and features."""
        return self.home / "warehouse" / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """Folder of published mart files and the pointer `current`."""
        return self.home / "marts"

    @property
    def people(self) -> str:
        """SQLAlchemy URL of the people database; SQLite below `home` unless told otherwise."""
        return self.people_url or f"sqlite:///{self.home / 'people.sqlite'}"

    @property
    def uploads(self) -> Path:
        """Folder for files dropped on the page until they are imported."""
        return self.home / "uploads"

    @property
    def locks(self) -> Path:
        """Folder of lock files."""
        return self.home / "locks"

    @property
    def receipts(self) -> Path:
        """Folder of deletion receipts, free of personal data."""
        return self.home / "receipts"

    @property
    def demo(self) -> "Settings":
        """Settings of the demo athletes: a complete home of its own, so that removing it is one folder."""
        return replace(self, home=self.home / "demo", people_url="")


def _number(name: str, word: str, least: float, most: float) -> float:
    try:
        value = float(word)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise SettingsError(f"{name} is “{word[:20]}”, and must be a number from {least:g} to {most:g}.", f"Correct {name}, or unset it.")
    return value
