"""The service's settings: the one place that reads the environment."""

import os
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from rapidfuzz import fuzz
from rapidfuzz.process import extractOne

PREFIX = "AUTHORITY_NETWORK_"
MOST_COST_UNITS = 100_000
SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
"""Of the addresses that the database driver takes."""
PATIENCE_SECONDS = 10.0
"""With a single database."""
A_SLIP = 70
"""How like a setting's name, of 100, another is probably meant for it."""


class Switches(BaseSettings):
    """What only tests and benchmarks change; docs/operation.md does not have it. The answers are the same without either."""

    warm_up: bool = True
    """Whether Neo4j plans all reading statements when the service starts and when the database is back."""
    compiled_selections: bool = True
    """Whether plain selections are compiled."""


class Settings(Switches):
    """Read from variables named AUTHORITY_NETWORK_ and the field's name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True)

    database_uri: Annotated[
        str, Field(description="`private` starts a Neo4j of its own; else the Bolt address of one")
    ] = "private"
    database_user: Annotated[str, Field(description="user of a database given by address")] = "neo4j"
    database_password: Annotated[
        SecretStr | None, Field(description="its password; required with an address, unused with `private`")
    ] = None
    database_name: Annotated[str, Field(description="database within the server")] = "neo4j"
    database_connections: Annotated[
        int, Field(ge=1, le=1000, description="most connections to the database")
    ] = 50
    database_patience_seconds: Annotated[
        float | None,
        Field(
            ge=0,
            le=600,
            description="how long the database may finish no statement, or for three tenths of it give no greeting, until "
            "all requests are answered 503; 0 leaves that to the driver; 10 unless said otherwise, 0 with `neo4j://`",
        ),
    ] = None
    private_heap_megabytes: Annotated[
        int, Field(ge=256, le=65536, description="Java heap of the private Neo4j")
    ] = 1024
    data_dir: Annotated[Path, Field(description="where the private Neo4j and the made secret live")] = Path(
        ".data"
    )
    host: Annotated[str, Field(description="address to listen on")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="port to listen on; 0 takes a free one")] = 8000
    workers: Annotated[
        int, Field(ge=1, le=64, description="processes that serve; each has its own connections")
    ] = 1
    token_secrets: Annotated[
        SecretStr | None,
        Field(
            description="`kid:secret;…`, the first signs, all verify; secrets of 32 or more characters; made and kept "
            "in the data directory when absent; required with a database given by address"
        ),
    ] = None
    request_body_limit_bytes: Annotated[int, Field(ge=1024, description="largest request body taken")] = (
        1_048_576
    )
    request_timeout_seconds: Annotated[
        float, Field(gt=0, le=3600, description="longest work for one request; it is ended then")
    ] = 30
    stop_timeout_seconds: Annotated[
        int, Field(ge=0, le=3600, description="how long requests may still work after a signal to stop")
    ] = 10
    metrics_token: Annotated[
        SecretStr | None,
        Field(
            min_length=16,
            description="bearer token for /metrics from other machines, of 16 or more characters; without it /metrics "
            "answers this machine alone",
        ),
    ] = None
    log_format: Annotated[
        Literal["text", "json"], Field(description="lines for people, or one JSON object a line")
    ] = "text"
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        Field(
            description="the least that is logged; `info` has a line a request, `debug` the messages of faults, which "
            "may hold data"
        ),
    ] = "info"
    otlp_endpoint: Annotated[
        str | None,
        Field(
            description="where OpenTelemetry spans of operations go by OTLP over HTTP, as http://127.0.0.1:4318; needs "
            "the optional packages `authority-network[tracing]`"
        ),
    ] = None
    most_cost_units: Annotated[
        int, Field(ge=100, description="dearest request answered, in units as docs/api.md has them")
    ] = MOST_COST_UNITS
    trusted_documents: Annotated[
        Path | None,
        Field(description="JSON file of trusted documents by their SHA-256, as docs/api.md has it"),
    ] = None
    trusted_documents_only: Annotated[
        bool, Field(description="whether no other documents are answered; needs the file")
    ] = False
    cors_origins: Annotated[
        str | None,
        Field(
            description="origins whose pages may ask, as `https://a.example,https://b.example`; `*` for all"
        ),
    ] = None

    @property
    def patience_seconds(self) -> float:
        """The patience with the database, which its address decides where nothing else does; 0: it is not watched."""
        if self.database_patience_seconds is not None:
            return self.database_patience_seconds
        # One member that is silent is no reason to refuse what the driver may ask another one.
        return 0 if self.database_uri.startswith("neo4j") else PATIENCE_SECONDS

    @field_validator("*", mode="before")
    @classmethod
    def _is_utf_8(cls, value: object) -> object:
        if isinstance(value, str) and not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError:
                raise ValueError("is not in UTF-8") from None
        return value

    @field_validator("database_uri")
    @classmethod
    def _is_an_address(cls, uri: str) -> str:
        if uri == "private":
            return uri
        scheme, separator, rest = uri.partition("://")
        if scheme not in SCHEMES or not separator:
            raise ValueError(f"must be `private` or begin with one of {', '.join(SCHEMES)} and ://")
        try:
            parts = urlsplit(f"//{rest}")
            host, _ = parts.hostname, parts.port
        except ValueError as error:
            raise ValueError(f"is no address: {error}") from None
        if not host or host != "".join(host.split()):
            raise ValueError("names no host, as in bolt://host:7687")
        if parts.username is not None:
            raise ValueError(f"takes no user or password: {PREFIX}DATABASE_USER and _PASSWORD do")
        if parts.path.strip("/") or parts.fragment or (parts.query and scheme.startswith("bolt")):
            raise ValueError(f"ends with host and port: {PREFIX}DATABASE_NAME names the database")
        return uri

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, origins: str | None) -> str | None:
        for origin in [] if origins in (None, "*") else (origins or "").split(","):
            if not re.fullmatch(r"https?://(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?", origin):
                raise ValueError(
                    f"{origin!r} is no origin: scheme, host and port in lower case, nothing after"
                )
        return origins

    @field_validator("database_name")
    @classmethod
    def _is_no_system_database(cls, name: str) -> str:
        if name.lower() == "system":
            raise ValueError("`system` is Neo4j's own: name another database")
        return name

    @field_validator("otlp_endpoint")
    @classmethod
    def _can_be_sent(cls, endpoint: str | None) -> str | None:
        if endpoint is not None and not endpoint.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        if endpoint is not None and not _is_installed("opentelemetry.exporter.otlp.proto.http"):
            raise ValueError("needs optional packages: pip install 'authority-network[tracing]'")
        return endpoint


def ignored_variables() -> list[str]:
    """A sentence on each variable of the environment that is named like a setting and is none."""
    known = [name.upper() for name in Settings.model_fields]
    ignored = []
    for variable in sorted(os.environ):
        name = variable.upper().removeprefix(PREFIX)
        if name != variable.upper() and name not in known:
            near = extractOne(name, known, scorer=fuzz.ratio, score_cutoff=A_SLIP)
            ignored.append(
                f"{variable} is no setting and is ignored{f': is {PREFIX}{near[0]} meant?' if near else '.'}"
            )
    return ignored


def _is_installed(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except ImportError:  # nor is what it lies in
        return False
