"""`querela deploy` and `querela definitions`."""

from pathlib import Path

import click

from engine.cli.doors import application, plainly, print_json, print_table
from engine.commands.publish import Publish
from engine.errors import NotFound
from engine.model.people import SYSTEM, Actor
from engine.packages import read_package
from engine.queries.processes import Processes
from engine.queries.sign_in import PersonOf


@click.command()
@click.argument("package", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--reason", required=True, help="Why this version is published.")
@click.option("--by", "login", default=None, help="Login of who publishes it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@plainly
def deploy(package: Path, reason: str, login: str | None, as_json: bool) -> None:
    """Publish a new version of PACKAGE. The same content twice gives the same version."""
    content = read_package(package)
    with application() as querela:
        actor = SYSTEM
        if login is not None:
            person = querela.ask(PersonOf(login))
            if person is None:
                raise NotFound(f"Nobody here has the login “{login}”.")
            actor = Actor.of(person)
        definition = querela.do(Publish(content, reason), actor)
    if as_json:
        print_json({"key": definition.key, "version": definition.version, "sha256": definition.sha256})
    else:
        click.echo(f"{definition.key} version {definition.version} ({definition.sha256[:12]})")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@plainly
def definitions(as_json: bool) -> None:
    """Process definitions, their versions, and the open instances of each."""
    with application() as querela:
        rows = querela.ask(Processes())
    if as_json:
        print_json(
            [
                {
                    "key": row.key,
                    "title": row.title,
                    "versions": [
                        {
                            "version": d.version,
                            "sha256": d.sha256,
                            "published_at": d.published_at,
                            "published_by": d.published_by,
                            "reason": d.reason,
                            "open": row.open.get(d.version, 0),
                        }
                        for d in row.versions
                    ],
                }
                for row in rows
            ]
        )
        return
    print_table(
        ("process", "version", "open", "published", "by", "reason"),
        (
            (
                row.key,
                str(d.version),
                str(row.open.get(d.version, 0)),
                f"{d.published_at:%Y-%m-%d %H:%M}",
                d.published_by,
                d.reason,
            )
            for row in rows
            for d in row.versions
        ),
    )
