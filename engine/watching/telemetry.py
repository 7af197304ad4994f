"""Whether spans are sent, and where to: OpenTelemetry's own variables say so."""

from collections.abc import Mapping

from engine.errors import BadConfiguration
from engine.watching.spans import Spans

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
PROTOCOL = "http/protobuf"
FLUSH_MS = 2000
"""How long an ending process waits for its collector."""


def wanted(environ: Mapping[str, str]) -> bool:
    """Whether spans are to be sent.

    Raises:
        BadConfiguration: they are, but what sends them is not installed, or by a protocol that is not spoken.
    """
    named = _first(environ, ENDPOINTS)
    disabled = environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true"
    if not named or disabled or environ.get("OTEL_TRACES_EXPORTER", "").strip() == "none":
        return False
    protocol = environ.get(_first(environ, PROTOCOLS), PROTOCOL)
    if protocol != PROTOCOL:
        raise BadConfiguration(
            f"Spans travel by {PROTOCOL} only; {_first(environ, PROTOCOLS)} is “{protocol}”."
        )
    try:
        import opentelemetry.exporter.otlp.proto.http.trace_exporter
        import opentelemetry.sdk.trace.export  # noqa: F401
    except ImportError as missing:
        raise BadConfiguration(
            f"{named} is set, but what sends spans is not installed: install querela[telemetry], or unset it."
        ) from missing
    return True


def spans(environ: Mapping[str, str], version: str) -> Spans | None:
    """Spans as the environment says, or None; to be made behind a fork. Raises BadConfiguration."""
    if not wanted(environ):
        return None
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    name = environ.get("OTEL_SERVICE_NAME") or "querela"
    resource = Resource.create({"service.name": name, "service.version": version})
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))

    def close() -> None:
        provider.force_flush(FLUSH_MS)
        provider.shutdown()

    return Spans(provider.get_tracer("querela", version), close)


def _first(environ: Mapping[str, str], names: tuple[str, ...]) -> str:
    """The first of these variables that says something; empty: none does."""
    return next((name for name in names if environ.get(name)), "")
