"""The health of the installation: what is set, missing or wrong, and what to do about it."""

import click

from commands.context import Context, pass_context
from commands.front import FAILED
from commands.options import json_option
from commands.terminal import answer, show

_WORDS = {"ok": "ok", "note": "note", "broken": "BROKEN"}


@click.command()
@json_option
@click.pass_context
@pass_context
def doctor(context: Context, ctx: click.Context, *, as_json: bool) -> None:
    """Check settings, versions, disk, databases and locks; exit with 1 when something is broken. Secrets are not shown."""
    from commands.examination import examine

    findings = examine(context)
    broken = any(finding.state == "broken" for finding in findings)
    if as_json:
        from dataclasses import asdict

        answer({"healthy": not broken, "findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            show(f"{_WORDS[finding.state]:7}{finding.about}: {finding.what} {finding.next_step}".rstrip())
        show("Something is broken; the lines above say what to do." if broken else "Everything needed is in order.")
    if broken:
        ctx.exit(FAILED)


COMMANDS = (doctor,)
