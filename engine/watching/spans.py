"""Spans for OpenTelemetry: request, command, step of the runtime, transaction. Made only where a collector is
configured: then runtime and store are wrapped once, at start; elsewhere nothing stands in the way.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any, cast

from opentelemetry import propagate, trace
from opentelemetry.trace import Link, Span, SpanKind, Status, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from engine import traces
from engine.logs import around, within
from engine.ports.runtime import Runtime
from engine.ports.store import Store, Unit

_W3C = TraceContextTextMapPropagator()
STEPS = ("start", "complete", "fire_due", "deliver", "signal", "rearm", "retry", "cancel", "write")
"""Methods of the runtime that move an instance."""


class Spans:
    """Begins and ends spans. They name commands, routes, instances and cases, and never what people wrote."""

    def __init__(self, tracer: Tracer, close: Callable[[], None]) -> None:
        self._tracer = tracer
        self.close = close  #: sends what is still to be sent

    @contextmanager
    def request(self, method: str, headers: Mapping[str, str]) -> Iterator[Span]:
        """A request, within the caller's trace where it names one; the route is known at its end."""
        context = propagate.extract(headers)
        attributes = {"http.request.method": method}
        with (
            self._begun(method, attributes, context=context, kind=SpanKind.SERVER) as span,
            within(trace=_trace_id(span)),
        ):
            yield span

    @contextmanager
    def command(
        self,
        name: str,
        login: str,
        noted: Mapping[str, object],
        outcome_of: Callable[[BaseException], str],
    ) -> Iterator[Span]:
        """A command, all its attempts; `noted` says at its end what it was about.

        Where it does what another has left, it is linked to that one: it has not waited for it.
        """
        attributes = {"querela.command": name, "querela.actor": login}
        attributes |= {f"querela.{key}": str(value) for key, value in around().items() if key != "trace"}
        with (
            self._begun(f"command {name}", attributes, links=_links(traces.cause())) as span,
            within(trace=_trace_id(span)),
            traces.at_hand(_traceparent()),
        ):
            outcome = "done"
            try:
                yield span
            except BaseException as error:
                outcome = outcome_of(error)
                span.set_attribute("error.type", type(error).__name__)
                if outcome == "failed":
                    span.set_status(Status(StatusCode.ERROR))
                raise
            finally:
                span.set_attribute("querela.outcome", outcome)
                span.set_attributes({f"querela.{key}": str(value) for key, value in noted.items()})

    def runtime(self, runtime: Runtime) -> Runtime:
        """The same runtime, with a span around each step."""
        return cast(Runtime, _TracedRuntime(runtime, self))

    def store(self, store: Store) -> Store:
        """The same store, with a span around each transaction."""
        return cast(Store, _TracedStore(store, self))

    def _begun(self, name: str, attributes: Mapping[str, str], **more: Any) -> AbstractContextManager[Span]:
        # an error's text may hold what somebody wrote: its type is told, itself not
        return self._tracer.start_as_current_span(
            name, attributes=dict(attributes), record_exception=False, set_status_on_exception=False, **more
        )

    @contextmanager
    def part(self, name: str, **attributes: str) -> Iterator[Span]:
        """A part of a command."""
        with self._begun(name, attributes) as span:
            yield span


class _TracedRuntime:
    def __init__(self, runtime: Runtime, spans: Spans) -> None:
        self._runtime = runtime
        self._spans = spans
        for name in STEPS:
            setattr(self, name, self._around(name, getattr(runtime, name)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._runtime, name)

    def _around(self, name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def traced(package: Any, *args: Any, **named: Any) -> Any:
            with self._spans.part(f"runtime {name}", **{"querela.package": package.key}):
                return step(package, *args, **named)

        return traced


class _TracedStore:
    def __init__(self, store: Store, spans: Spans) -> None:
        self._store = store
        self._spans = spans

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @contextmanager
    def begin(self) -> Iterator[Unit]:
        with self._spans.part("transaction") as span, self._store.begin() as unit:
            yield unit
            span.add_event("commit")  # what lies behind it is the database's commit


def _trace_id(span: Span) -> str:
    return trace.format_trace_id(span.get_span_context().trace_id)


def _traceparent() -> str:
    """The name of the span at hand, as another process can read it."""
    carrier: dict[str, str] = {}
    _W3C.inject(carrier)
    return carrier.get("traceparent", "")


def _links(traceparent: str) -> list[Link]:
    """A link to that span; none where it has no name."""
    context = trace.get_current_span(_W3C.extract({"traceparent": traceparent})).get_span_context()
    return [Link(context)] if context.is_valid else []
