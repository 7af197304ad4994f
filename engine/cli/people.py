"""`querela user` and `querela token`."""

import sys

import click

from engine.cli.doors import application, plainly
from engine.commands.administer import AddPerson, AddToken
from engine.model.people import ROLES


@click.group()
def user() -> None:
    """Members of staff."""


@user.command()
@click.argument("login")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="A role; repeatable."
)
@click.option("--group", "groups", multiple=True, help="A group; repeatable.")
@click.option("--name", default="", help="The person's name.")
@click.option("--email", default="", help="The person's address.")
@click.option("--password-stdin", is_flag=True, required=True, help="Read the password from standard input.")
@plainly
def add(
    login: str, roles: tuple[str, ...], groups: tuple[str, ...], name: str, email: str, password_stdin: bool
) -> None:
    """Add a person."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else ""
    with application() as querela:
        querela.do(AddPerson(login, roles, password, name, email, groups))
    click.echo(f"{login} can sign in.", err=True)


@click.group()
def token() -> None:
    """API tokens."""


@token.command("add")
@click.argument("login")
@plainly
def add_token(login: str) -> None:
    """Print a new API token of LOGIN, and nothing else."""
    with application() as querela:
        click.echo(querela.do(AddToken(login)))
