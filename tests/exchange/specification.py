"""What the Reconciliation Service API 0.2 lets a service answer, and nothing beside it.

Written after the prose and the JSON Schemas of the final report of 10 April 2023, stricter than these where the prose is.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

Text = Annotated[str, Field(min_length=1)]
Address = Annotated[str, Field(pattern=r"^https?://[^\s/]+(/|$)")]
OfEntity = Annotated[str, Field(pattern=r"^https?://.*\{\{id\}\}")]


class Model(BaseModel):
    """Takes no fields that are not named, and no text for a number."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Named(Model):
    """A property, or a type where it is referred to."""

    id: Text
    name: Text


class Type(Named):
    """A category of entities, and those it is directly part of."""

    description: Text | None = None
    broader: list["Type"] = []


class Service(Model):
    """Where a service is found: both put together."""

    service_url: Address
    service_path: Annotated[str, Field(pattern="^/")]


class Suggest(Model):
    """The suggest services."""

    entity: Service
    property: Service
    type: Service


class Preview(Model):
    """The preview service."""

    url: OfEntity
    width: Annotated[int, Field(gt=0)]
    height: Annotated[int, Field(gt=0)]


class Extend(Model):
    """The data extension service; ours has no settings."""

    propose_properties: Service
    property_settings: Annotated[list[str], Field(max_length=0)]


class SecurityScheme(Model):
    """An API key, as OpenAPI 2 has it."""

    type: Literal["apiKey"]
    name: Text
    in_: Annotated[Literal["header", "query"], Field(alias="in")]
    description: Text | None = None


class Manifest(Model):
    """The service manifest."""

    versions: Annotated[list[str], Field(min_length=1)]
    name: Text
    identifier_space: Annotated[Address, Field(alias="identifierSpace")]
    schema_space: Annotated[Address, Field(alias="schemaSpace")]
    default_types: Annotated[list[Type], Field(alias="defaultTypes")]
    batch_size: Annotated[int, Field(gt=0, alias="batchSize")]
    suggest: Suggest
    preview: Preview
    extend: Extend
    authentication: SecurityScheme | None = None


class Feature(Model):
    """A matching feature."""

    id: Text
    value: bool | float


class Candidate(Model):
    """A reconciliation candidate."""

    id: Text
    name: Text
    description: Text
    type: list[Named]
    score: float
    features: list[Feature]
    match: bool


class Result(Model):
    """Candidates by decreasing score."""

    result: list[Candidate]


class ResultBatch(RootModel[dict[str, Result]]):
    """A result for every query."""


class SuggestedEntity(Named):
    """An entity with its important types."""

    description: Text
    notable: list[Text]


class SuggestedEntities(Model):
    """What somebody may be typing."""

    result: list[SuggestedEntity]


class SuggestedTypes(Model):
    """The same of types."""

    result: list[Type]


class SuggestedProperties(Model):
    """The same of properties."""

    result: list[Named]


class Proposal(Model):
    """The properties that can be asked for."""

    type: Text
    limit: Annotated[int, Field(ge=0)]
    properties: list[Named]


class Meta(Named):
    """A property that was asked for, with the type of its values where they are entities."""

    type: Named | None = None


class TextValue(Model):
    """A value that is a text."""

    str: Text


class Extension(Model):
    """The values of properties."""

    meta: list[Meta]
    rows: dict[str, dict[str, list[TextValue | Named]]]
