"""`querela audit verify`."""

import click

from engine.cli.doors import PROBLEMS, application, plainly, print_json
from engine.history import verify as verify_history


@click.group()
def audit() -> None:
    """Proof that the history is what was written."""


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@plainly
@click.pass_context
def verify(ctx: click.Context, as_json: bool) -> None:
    """Recompute every chain; on damage, name the first broken entry and exit with status 1."""
    with application() as querela:
        found = verify_history(querela.store)
    broken = found.first_broken
    if as_json:
        first = None
        if broken is not None:
            first = {
                "instance": broken.instance,
                "reference": broken.reference,
                "seq": broken.seq,
                "reason": broken.reason,
            }
        print_json({"ok": found.ok, "chains": found.chains, "entries": found.entries, "first_broken": first})
    elif broken is None:
        click.echo(f"The history is intact: {found.entries} entries in {found.chains} chains.")
    else:
        click.echo(broken.sentence())
    if not found.ok:
        ctx.exit(PROBLEMS)
