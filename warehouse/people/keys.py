"""The keys that lock tokens at rest and sign sessions: from the environment, or from a file that is made when absent."""

import base64
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from warehouse import durable
from warehouse.errors import ReconnectError, SettingsError
from warehouse.locks import FileLock, writer_lock
from warehouse.settings import Settings

_SHORTEST = 16


class Keys:
    """Keys, the newest first: it encrypts, any of them decrypts.

    They are read anew each time, so a process that runs while they are rotated never uses an old one.
    """

    def __init__(self, path: Path, lock: Path, given: tuple[str, ...]) -> None:
        self._path = path
        self._lock_file = lock
        self._given = given

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Take the keys of PLIMSOLL_SECRET_KEY, else of the home's file; raise SettingsError when a key could be guessed."""
        given = tuple(part for word in settings.secret_key.split(",") if (part := word.strip()))
        if any(len(part) < _SHORTEST for part in given):
            hint = "Use 32 or more random characters, or unset it: Plimsoll then makes a key of its own."
            raise SettingsError(f"PLIMSOLL_SECRET_KEY holds a key of fewer than {_SHORTEST} characters, which could be guessed.", hint)
        return cls(settings.home / "secret.keys", settings.locks / "keys.lock", given)

    @property
    def given(self) -> int:
        """How many keys come from the environment; 0 when the file is used."""
        return len(self._given)

    def encrypt(self, text: str) -> str:
        """Encrypt with the newest key."""
        return self._fernet().encrypt(text.encode()).decode()

    def decrypt(self, text: str) -> str:
        """Return what was encrypted with any of the keys; raise ReconnectError when none of them opens it."""
        try:
            return self._fernet().decrypt(text).decode()
        except InvalidToken as error:
            problem = "The stored connection with Strava cannot be opened: the key it was locked with is gone."
            hint = "Put the lost secret.keys file or PLIMSOLL_SECRET_KEY back, or connect Strava again."
            raise ReconnectError(problem, hint) from error

    def session_secret(self) -> str:
        """Return the secret that signs sessions; rotating the keys changes it, which ends all sessions."""
        return _stretch(self._words()[0], b"plimsoll session").decode()

    def rotate(self, encrypt_anew: Callable[[], object]) -> None:
        """Put a new key first, have everything encrypted anew, then drop the old keys; killed at any moment, all stays readable.

        Keys from the environment stay as they are: the first of them is the one to encrypt with.
        """
        words = self._words()
        with self._lock():
            if not self._given:
                self._write([_new(), *words])
            encrypt_anew()
            if not self._given:
                self._write(self._words()[:1])

    def _fernet(self) -> MultiFernet:
        return MultiFernet([_fernet(word) for word in self._words()])

    def _words(self) -> Sequence[str]:
        return self._given or self._read() or self._made()

    def _read(self) -> list[str]:
        try:
            return self._path.read_text("ascii", "replace").split()
        except FileNotFoundError:
            return []

    def _made(self) -> list[str]:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._lock():
            # Another process may have been quicker.
            if not self._read():
                self._write([_new()])
            return self._read()

    def _lock(self) -> FileLock:
        # A new one each time, because one object does not keep the threads of a process apart.
        return writer_lock(self._lock_file, purpose="changing the keys")

    def _write(self, words: Sequence[str]) -> None:
        part = self._path.with_suffix(".part")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write("\n".join(words) + "\n")
        durable.sync(part)
        part.replace(self._path)
        durable.sync(self._path.parent)


def _new() -> str:
    return Fernet.generate_key().decode()


def _fernet(word: str) -> Fernet:
    try:
        return Fernet(word)
    except ValueError:
        return Fernet(_stretch(word, b"plimsoll tokens"))


def _stretch(word: str, purpose: bytes) -> bytes:
    return base64.urlsafe_b64encode(HKDF(SHA256(), length=32, salt=None, info=purpose).derive(word.encode()))
