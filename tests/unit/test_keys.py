"""The keys: where they come from, how they rotate, and what happens when they are lost."""

import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from cryptography.fernet import Fernet

from warehouse.errors import ReconnectError, SettingsError
from warehouse.model import AthleteId
from warehouse.people import Grant, Keys, People
from warehouse.settings import Settings

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
GRANT = Grant(7, "Ada L", frozenset({"read"}), "access-1", "refresh-1", NOW + timedelta(hours=6))
ONE, TWO = "correct horse battery staple", "another long pass phrase"

ROTATE = """
import sys
from pathlib import Path
from warehouse.people import Keys, People
from warehouse.settings import Settings
settings = Settings(home=Path(sys.argv[1]))
people = People.open(settings)
print("ready", flush=True)
while True:
    Keys.of(settings).rotate(people.connections.encrypt_anew)
"""


@pytest.fixture
def ada(people: People) -> AthleteId:
    athlete = people.athletes.ensure("Ada", now=NOW).athlete
    people.connections.connect(athlete, GRANT, NOW)
    return athlete


def test_the_file_is_made_when_needed_for_its_owner_only(settings: Settings) -> None:
    file = settings.home / "secret.keys"
    keys = Keys.of(settings)
    assert not file.exists()
    locked = keys.encrypt("token")
    assert file.stat().st_mode & 0o777 == 0o600
    assert settings.home.stat().st_mode & 0o777 == 0o700
    assert Keys.of(settings).decrypt(locked) == "token"


def test_whoever_starts_at_once_agrees_on_the_key(settings: Settings) -> None:
    with ThreadPoolExecutor(8) as pool:
        for n in range(10):
            start, keys = Barrier(8), Keys.of(replace(settings, home=settings.home / str(n)))
            secrets = [pool.submit(lambda start=start, keys=keys: (start.wait(), keys.session_secret())[1]) for _ in range(8)]
            assert len({secret.result() for secret in secrets}) == 1


@pytest.mark.parametrize("word", [ONE, "пароль подлиннее", pytest.param(Fernet.generate_key().decode(), id="a Fernet key")])
def test_any_long_word_of_the_environment_is_a_key(settings: Settings, word: str) -> None:
    given = replace(settings, secret_key=f" {word} ,")
    locked = Keys.of(given).encrypt("token")
    assert Keys.of(replace(settings, secret_key=f"{'x' * 16},{word}")).decrypt(locked) == "token"
    assert not (settings.home / "secret.keys").exists()
    with pytest.raises(ReconnectError, match="the key it was locked with is gone"):
        Keys.of(replace(settings, secret_key="x" * 16)).decrypt(locked)


def test_a_key_that_could_be_guessed_is_refused_without_repeating_it(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="could be guessed") as caught:
        Keys.of(replace(settings, secret_key=f"{ONE},sesame"))
    assert "sesame" not in str(caught.value)


def test_sessions_and_tokens_have_different_secrets(settings: Settings) -> None:
    given = replace(settings, secret_key=ONE)
    secret = Keys.of(given).session_secret()
    assert secret == Keys.of(given).session_secret()
    with pytest.raises(ReconnectError):
        Keys.of(given).decrypt(Fernet(secret).encrypt(b"forged").decode())
    assert secret != Keys.of(replace(settings, secret_key=TWO)).session_secret()


def rotate(people: People, settings: Settings) -> tuple[int, int]:
    counts = []
    Keys.of(settings).rotate(lambda: counts.append(people.connections.encrypt_anew()))
    return counts[0]


def test_rotating_replaces_the_key_and_keeps_the_tokens(people: People, settings: Settings, ada: AthleteId) -> None:
    file = settings.home / "secret.keys"
    old, secret = file.read_text(), Keys.of(settings).session_secret()
    assert rotate(people, settings) == (1, 0)
    new = file.read_text()
    assert len(new.split()) == 1
    assert new != old
    assert file.stat().st_mode & 0o777 == 0o600
    assert people.connections.refresh_token(ada) == "refresh-1"
    assert Keys.of(settings).session_secret() != secret
    file.write_text(old)
    with pytest.raises(ReconnectError):
        people.connections.refresh_token(ada)


def test_keys_of_the_environment_rotate_by_hand(settings: Settings) -> None:
    before, during, after = (replace(settings, secret_key=word) for word in (ONE, f"{TWO},{ONE}", TWO))
    people = People.open(before)
    ada = people.athletes.ensure("Ada", now=NOW).athlete
    people.connections.connect(ada, GRANT, NOW)
    assert rotate(People.open(during), during) == (1, 0)
    assert People.open(after).connections.refresh_token(ada) == "refresh-1"
    assert [Keys.of(each).given for each in (settings, before, during)] == [0, 1, 2]


def test_a_lost_key_file_means_reconnecting_and_nothing_worse(people: People, settings: Settings, ada: AthleteId) -> None:
    (settings.home / "secret.keys").unlink()
    with pytest.raises(ReconnectError, match="cannot be opened") as caught:
        people.connections.token(ada, lambda _: GRANT, lambda: NOW)
    assert "secret.keys" in caught.value.next_step
    assert rotate(people, settings) == (0, 1)
    assert people.connections.get(ada) is not None
    people.connections.connect(ada, GRANT, NOW)
    assert people.connections.refresh_token(ada) == "refresh-1"


def test_a_damaged_key_file_is_a_lost_one(people: People, settings: Settings, ada: AthleteId) -> None:
    (settings.home / "secret.keys").write_bytes(b"\xff\x00\xfe" * 20)
    with pytest.raises(ReconnectError, match="cannot be opened"):
        people.connections.refresh_token(ada)


@pytest.mark.slow
def test_a_rotation_killed_at_any_moment_leaves_tokens_readable(people: People, settings: Settings, ada: AthleteId, tmp_path: Path) -> None:
    for n in range(8):
        child = subprocess.Popen([sys.executable, "-c", ROTATE, str(settings.home)], stdout=-1)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(0.003 * n)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        assert people.connections.refresh_token(ada) == "refresh-1"
    assert rotate(people, settings) == (1, 0)
    assert len((settings.home / "secret.keys").read_text().split()) == 1
