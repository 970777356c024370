"""Figures for Prometheus: requests, statements, transactions. No label names an authority, a user or a client.

Of one process the figures are its own. Of several each writes to files of the folder that PROMETHEUS_MULTIPROC_DIR names
(service.serving.workers sets it), and whichever is asked answers for all.
"""

import os
from ipaddress import IPv6Address, ip_address

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from service.observability.request import RequestRecord
from service.version import VERSION

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which prometheus_client, when it is imported, learns of several processes."""
REQUEST_SECONDS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
STATEMENT_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30)
COSTS = (10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)


class Metrics:
    """The figures of this process; a service.database.meter.Meter."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        if FOLDER not in os.environ:
            ProcessCollector(registry=registry)
        name = "authority_network_{}".format
        Gauge(
            name("build_info"),
            "1, with the version of the service.",
            ["version"],
            registry=registry,
            multiprocess_mode="mostrecent",
        ).labels(VERSION).set(1)
        self._requests = Counter(
            name("requests"),
            "Requests answered, by route, kind of operation and HTTP status.",
            ["path", "operation", "status"],
            registry=registry,
        )
        self._request_seconds = Histogram(
            name("request_seconds"),
            "From a request's first byte to its answer's last, by route and kind of operation.",
            ["path", "operation"],
            buckets=REQUEST_SECONDS,
            registry=registry,
        )
        self._errors = Counter(
            name("errors"),
            "Requests answered with an error, by the first one's code.",
            ["code"],
            registry=registry,
        )
        self._cost = Histogram(
            name("operation_cost"),
            "What operations were priced at before they ran.",
            buckets=COSTS,
            registry=registry,
        )
        self._statement_seconds = Histogram(
            name("statement_seconds"),
            "From a statement's start to its last row, by name.",
            ["statement"],
            buckets=STATEMENT_SECONDS,
            registry=registry,
        )
        self._statement_rows = Counter(
            name("statement_rows"), "Rows that statements gave, by name.", ["statement"], registry=registry
        )
        self._open = Gauge(
            name("transactions_open"),
            "Transactions that have a connection to the database or wait for one.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._connections = Gauge(
            name("database_connections_most"),
            "Most connections to the database: DATABASE_CONNECTIONS of every process.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._retries = Counter(
            name("transaction_retries"), "Transactions that were run once more.", registry=registry
        )
        self._conflicts = Counter(
            name("transaction_conflicts"),
            "Transactions that lost to another writer after all retries.",
            registry=registry,
        )
        self._answers = Gauge(
            name("database_answers"),
            "1 while the database answers, 0 while it is silent.",
            registry=registry,
            multiprocess_mode="livemin",
        )
        self._answers.set(1)
        self._silences = Counter(
            name("database_silences"), "How often the database has fallen silent.", registry=registry
        )

    def serving(self, connections: int) -> None:
        """This process serves, with a pool of at most `connections`."""
        self._connections.set(connections)

    def answered(self, record: RequestRecord, path: str, status: int, seconds: float) -> None:
        """A request was answered; `path` is its route, never what a client made up."""
        self._requests.labels(path, record.operation, status).inc()
        self._request_seconds.labels(path, record.operation).observe(seconds)
        if record.error is not None:
            self._errors.labels(record.error).inc()
        if record.cost is not None:
            self._cost.observe(record.cost)

    def ran(self, statement: str, seconds: float, rows: int) -> None:
        """A statement gave its last row."""
        self._statement_seconds.labels(statement).observe(seconds)
        self._statement_rows.labels(statement).inc(rows)

    def opened(self) -> None:
        """A transaction waits for a connection or has one."""
        self._open.inc()

    def closed(self) -> None:
        """It has ended in whatever way."""
        self._open.dec()

    def retried(self) -> None:
        """A transaction is run once more."""
        self._retries.inc()

    def conflicted(self) -> None:
        """A transaction has ended in Conflict."""
        self._conflicts.inc()

    def answering(self, answers: bool) -> None:
        """The database has fallen silent, or answers again."""
        self._answers.set(answers)
        if not answers:
            self._silences.inc()

    def text(self, accept: str) -> tuple[bytes, str]:
        """All figures in the format that the header `Accept` prefers, and its media type."""
        encode, media_type = choose_encoder(accept)
        registry = self._registry
        if folder := os.environ.get(FOLDER):
            registry = CollectorRegistry()
            MultiProcessCollector(registry, path=folder)  # type: ignore[no-untyped-call]
        return encode(registry), media_type


def forget_process(pid: int, folder: str) -> None:
    """What a process that has ended had open is open no more; what it counted stays."""
    mark_process_dead(pid, path=folder)  # type: ignore[no-untyped-call]


def is_this_machine(host: str | None) -> bool:
    """Whether an address is a loopback one."""
    try:
        address = ip_address(host or "")
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
