"""OpenTelemetry: one span for each operation, none for its fields. Only where the setting OTLP_ENDPOINT says so.

The packages are optional and imported by who traces. Their standard variables count too: OTEL_SERVICE_NAME,
OTEL_TRACES_SAMPLER, OTEL_EXPORTER_OTLP_HEADERS, …
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from service.observability.request import RequestRecord
from service.version import VERSION

EXPORT_SECONDS = 5
"""How long one export may take; spans that cannot be sent are dropped."""


class Tracing:
    """Spans of operations, sent to one endpoint by a thread of its own."""

    def __init__(self, endpoint: str) -> None:
        """`endpoint` as http://127.0.0.1:4318."""
        from opentelemetry import propagate, trace  # noqa: PLC0415
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

        exporter = OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces", timeout=EXPORT_SECONDS)
        # Of the environment OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win; without them the SDK names an unknown service.
        said = Resource.create({"service.version": VERSION})
        if str(said.attributes.get("service.name", "")).startswith("unknown_service"):
            said = said.merge(Resource({"service.name": "authority-network"}))
        self._provider = TracerProvider(resource=said, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("authority-network")
        self._trace, self._propagate = trace, propagate

    @contextmanager
    def operation(self, record: RequestRecord, headers: Mapping[str, str]) -> Iterator[None]:
        """The span of one operation, within the trace that the headers name (W3C traceparent)."""
        with self._tracer.start_as_current_span(
            "GraphQL",
            self._propagate.extract(headers),
            self._trace.SpanKind.SERVER,
            record_exception=False,  # its message may hold data
            set_status_on_exception=False,  # as this would tell it
        ) as span:
            try:
                yield
            finally:
                span.update_name(record.operation)
                span.set_attribute("graphql.operation.type", record.operation)
                if record.operation_name is not None:
                    span.set_attribute("graphql.operation.name", record.operation_name)
                if record.error is not None:
                    span.set_attribute("error.type", record.error)
                    span.set_status(self._trace.StatusCode.ERROR)
                span.set_attribute("authority_network.request_id", record.id)
                span.set_attribute("authority_network.statements", record.statements)

    def close(self) -> None:
        """Send what has not been sent; takes as long as an export may."""
        self._provider.shutdown()
