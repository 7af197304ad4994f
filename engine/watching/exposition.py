"""What Prometheus reads: what was counted, and what waits in the database."""

import os
from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from engine.watching.figures import Figures
from engine.watching.shared import VARIABLE

FAMILIES: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("due_instances", "Instances with a timer or deadline that is due", {"": "due_timers"}),
    ("due_oldest_seconds", "How late the earliest of them is", {"": "oldest_late_seconds"}),
    ("mails", "Mails by state", {"waiting": "queued_mails", "failed": "failed_mails"}),
    ("mails_oldest_seconds", "How late the earliest mail is", {"": "oldest_mail_late_seconds"}),
    (
        "jobs",
        "Jobs by state",
        {"waiting": "queued_jobs", "parked": "parked_jobs", "failed": "failed_jobs"},
    ),
    ("jobs_oldest_seconds", "How late the earliest job is", {"": "oldest_job_late_seconds"}),
    (
        "incidents",
        "Instances that stand still at a step that failed, or were ended by one",
        {"open": "incidents", "ended": "ended_by_error"},
    ),
    (
        "queue_workers",
        "Queues that workers of a shared database look after, two for each worker",
        {"alive": "workers_alive", "silent": "workers_silent"},
    ),
    ("count_limit", "Where counts of what waits end: a larger number reads as this one", {"": "limit"}),
)
"""Name, text, and for each state (none: the whole) its name in the backlog."""


class House(Collector):
    """What waits, as the database says it at this moment; `backlog` is None where it does not answer."""

    def __init__(self, backlog: Mapping[str, float] | None, about: Mapping[str, str]) -> None:
        self._backlog = backlog
        self._about = about

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily("querela", "This installation", value=dict(self._about))
        up = int(self._backlog is not None)
        yield GaugeMetricFamily("querela_database_up", "Whether the database answers", value=up)
        if self._backlog is not None:
            for name, text, parts in FAMILIES:
                if self._backlog.keys() >= set(parts.values()):  # an embedded database knows of no workers
                    yield _family(name, text, parts, self._backlog)


def exposition(figures: Figures, house: House, accept: str) -> tuple[bytes, str]:
    """All figures as text, and the text's type: OpenMetrics for those who accept it."""
    shared = os.environ.get(VARIABLE)
    whole = CollectorRegistry()
    if shared:
        MultiProcessCollector(whole, path=shared)  # type: ignore[no-untyped-call]
    else:
        whole.register(figures.registry)
    whole.register(house)
    encode, content_type = choose_encoder(accept)
    return encode(whole), content_type


def _family(name: str, text: str, parts: Mapping[str, str], backlog: Mapping[str, float]) -> Metric:
    labels = [] if "" in parts else ["state"]
    family = GaugeMetricFamily(f"querela_{name}", text, labels=labels)
    for state, key in parts.items():
        family.add_metric([state] if labels else [], backlog[key])
    return family
