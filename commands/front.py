"""The group all commands belong to, and the one place where errors become words and exit codes: 0 done, 1 failed, 2 usage."""

import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from commands.context import Context
from commands.terminal import tell
from warehouse.errors import PlimsollError
from warehouse.settings import Settings

FAILED = 1
STOPPED = "Stopped; nothing half-written is kept."


class Front(click.Group):
    """A group whose commands may fail: with a sentence and a next step, never with a traceback unless asked for."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; exit with 1 when it fails."""
        try:
            return super().invoke(ctx)
        except PlimsollError as error:
            tell(error.message, error.next_step)
            _fail(ctx, error)
        except (KeyboardInterrupt, click.Abort) as error:
            tell(STOPPED)
            _fail(ctx, error)
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001 -- the last net: a sentence instead of a traceback full of personal data
            tell(*_unexpected(error))
            _fail(ctx, error)


def details_file(settings: Settings) -> Path:
    """Return where the details of the last unexpected error are kept; they may hold personal data."""
    return settings.home / "logs" / "last-error.txt"


def _fail(ctx: click.Context, error: BaseException) -> None:
    if isinstance(ctx.obj, Context) and ctx.obj.debug:
        raise error
    ctx.exit(FAILED)


def _unexpected(error: Exception) -> tuple[str, str]:
    refused = error.strerror if isinstance(error, OSError) else None
    where = f" ({error.filename})" if isinstance(error, OSError) and error.filename else ""
    message = f"The system refused: {refused}{where}." if refused else "Something went wrong that Plimsoll does not know."
    with suppress(OSError):
        place = details_file(Settings.from_env())
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.touch(mode=0o600)
        place.write_text("".join(traceback.format_exception(error)), "utf-8")
        return message, f"The details are in {place}; `plimsoll doctor` may show what is broken."
    return message, "Run `plimsoll doctor`, or repeat the command as `plimsoll --debug …` to see the details."
