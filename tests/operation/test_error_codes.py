"""What the database says of itself is translated by its code, and none of its own words go further."""

import pytest
from neo4j.exceptions import Neo4jError

from service.database.graph import Conflict, Graph, Unavailable, Writer

OWN_WORDS = "ForsetiClient[transactionId=4711] can't acquire ExclusiveLock{owner=…} on NODE(42) `bund`"
MEANS: dict[str, tuple[type[Exception], str]] = {
    "Neo.TransientError.Transaction.DeadlockDetected": (Conflict, "another change was in the way"),
    "Neo.TransientError.Transaction.LockAcquisitionTimeout": (Conflict, "another change takes long"),
    "Neo.TransientError.Transaction.Outdated": (Conflict, "another change came in between"),
    "Neo.ClientError.Schema.ConstraintValidationFailed": (Conflict, "another change wrote the same"),
    "Neo.TransientError.Transaction.Terminated": (Unavailable, "ended the transaction"),
    "Neo.TransientError.Transaction.LockClientStopped": (Unavailable, "ended the transaction"),
    "Neo.TransientError.Transaction.Interrupted": (Unavailable, "cannot do it just now"),
    "Neo.TransientError.Transaction.LeaseExpired": (Unavailable, "cannot do it just now"),
    "Neo.TransientError.Transaction.ConstraintsChanged": (Unavailable, "cannot do it just now"),
    "Neo.TransientError.Transaction.MaximumTransactionLimitReached": (Unavailable, "too much to do"),
    "Neo.TransientError.Transaction.NotYetKnown": (Unavailable, "cannot do it just now"),
    "Neo.ClientError.Transaction.TransactionTimedOut": (Unavailable, "took too long"),
    "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration": (Unavailable, "took too long"),
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError": (Unavailable, "too much to do"),
    "Neo.TransientError.General.OutOfMemoryError": (Unavailable, "too much to do"),
    "Neo.TransientError.General.StackOverFlowError": (Unavailable, "too much to do"),
    "Neo.TransientError.General.TransactionMemoryLimit": (Unavailable, "too much to do"),
    "Neo.TransientError.General.DatabaseUnavailable": (Unavailable, "does not answer"),
    "Neo.TransientError.Database.DatabaseUnavailable": (Unavailable, "does not answer"),
    "Neo.TransientError.Request.NoThreadsAvailable": (Unavailable, "too much to do"),
    "Neo.TransientError.Request.ResourceExhaustion": (Unavailable, "too much to do"),
    "Neo.TransientError.Cluster.ReplicationFailure": (Unavailable, "who leads it"),
    "Neo.TransientError.Security.AuthProviderTimeout": (Unavailable, "cannot do it just now"),
    "Neo.ClientError.Cluster.NotALeader": (Unavailable, "who leads it"),
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase": (Unavailable, "only read at present"),
    "Neo.ClientError.Security.Unauthorized": (Unavailable, "refuses this user"),
    "Neo.ClientError.Security.AuthorizationExpired": (Unavailable, "refuses this user"),
    "Neo.ClientError.Database.DatabaseNotFound": (Unavailable, "no database named neo4j"),
    "Neo.DatabaseError.Transaction.TransactionStartFailed": (Unavailable, "its disk may be full"),
}
FAULTS = [
    "Neo.ClientError.Statement.SyntaxError",
    "Neo.ClientError.Statement.ParameterMissing",
    "Neo.ClientError.Procedure.ProcedureCallFailed",
    "Neo.DatabaseError.General.UnknownError",
]
"""Of the service: they are logged, and a client reads "Unexpected error"."""


def said(code: str) -> Neo4jError:
    """An error as the driver makes it of what the database answers."""
    return Neo4jError._hydrate_neo4j(code=code, message=OWN_WORDS)


@pytest.mark.parametrize("code", MEANS)
async def test_a_code_of_the_database_is_a_conflict_or_unavailable_in_our_words(
    database: Graph, code: str
) -> None:
    kind, words = MEANS[code]
    with pytest.raises((Conflict, Unavailable)) as raised:
        async with database._translated():
            raise said(code)
    assert type(raised.value) is kind
    assert words in str(raised.value)
    assert not set(str(raised.value).split()) & {*OWN_WORDS.split()} - {"on"}


@pytest.mark.parametrize("code", FAULTS)
async def test_a_code_that_tells_of_a_fault_of_the_service_stays_one(database: Graph, code: str) -> None:
    with pytest.raises(Neo4jError):
        async with database._translated():
            raise said(code)


async def test_what_two_changes_write_at_once_is_told_without_the_words_of_the_database(graph: Graph) -> None:
    async def twice(tx: Writer) -> None:
        await tx.rows("of a test", "CREATE (:Authority {id: 'bund'}), (:Authority {id: 'bund'})", {})

    with pytest.raises(Conflict, match=r"^another change wrote the same meanwhile: look at it again$"):
        await graph.write(twice)
