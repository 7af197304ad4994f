"""Settings from the environment: read once, refused at start with a clear sentence when wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from engine.errors import BadConfiguration

Proxies = int | tuple[IPv4Network | IPv6Network, ...]
"""How many trusted proxies each request passes, or which addresses they have."""

_KEY = re.compile(r"[a-z][a-z0-9-]{0,62}")


@dataclass(frozen=True, slots=True)
class Config:
    """How this installation runs; one field for each variable of the contract."""

    home: Path
    database_url: str = field(repr=False)
    secret_key: str | None = field(repr=False)  #: None: generated into the home
    base_url: str
    timezone: str
    smtp_url: str | None = field(repr=False)
    env: str  #: production or sandbox
    process: str  #: key of the package that a complaint starts
    rate_limits: bool
    proxies: Proxies = 0  #: that are believed who asks, and by which scheme

    @property
    def sandbox(self) -> bool:
        """Whether the clock may be moved."""
        return self.env == "sandbox"

    @property
    def https(self) -> bool:
        """Whether cookies must be Secure."""
        return self.base_url.startswith("https://")

    @property
    def zone(self) -> ZoneInfo:
        """The organisation's zone."""
        return ZoneInfo(self.timezone)

    @property
    def domain(self) -> str:
        """Host of the base URL, for message ids."""
        return urlsplit(self.base_url).hostname or "localhost"


def read_config(environ: Mapping[str, str]) -> Config:
    """The settings that `environ` holds.

    Raises:
        BadConfiguration: a variable is wrong; the text names it and says what it takes.
    """
    home = Path(environ.get("QUERELA_HOME") or "var").expanduser().absolute()
    env = _one_of(environ, "QUERELA_ENV", ("production", "sandbox"), "production")
    limits = _one_of(environ, "QUERELA_RATE_LIMITS", ("on", "off"), "off" if env == "sandbox" else "on")
    process = environ.get("QUERELA_PROCESS") or "complaint"
    if not _KEY.fullmatch(process):
        raise BadConfiguration(
            f"QUERELA_PROCESS is “{process}”: it takes the key of a package, e.g. complaint."
        )
    secret = environ.get("QUERELA_SECRET_KEY") or None
    if secret is not None and len(secret) < 16:
        raise BadConfiguration("QUERELA_SECRET_KEY is too short: it takes at least 16 characters.")
    return Config(
        home=home,
        database_url=_database_url(environ, home),
        secret_key=secret,
        base_url=_base_url(environ),
        timezone=_timezone(environ),
        smtp_url=_smtp_url(environ),
        env=env,
        process=process,
        rate_limits=limits == "on",
        proxies=_proxies(environ),
    )


def _one_of(environ: Mapping[str, str], name: str, choices: tuple[str, ...], default: str) -> str:
    value = environ.get(name) or default
    if value not in choices:
        raise BadConfiguration(f"{name} is “{value}”: it takes {' or '.join(choices)}.")
    return value


def _database_url(environ: Mapping[str, str], home: Path) -> str:
    url = environ.get("QUERELA_DATABASE_URL")
    if not url:
        return f"sqlite:///{home / 'querela.db'}"
    scheme = url.partition(":")[0]
    if scheme in ("postgres", "postgresql"):
        return "postgresql+psycopg:" + url.partition(":")[2]
    if scheme not in ("sqlite", "postgresql+psycopg"):
        raise BadConfiguration(
            f"QUERELA_DATABASE_URL begins with “{scheme}:”: it takes sqlite:///… or postgresql+psycopg://…"
        )
    return url


def _proxies(environ: Mapping[str, str]) -> Proxies:
    given = (environ.get("QUERELA_TRUSTED_PROXIES") or "0").strip()
    if re.fullmatch("[0-9]", given):
        return int(given)
    try:
        networks = tuple(_network(each.strip()) for each in given.split(","))
        if any(network.prefixlen == 0 for network in networks):
            raise ValueError("everybody")
    except ValueError:
        raise BadConfiguration(
            f"QUERELA_TRUSTED_PROXIES is “{given}”: it takes the number of proxies, from 0 to 9, or their "
            "addresses, e.g. 127.0.0.1,10.0.7.0/24."
        ) from None
    return networks


def _network(text: str) -> IPv4Network | IPv6Network:
    """The addresses that it names; IPv4 as it is, also where IPv6 is written round it. Raises ValueError."""
    found = ip_network(text)
    inner = found.network_address.ipv4_mapped if isinstance(found, IPv6Network) else None
    return IPv4Network((inner, max(0, found.prefixlen - 96))) if inner is not None else found


def _base_url(environ: Mapping[str, str]) -> str:
    url = environ.get("QUERELA_BASE_URL") or "http://127.0.0.1:8000"
    try:
        parts = urlsplit(url)
        bad = parts.scheme not in ("http", "https") or not parts.hostname
        bad = bad or bool(parts.query or parts.fragment or parts.username) or parts.port == 0
        bad = bad or any(character.isspace() for character in url)
    except ValueError:
        bad = True
    if bad:
        raise BadConfiguration(f"QUERELA_BASE_URL is “{url}”: it takes http://HOST or https://HOST.")
    return url.rstrip("/")


def _timezone(environ: Mapping[str, str]) -> str:
    name = environ.get("QUERELA_TIMEZONE") or "UTC"
    if name not in available_timezones():
        raise BadConfiguration(f"QUERELA_TIMEZONE is “{name}”: it takes an IANA name, e.g. Europe/Berlin.")
    return name


def _smtp_url(environ: Mapping[str, str]) -> str | None:
    url = environ.get("QUERELA_SMTP_URL") or None
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        bad = parts.scheme not in ("smtp", "smtps") or not parts.hostname or (parts.port or 1) < 1
    except ValueError:
        bad = True
    if bad:
        raise BadConfiguration("QUERELA_SMTP_URL is wrong: it takes smtp://user:password@host:port.")
    return url
