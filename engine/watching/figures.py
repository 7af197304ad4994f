"""What happens, counted for Prometheus: commands, requests, and what this process uses.

A server has several processes of which any may be asked. Each counts in memory that all of them share
(`shared.share`), so that the answer is the whole server's whoever gives it; a counter begins at nought with
its server, as Prometheus expects of what it asks.
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of lengths."""


class Figures:
    """The figures of one process, in a registry of its own."""

    def __init__(self) -> None:
        own = self.registry = CollectorRegistry()
        self._commands = Counter(
            "querela_commands", "Commands carried out", ["command", "outcome"], registry=own
        )
        self._command_seconds = Histogram(
            "querela_command_duration_seconds",
            "Length of a command",
            ["command"],
            buckets=SECONDS,
            registry=own,
        )
        self._races = Counter(
            "querela_command_races",
            "Commands begun anew because others were faster",
            ["command"],
            registry=own,
        )
        self._entries = Counter("querela_history_entries", "Entries added to histories", registry=own)
        self._requests = Counter(
            "querela_http_requests", "HTTP requests answered", ["method", "route", "status"], registry=own
        )
        self._request_seconds = Histogram(
            "querela_http_request_duration_seconds",
            "Length of an HTTP request",
            ["method", "route"],
            buckets=SECONDS,
            registry=own,
        )
        self._gauges = {
            name: Gauge(f"querela_{name}", text, registry=own, multiprocess_mode="liveall")
            for name, text in GAUGES.items()
        }

    def command(
        self, name: str, outcome: str, seconds: float, *, entries: object = 0, races: object = None
    ) -> None:
        """A command has ended. `entries`: of history; `races`: how often it was begun anew."""
        self._commands.labels(name, outcome).inc()
        self._command_seconds.labels(name).observe(seconds)
        if isinstance(entries, int) and entries and outcome == "done":
            self._entries.inc(entries)
        if isinstance(races, int):
            self._races.labels(name).inc(races)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered. `route` is the rule that led to it, never the address itself."""
        self._requests.labels(method, route, str(status)).inc()
        self._request_seconds.labels(method, route).observe(seconds)

    def gauge(self, name: str, value: float) -> None:
        """Note what this process uses now; `name` is one of GAUGES."""
        self._gauges[name].set(value)


GAUGES = {
    "pool_in_use": "Database connections that work",
    "pool_open": "Database connections that are open",
    "pool_overflow": "Open database connections beyond the pool's size",
    "pool_size": "Database connections that the pool keeps",
    "pool_limit": "Database connections that the pool opens at most",
    "process_cpu_seconds": "CPU time, user and system",
    "process_resident_memory_bytes": "Resident memory",
    "process_threads": "Threads",
}
"""Of each process, labelled with its pid where a server has several."""
