"""A client of the mutations, as a coordinator's program would be one: GraphQL text in, answers out."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from service.api.execution.context import Context
from service.api.schema import schema
from service.database.graph import Graph, Writer
from service.model.identifiers import Actor, AuthorityId, ChangeId, Instant, StateCode, present
from service.statements import writing
from tests.networks import TestNetwork, read_network, write_network  # noqa: F401  # for the tests that use a client
from tests.worded import held_against_its_words

OPERATOR = "operator"

RELATIONS = "relation from { id } to { id } area before { id }"
SAID = "detail code arguments { name kind values more authorities { id } }"
MEMBERS = {
    "NetworkChange": f"authority {{ id revision }} cameCount movedCount wentCount "
    f"came {{ {RELATIONS} }} moved {{ {RELATIONS} }} went {{ {RELATIONS} }} "
    "changedCount changed { authority { id } area column before after }",
    "MemberStateChange": "nimic { id } memberState { code }",
    "RegionChange": f"region {{ code name latitude longitude }} went {{ {RELATIONS} }}",
    "LegislativeAreaChange": "legislativeArea { code keywords requiresProfessions }",
    "EndedImport": "change repeated imported rowsChanged",
    "NetworkImport": "change repeated rowsChanged entries { file row column severity rule { id } message "
    "code arguments { name kind values more authorities { id } } }",
    "Refusal": f"violations {{ rule {{ id }} {SAID} at {{ {SAID} }} authorities }}",
    "NotFound": "message type id",
    "InvalidInput": "problems { path message }",
    "Conflict": "message presentRevision",
}
SCOPES = " scopes { monitor { id } entered { id } left { id } enteredCount leftCount }"


@dataclass(frozen=True)
class Answer:
    """What a mutation answered."""

    member: str
    data: dict[str, Any]

    @property
    def made(self) -> bool:
        """Whether it was carried out, or would have been."""
        return self.member in (
            "NetworkChange",
            "MemberStateChange",
            "RegionChange",
            "LegislativeAreaChange",
            "NetworkImport",
            "EndedImport",
        )

    @property
    def rules(self) -> set[str]:
        """The rules of a refusal."""
        assert self.member == "Refusal", self
        return {violation["rule"]["id"] for violation in self.data["violations"]}

    @property
    def details(self) -> set[str]:
        """Why it is refused, as sentences."""
        assert self.member == "Refusal", self
        return {violation["detail"] for violation in self.data["violations"]}

    def relations(self, how: str) -> set[str]:
        """What came, moved or went, as text: `land VALIDATES stadt`, `amt GRANTS_ACCESS(SD) stadt (before: land)`."""
        assert self.made, self
        return {_as_text(each) for each in self.data[how]}


def _as_text(change: dict[str, Any]) -> str:
    area = f"({change['area']})" if change["area"] else ""
    before = f" (before: {change['before']['id']})" if change["before"] else ""
    return f"{change['from']['id']} {change['relation']}{area} {change['to']['id']}{before}"


class Client:
    """Asks for changes and for what is, as any authority or the operator."""

    def __init__(self, graph: Graph, clock: Callable[[], Instant] = present) -> None:
        self.graph = graph
        self.clock = clock
        self.made = 0
        self.refused_by: set[str] = set()

    async def query(self, actor: str, text: str, **variables: Any) -> dict[str, Any]:
        """The data of a GraphQL request without errors; what details are worded from is held against them, and left out."""
        who = Actor(None, operator=True) if actor == OPERATOR else Actor(AuthorityId(actor))
        result = await schema.execute(
            text, variable_values=variables, context_value=Context(self.graph, who, clock=self.clock)
        )
        assert not result.errors, result.errors
        assert result.data is not None
        data: dict[str, Any] = held_against_its_words(result.data)
        return data

    async def change(
        self, actor: str, action: str, *, dry_run: bool = False, scopes: bool = False, **input: Any
    ) -> Answer:
        """What a mutation answers; columns of the input in GraphQL's spelling."""
        data = await self.query(actor, mutation(action, scopes=scopes), input=input, dryRun=dry_run)
        answer = Answer(data["answer"]["__typename"], data["answer"])
        self.made += answer.made
        if answer.member == "Refusal":
            self.refused_by |= answer.rules
        return answer

    async def makes(self, actor: str, action: str, **input: Any) -> Answer:
        """The same, where it must be carried out."""
        answer = await self.change(actor, action, **input)
        assert answer.made, answer
        return answer

    async def refuses(self, actor: str, action: str, *rules: str, **input: Any) -> Answer:
        """The same, where it must be refused for these rules among others, if any."""
        answer = await self.change(actor, action, **input)
        assert answer.member == "Refusal", answer
        assert set(rules) <= answer.rules, answer
        return answer

    async def refuses_only(self, actor: str, action: str, *rules: str, **input: Any) -> Answer:
        """The same, where it must be refused for these rules and no other."""
        answer = await self.refuses(actor, action, **input)
        assert answer.rules == set(rules), answer
        return answer

    @asynccontextmanager
    async def importing(self, state: str) -> AsyncIterator[None]:
        """The state is marked as being imported meanwhile."""

        async def mark(tx: Writer, run: str | None) -> None:
            await writing.mark_importing(tx, states=[StateCode(state)], mark=run and ChangeId(run))

        await self.graph.write(mark, "import/run")
        yield
        await self.graph.write(mark, None)

    async def seats(self, authority: str) -> dict[str, Any]:
        """Its type, status, Validating Coordinator, and of each area role, Access and Request Coordinators."""
        text = """query ($id: ID!) { authority(id: $id) { type status validatingCoordinator { id } areas {
          area { code } role accessCoordinator { id } requestCoordinators { coordinator { id } } } } }"""
        found = (await self.query(OPERATOR, text, id=authority))["authority"]
        areas = {
            area["area"]["code"]: [
                area["role"],
                (area["accessCoordinator"] or {}).get("id"),
                [each["coordinator"]["id"] for each in area["requestCoordinators"]],
            ]
            for area in found["areas"]
        }
        validating = (found["validatingCoordinator"] or {}).get("id")
        return {"type": found["type"], "status": found["status"], "validating": validating, **areas}


def mutation(action: str, *, scopes: bool = False) -> str:
    """The text of a request for one mutation, with all that each member of its union says."""
    mutations = schema._schema.mutation_type
    assert mutations is not None
    field = mutations.fields[action]
    union: Any = field.type
    members = " ".join(
        f"... on {member.name} {{ {MEMBERS[member.name]}{SCOPES if scopes and member.name == 'NetworkChange' else ''} }}"
        for member in union.types
    )
    of_an_import = "NetworkImport" in members or "EndedImport" in members
    made = "" if of_an_import else "... on Made { change at repeated }"
    return (
        f"mutation ($input: {field.args['input'].type}, $dryRun: Boolean!) {{ "
        f"answer: {action}(input: $input, dryRun: $dryRun) {{ __typename {made} {members} }} }}"
    )
