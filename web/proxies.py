"""Who asks, and by which scheme, where trusted proxies stand before this server.

Only what trusted proxies have added is read: of `X-Forwarded-For` the entries at the right, one for each.
What stands further left was sent by somebody else, who may have made it up.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface

from engine.config import Proxies

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Address = IPv4Address | IPv6Address

FORWARDED, SCHEME = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"
MARKS = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP", "HTTP_X_CLIENT_IP", "HTTP_TRUE_CLIENT_IP")
"""Headers by which a request tells that it came through a proxy, beside all that begin with X-Forwarded."""


class Behind:
    """The application behind these proxies: it sees the caller's address and scheme, and not the proxy's."""

    def __init__(self, app: "WSGIApplication", proxies: Proxies) -> None:
        self._app = app
        self._proxies = proxies

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        told = _listed(environ.get(FORWARDED, ""))
        passed = hops(self._proxies, environ.get("REMOTE_ADDR", ""), told)
        if passed:
            client = address_of(told[-passed])
            environ["REMOTE_ADDR"] = "" if client is None else str(client)
            schemes = _listed(environ.get(SCHEME, ""))
            if schemes:
                told_last = schemes[-min(passed, len(schemes))].lower()
                environ["wsgi.url_scheme"] = "https" if told_last == "https" else "http"
        return self._app(environ, start_response)


def hops(proxies: Proxies, peer: str, told: list[str]) -> int:
    """How many trusted proxies the request has passed; 0: what it tells of others is not believed.

    `peer`: who has connected; `told`: who has connected to each proxy before it, the nearest last.
    """
    if isinstance(proxies, int):
        return proxies if len(told) >= proxies else 0
    passed = 0
    for hop in [peer, *reversed(told)][: len(told)]:
        address = address_of(hop)
        if address is None or not any(address in network for network in proxies):
            break
        passed += 1
    return passed


def address_of(text: str) -> Address | None:
    """The address that a hop names, with a port or without; None: it names none."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def household() -> str:
    """Whom limits count as one: the caller's address; of IPv6 its /64, which a caller has whole."""
    asked = request.remote_addr or ""
    address = address_of(asked)
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address) >> 64 << 64, 64)))
    return asked if address is None else str(address)


def from_this_machine() -> bool:
    """Whether the request comes from loopback, and through no proxy: one that stands there is loopback too.

    A proxy is known by the headers that it adds, whether trusted or not, and by HTTP/1.0, which some speak
    that add none; and whoever is on this machine calls it so, and by no name that others may give it.
    """
    environ = request.environ
    if any(name in environ for name in MARKS) or any(name.startswith("HTTP_X_FORWARDED") for name in environ):
        return False
    if environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        return False
    peer = address_of(request.remote_addr or "")
    return peer is not None and peer.is_loopback and _names_this_machine(request.host)


def _names_this_machine(host: str) -> bool:
    """Whether the host, with a port or without, is the same from wherever one asks: this machine itself."""
    address = address_of(host)
    if address is not None:
        return address.is_loopback
    return host.partition(":")[0].lower().rstrip(".") == "localhost"


class Cookies(SecureCookieSessionInterface):
    """Session cookies that go over TLS only where the request came so, whatever the base URL says."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return super().get_cookie_secure(app) or request.is_secure


def _listed(header: str) -> list[str]:
    return [each.strip() for each in header.split(",") if each.strip()]
